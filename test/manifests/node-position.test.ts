import { documentsInText } from '../../src/manifests/read-document';

/** Where a path leads to in the last object of a file: the rest of the line from there. */
function at(text: string, ...path: (string | number)[]): string {
  const objects = [...documentsInText(text, 'f.yaml')].flatMap((document) => document.objects);
  const { source, excerpt } = objects[objects.length - 1].locate(path);
  const line = text.split('\n')[source.line - 1];
  expect(excerpt.text.slice(excerpt.at)).toBe(line.slice(source.column - 1).replace(/\r$/, ''));
  return `${source.line}: ${line.slice(source.column - 1)}`;
}

const JOB = `apiVersion: batch/v1
kind: Job
metadata:
  name: a
spec:
  backoffLimit: 3
  suspend:
  template:
    spec:
      containers:
        - name: main
          image: busybox
        - {name: other, args: [a, b]}
`;

test.each<[string, (string | number)[], string]>([
  ['a scalar at its value', ['spec', 'backoffLimit'], '6: 3'],
  ['a map at its key', ['spec', 'template'], '8: template:'],
  ['an empty value at its key', ['spec', 'suspend'], '7: suspend:'],
  [
    'an item of a list at its first key',
    ['spec', 'template', 'spec', 'containers', 0],
    '11: name: main',
  ],
  ['a field of an item', ['spec', 'template', 'spec', 'containers', 0, 'image'], '12: busybox'],
  [
    'an item of a list in brackets',
    ['spec', 'template', 'spec', 'containers', 1, 'args', 1],
    '13: b]}',
  ],
  [
    'a missing field at the map that lacks it',
    ['spec', 'template', 'spec', 'restartPolicy'],
    '9: spec:',
  ],
  [
    'a missing field of an item at the item',
    ['spec', 'template', 'spec', 'containers', 1, 'image'],
    '13: {name: other, args: [a, b]}',
  ],
  [
    'a field of a missing field at the map that lacks it',
    ['spec', 'selector', 'matchLabels', 'a'],
    '5: spec:',
  ],
  [
    'a missing item at its list',
    ['spec', 'template', 'spec', 'containers', 7, 'name'],
    '10: containers:',
  ],
  ['a path below a scalar at the scalar', ['spec', 'backoffLimit', 'x'], '6: 3'],
  ['the object itself at its first line', [], '1: apiVersion: batch/v1'],
])('locate returns the position of %s', (_, path, expected) => {
  expect(at(JOB, ...path)).toBe(expected);
});

test.each<[string, string]>([
  ['a scalar', '6: backoffLimit: 3'],
  ['a map', '8: template:'],
])('locate returns the key of %s that must not be set', (_, expected) => {
  const [object] = [...documentsInText(JOB, 'f.yaml')].flatMap((document) => document.objects);
  const { source } = object.locate(['spec', /\w+/.exec(expected.slice(3))![0]], 'key');
  expect(`${source.line}: ${JOB.split('\n')[source.line - 1].slice(source.column - 1)}`).toBe(
    expected,
  );
});

test('locate counts lines from the beginning of the file', () => {
  expect(at(`a: 1\n---\n# comment\n${JOB}`, 'spec', 'backoffLimit')).toBe('9: 3');
});

test('locate accepts Windows line endings', () => {
  expect(at(JOB.replace(/\n/g, '\r\n'), 'spec', 'backoffLimit')).toBe('6: 3\r');
});

test('locate counts columns after a byte order mark', () => {
  const [document] = documentsInText(`\ufeff${JOB}`, 'f.yaml');
  expect(document.objects[0].locate(['apiVersion']).source).toEqual({
    file: 'f.yaml',
    line: 1,
    column: 13,
  });
});

test('locate returns the position of the value of an alias', () => {
  expect(at('x: &limit 5\nspec:\n  backoffLimit: *limit\n', 'spec', 'backoffLimit')).toBe('1: 5');
  expect(
    at('x: &env\n- name: A\n  value: 1\nspec:\n  env: *env\n', 'spec', 'env', 0, 'value'),
  ).toBe('3: 1');
  expect(at('x: &env\n- name: A\nspec:\n  env: *env\n', 'spec', 'env')).toBe('1: x: &env');
});

test('locate resolves an alias to the last definition of its anchor before it', () => {
  expect(at('a: &x 1\nb: *x\nc: &x 2\nd: *x\n', 'b')).toBe('1: 1');
  expect(at('a: &x 1\nb: *x\nc: &x 2\nd: *x\n', 'd')).toBe('3: 2');
});

test('locate returns the position where a merged or overridden field is written', () => {
  const text = 'x: &a {p: 1, q: 2}\ny: &b {q: 3, r: 4}\nspec:\n  <<: [*a, *b]\n  p: 9\n';
  expect(['p', 'q', 'r'].map((field) => at(text, 'spec', field))).toEqual([
    '5: 9',
    '1: 2}',
    '2: 4}',
  ]);
  expect(at(text, 'spec', 's')).toBe('3: spec:');
});

test('locate returns the position of an object in a List', () => {
  const text = 'kind: List\nitems:\n- kind: A\n  x: 1\n- kind: B\n  x: 2\n';
  expect(at(text)).toBe('5: kind: B');
  expect(at(text, 'x')).toBe('6: 2');
  expect(at(text, 'y')).toBe('5: kind: B');
});

test('locate returns positions in JSON', () => {
  expect(at('{\n  "spec": {"backoffLimit": -1, "template": {}}\n}\n', 'spec', 'backoffLimit')).toBe(
    '2: -1, "template": {}}',
  );
});

test('locate returns only the part of a long line near the position', () => {
  const [document] = documentsInText(
    `{"a": "${'x'.repeat(10_000)}", "b": 1, "c": "${'y'.repeat(10_000)}"}`,
    'f',
  );
  const { source, excerpt } = document.objects[0].locate(['b']);
  expect(source.column).toBe(10_016);
  expect(excerpt).toMatchObject({ at: 200, cutBefore: true, cutAfter: true });
  expect(excerpt.text).toHaveLength(400);
});
