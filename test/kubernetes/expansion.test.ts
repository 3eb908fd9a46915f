import { variableReferences } from '../../src/kubernetes/expansion';

describe('variableReferences', () => {
  test.each<[string, string[]]>([
    ['a $(B) c $(D)', ['B', 'D']],
    ['$$(B)', []],
    ['$$$(B)', ['B']],
    ['$(B', []],
    ['$B ${C} a$', []],
    ['$(a b)', ['a b']],
    ['$()', ['']],
  ])('finds in %j what the kubelet expands', (text, names) => {
    expect(variableReferences(text)).toEqual(names);
  });
});
