import { escapedJson, isMisread, isMisreadNumber, misreadingOf } from '../../src/jobs/misread-text';

describe('misreadingOf', () => {
  test.each<[text: string, expected: string | undefined]>([
    ['a\u0085b', 'character'],
    ['a\u2028b', 'character'],
    ['a\u2029b', 'character'],
    ['a\u007fb', 'character'],
    ['a\u0091b', 'character'],
    ['a\ufffeb', 'character'],
    ['a\ud800b', 'character'],
    ['\techo\n', 'tab'],
    ['\n\techo one\n\techo two\n', 'tab'],
    ['\n\n\ta', 'tab'],
    [' \n', 'blank'],
    ['\n \n', 'blank'],
    ['  \n\n', 'blank'],
    [' \t\n', 'blank'],
    ['a\n\tb\n', undefined],
    ['\ta', undefined],
    ['\ta\n ', undefined],
    ['\n', undefined],
    ['\n\n', undefined],
    [' ', undefined],
    ['é\u00a0\ufeff\u{1f600}', undefined],
    ['\u0007\n', undefined],
    ['', undefined],
  ])('of %j is %s', (text, expected) => {
    expect(misreadingOf(text)).toBe(expected);
  });

  test('of a key is only a character, since cdk8s writes keys in quotes', () => {
    expect(misreadingOf('\ta\n', true)).toBeUndefined();
    expect(misreadingOf('a\u0085', true)).toBe('character');
  });
});

describe('isMisreadNumber', () => {
  test.each(['0o644', '0X1F', '-0B1', '+_1', '-_.3', '0_x1F', '1e_3', '1e3_', '0_o7'])(
    '%s is written without quotes',
    (text) => expect(isMisreadNumber(text)).toBe(true),
  );
  test.each([
    '1',
    '1_000',
    '0x1F',
    '0x_1F',
    '1.5',
    '1_0.5e3',
    '0o9',
    'a_1',
    '_1',
    '.4e_9',
    '1_a',
    '1-2',
  ])('%s is written in quotes or is not a number', (text) =>
    expect(isMisreadNumber(text)).toBe(false),
  );
});

describe('isMisread', () => {
  test.each<[value: unknown, expected: boolean]>([
    [{ a: [{ b: '\ta\n' }] }, true],
    [{ 'a\u0085': 1 }, true],
    [{ a: ['x', 1, null, undefined, true] }, false],
    [undefined, false],
  ])('%j: %s', (value, expected) => {
    expect(isMisread(value)).toBe(expected);
  });
});

test('escapedJson escapes what JSON does not have to', () => {
  const text = 'a\u0085\u2028\u007f\ufffe"\n\té\u{1f600}';
  const json = escapedJson({ text });
  expect(json).toBe('{"text":"a\\u0085\\u2028\\u007f\\ufffe\\"\\n\\té\u{1f600}"}');
  expect(JSON.parse(json)).toEqual({ text });
});
