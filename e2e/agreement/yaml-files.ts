import fc from 'fast-check';

const MANIFEST = `# a comment
apiVersion: batch/v1
kind: Job
metadata:
  name: report
  labels: {app: report, "app/part": 'a b'}
  annotations:
    text: |
      first
        second

      third
    folded: >-
      first
      second

      third
base: &base
  requests: {cpu: 100m, memory: 64Mi}
spec:
  backoffLimit: 0x3
  template:
    spec:
      restartPolicy: Never
      containers:
      - name: main
        image: busybox:1.36
        args: ["a \\"b\\"
          c", 'it''s', d e
          f, 1_000]
        resources:
          <<: *base
          limits: !!map {cpu: 1}
        env:
        - {name: A, value: "\\u00e4\\
          b"}
        -
          name: B
          value: !!str 012
        - ? name
          : C
`;

/** Parts of YAML that have a meaning, or that other readers read otherwise. */
const PART = fc.constantFrom(
  ...[
    '- ',
    '-',
    ': ',
    ':',
    '? ',
    '?',
    ', ',
    ',',
    '[',
    ']',
    '{',
    '}',
    '"',
    "'",
    '|',
    '>',
    '|-',
    '>+',
  ],
  ...[
    '\n',
    '\n  ',
    '\n    ',
    '\n- ',
    '\n\n',
    '\r\n',
    '\t',
    '\n\t',
    '\n  \t',
    ' ',
    '  ',
    '#',
    ' # c',
  ],
  ...[
    '&a ',
    '*a',
    '*a ',
    '!',
    '! ',
    '!!str ',
    '!!int ',
    '!x ',
    '!<y> ',
    '<<: ',
    '%',
    '@',
    '`',
    '\\',
  ],
  ...[
    '\\/',
    '\\n',
    '\\x41',
    '\\u00e4',
    '\\ud83d',
    '\\',
    'a',
    'b: ',
    'a: ',
    'key: value\n',
    '"x": 1',
  ],
  ...[
    '\n---\n',
    '\n--- # c\n',
    '\n---',
    '---',
    '\n...\n',
    '...',
    '\n%YAML 1.1\n',
    '\na: 1\n---\n\ufeff',
    '\x85',
  ],
  ...['\u2028', '\u00e4', '\u{1f600}', '{{ .x }}', '{"a": "b"}\n', "''", '""', '1', '*/5', '~'],
);

const soup = fc.array(PART, { maxLength: 24 }).map((parts) => parts.join(''));

const SCALAR_PART = fc.constantFrom(
  ...[
    '0',
    '1',
    '7',
    '8',
    '9',
    '_',
    '.',
    '-',
    '+',
    ':',
    'e',
    'E',
    'x',
    'o',
    'b',
    'X',
    'O',
    'B',
    'f',
  ],
  ...[
    'y',
    'n',
    'Yes',
    'no',
    'On',
    'OFF',
    'true',
    'False',
    'null',
    'Null',
    '~',
    '.inf',
    '.NaN',
    'T',
  ],
);
/** A value, and whether it is a number, a boolean, null or a string. */
const scalar = fc
  .tuple(
    fc.constantFrom('', '', '', '', '!!str ', '!!int ', '!!float ', '!!bool ', '!!null ', '! '),
    fc.array(SCALAR_PART, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('')),
  )
  .map(([tag, text]) => `a: ${tag}${text}\n`);

/** Text in one of the notations of strings, with lines that are indented by chance. */
const string = fc
  .tuple(
    fc.constantFrom('|', '|-', '|+', '>', '>-', '>+', '|2', '>1-', '"', "'", ''),
    fc.array(
      fc.tuple(
        fc.constantFrom('', ' ', '  ', '   ', '    ', '\t', '  \t'),
        fc.constantFrom('', 'a', 'b c', 'a ', '- a', '# c', 'a: b', "''", '\\n', 'a\tb', '\\'),
      ),
      { maxLength: 6 },
    ),
    fc.constantFrom('', 'z: 1\n', '  z: 1\n', '- z\n', '# z\n'),
  )
  .map(([start, lines, rest]) => {
    const end = start === '"' || start === "'" ? start : '';
    const text = lines.map(([indent, line]) => indent + line).join('\n');
    return `k:\n  s: ${start}${end === '' ? '\n' : ''}${text}${end}\n${rest}`;
  });

const change = fc.record({
  at: fc.nat(),
  remove: fc.nat({ max: 12 }),
  insert: fc.array(PART, { maxLength: 2 }).map((parts) => parts.join('')),
});
const changedManifest = fc.array(change, { minLength: 1, maxLength: 3 }).map((changes) =>
  changes.reduce((text, { at, remove, insert }) => {
    const place = at % (text.length + 1);
    return text.slice(0, place) + insert + text.slice(place + remove);
  }, MANIFEST),
);

/** JSON, with the escapes that YAML does not have. */
const json = fc
  .array(fc.dictionary(fc.constantFrom('a', 'b', 'kind'), fc.jsonValue({ maxDepth: 2 })), {
    minLength: 1,
    maxLength: 3,
  })
  .map((objects) => objects.map((each) => JSON.stringify(each, null, 1)).join('\n'))
  .filter((text) => !/\de[-+]?\d|"": |-0/.test(text))
  .map((text) =>
    text.replaceAll('/', '\\/').replace(/[\ud800-\udfff]/g, (char) => {
      return `\\u${char.charCodeAt(0).toString(16)}`;
    }),
  );

const encoding = fc.constantFrom('utf8', 'utf8', 'utf8', 'bom', 'utf16le', 'utf16be');

/** Files of any kind. Most of them are almost YAML. */
export const yamlFile = fc
  .tuple(fc.oneof(soup, scalar, string, changedManifest, json), encoding)
  .map(([text, kind]) => encode(text, kind));

function encode(text: string, kind: string): Buffer {
  if (kind === 'utf8') return Buffer.from(text);
  if (kind === 'bom') return Buffer.from(`\ufeff${text}`);
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return kind === 'utf16le' ? bytes : bytes.swap16();
}
