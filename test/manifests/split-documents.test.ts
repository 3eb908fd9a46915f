import fc from 'fast-check';
import { MAX_DOCUMENT_BYTES, DocumentSplitter } from '../../src/manifests/split-documents';

function split(text: string, pieces: readonly number[] = []): (readonly [number, string])[] {
  const splitter = new DocumentSplitter();
  const bytes = Buffer.from(text);
  const cuts = [
    0,
    ...[...pieces].map((at) => at % (bytes.length + 1)).sort((a, b) => a - b),
    bytes.length,
  ];
  const chunks = cuts.slice(1).flatMap((to, i) => splitter.push(bytes.subarray(cuts[i], to)));
  return [...chunks, ...splitter.end()].map(
    ({ line, bytes: of }) => [line, of.toString()] as const,
  );
}

test.each<[string, string, [number, string][]]>([
  [
    'begins a document at a line that begins with ---',
    'a: 1\n---\nb: 2\n',
    [
      [1, 'a: 1\n'],
      [2, '---\nb: 2\n'],
    ],
  ],
  [
    'begins a document at --- in a block scalar, as YAML requires',
    'a: |\n  x\n---\n  y\n',
    [
      [1, 'a: |\n  x\n'],
      [3, '---\n  y\n'],
    ],
  ],
  [
    'takes an indented --- for content',
    'a: |\n  x\n  ---\n  y\n',
    [[1, 'a: |\n  x\n  ---\n  y\n']],
  ],
  [
    'takes a word that begins with --- for a marker',
    'a: 1\n---a\n',
    [
      [1, 'a: 1\n'],
      [2, '---a\n'],
    ],
  ],
  [
    'accepts a comment after ---',
    'a: 1\n--- # second\nb: 2\n',
    [
      [1, 'a: 1\n'],
      [2, '--- # second\nb: 2\n'],
    ],
  ],
  [
    'accepts content after ---',
    '--- {a: 1}\n--- {b: 2}\n',
    [
      [1, '--- {a: 1}\n'],
      [2, '--- {b: 2}\n'],
    ],
  ],
  [
    'accepts Windows line endings',
    'a: 1\r\n---\r\nb: 2\r\n',
    [
      [1, 'a: 1\r\n'],
      [2, '---\r\nb: 2\r\n'],
    ],
  ],
  [
    'ends no document at a line that begins with ...',
    'a: 1\n...\nb: 2\n',
    [[1, 'a: 1\n...\nb: 2\n']],
  ],
  [
    'takes directives for a document of their own',
    '%YAML 1.1\n---\nb: 2\n',
    [
      [1, '%YAML 1.1\n'],
      [2, '---\nb: 2\n'],
    ],
  ],
  ['returns no document for markers and empty lines alone', '---\n---\n\n---\n', []],
  ['returns no document for an empty file', '', []],
  [
    'accepts a last line without a newline',
    'a: 1\n---\nb: 2',
    [
      [1, 'a: 1\n'],
      [2, '---\nb: 2'],
    ],
  ],
  ['returns no document after a last marker', 'a: 1\n---', [[1, 'a: 1\n']]],
  [
    'splits a sequence of JSON objects',
    '{"a": 1}\n{\n"b": 2\n}\n{}',
    [
      [1, '{"a": 1}\n'],
      [2, '{\n"b": 2\n}\n'],
      [5, '{}'],
    ],
  ],
  [
    'does not split at an object within a JSON object',
    '{"a": [\n{},\n{}\n]}\n',
    [[1, '{"a": [\n{},\n{}\n]}\n']],
  ],
])('DocumentSplitter %s', (_, text, expected) => {
  expect(split(text)).toEqual(expected);
});

const line = fc.constantFrom(
  '---',
  '...',
  '--- # c',
  '--- x',
  '---x',
  'a: 1',
  '  - b',
  '# c',
  '',
  '{"a": 1}',
  '{',
  '}',
  '%YAML 1.1',
  '--',
  '.',
  '-',
  ' ---',
  '\u00e4\u65e5',
);
const text = fc
  .array(
    fc.tuple(line, fc.constantFrom('\n', '\r\n')).map((parts) => parts.join('')),
    { maxLength: 12 },
  )
  .map((lines) => lines.join(''));

test('DocumentSplitter returns the same documents whatever the chunks', () => {
  const anyPieces = fc.array(fc.nat(), { maxLength: 20 });
  fc.assert(
    fc.property(text, anyPieces, (file, pieces) =>
      expect(split(file, pieces)).toEqual(split(file)),
    ),
    { numRuns: 500 },
  );
});

test('DocumentSplitter returns the first line of each document', () => {
  fc.assert(
    fc.property(text, (file) => {
      const lines = file.split('\n');
      for (const [at, of] of split(file)) {
        expect(
          lines
            .slice(at - 1)
            .join('\n')
            .startsWith(of),
        ).toBe(true);
      }
    }),
  );
});

test('DocumentSplitter keeps only the start of a document that is too large, and finds the next', () => {
  const splitter = new DocumentSplitter();
  const chunks = splitter.push(Buffer.from('a: 1\n---\nb: '));
  const piece = Buffer.alloc(1024 * 1024, 'x');
  for (let i = 0; i < 5; i++) chunks.push(...splitter.push(piece));
  chunks.push(...splitter.push(Buffer.from('\n---\nc: 3\n')), ...splitter.end());
  expect(chunks.map(({ line: at, tooLarge }) => [at, tooLarge])).toEqual([
    [1, false],
    [2, true],
    [4, false],
  ]);
  expect(chunks[1].bytes.toString()).toMatch(/^---\nb: x{4000,}$/);
  expect(chunks[1].bytes.length).toBeLessThan(5000);
});

test('DocumentSplitter keeps a document of the maximum size', () => {
  const splitter = new DocumentSplitter();
  splitter.push(Buffer.alloc(MAX_DOCUMENT_BYTES, 'x'));
  expect(splitter.end()).toMatchObject([
    { tooLarge: false, bytes: { length: MAX_DOCUMENT_BYTES } },
  ]);
});

test('kubectl reads JSON only before the first marker', () => {
  const splitter = new DocumentSplitter();
  const found = [...splitter.push(Buffer.from('{}\n{}\n---\n{}\n---\n{}\n')), ...splitter.end()];
  expect(found.map(({ isUnmarked }) => isUnmarked)).toEqual([true, true, false, false]);
});
