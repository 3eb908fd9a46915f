import { IdentityIndex } from '../../src/kubernetes/run-identity/identity-index';

const job = (name: string, id: string | undefined, namespace?: string, image = 'i') => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name, namespace, labels: id === undefined ? {} : { 'cdk8s-jobs/id': id } },
  spec: { image },
});
const second = (a: ReturnType<typeof job>, b: ReturnType<typeof job>, defaultNamespace = '') => {
  const index = new IdentityIndex();
  expect(index.add(a, defaultNamespace, () => 'a.yaml:1')).toEqual([]);
  return index.add(b, defaultNamespace, () => 'b.yaml:1')[0];
};

describe('IdentityIndex', () => {
  test('finds two runs of one Job, and names both and the place of the first', () => {
    expect(second(job('a-1', 'a'), job('a-2', 'a'))).toMatchObject({
      rule: 'manifest/unique-id',
      message: expect.stringMatching(/^Job a-2 has the same id, a, as Job a-1 \(a\.yaml:1\), /),
      fix: expect.stringContaining('delete the file that an earlier synth left'),
    });
  });

  test('finds two manifests of one name that differ', () => {
    expect(
      second(job('a', 'a', undefined, 'i:1'), job('a', 'a', undefined, 'i:2'))?.message,
    ).toMatch('as another manifest of Job a (a.yaml:1)');
  });

  test('regards a Job without a namespace as one of the default namespace', () => {
    expect(second(job('a-1', 'a', 'shop'), job('a-2', 'a'), 'shop')).toBeDefined();
  });

  test.each([
    ['are equal', job('a', 'a'), job('a', 'a')],
    ['have different ids', job('a-1', 'a'), job('b-1', 'b')],
    ['have no id', job('a-1', undefined), job('a-2', undefined)],
    ['have different namespaces', job('a-1', 'a', 'x'), job('a-2', 'a', 'y')],
    ['are of different kinds', job('a-1', 'a'), { ...job('a-2', 'a'), kind: 'CronJob' }],
  ])('finds nothing in two objects that %s', (_, a, b) => {
    expect(second(a, b)).toBeUndefined();
  });
});
