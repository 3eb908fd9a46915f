import { formatExcerpt } from '../../src/output/excerpt';

/** The line with the caret under it, for a string with `^` before the place. */
function draw(marked: string, columns?: number): string[] {
  const at = marked.indexOf('^');
  const { line, before } = formatExcerpt(
    { text: marked.replace('^', ''), at, cutBefore: false, cutAfter: false },
    columns,
  );
  return [line, `${' '.repeat(before)}^`];
}

describe('formatExcerpt', () => {
  test.each<[string, string, string[]]>([
    ['puts the caret under the place', 'image: ^busybox', ['image: busybox', '       ^']],
    ['expands a tab to four columns', '\ta:\t^b', ['    a:    b', '          ^']],
    ['counts two columns for a wide letter', '名前: ^x', ['名前: x', '      ^']],
    ['counts two columns for any emoji', '🚀👩‍👩‍👧❤️: ^x', ['🚀👩‍👩‍👧❤️: x', '        ^']],
    ['counts no column for an accent', 'e\u0301: ^x', ['e\u0301: x', '   ^']],
    ['counts no column for a vowel above a Thai letter', 'กิ: ^x', ['กิ: x', '   ^']],
    ['escapes control characters', '\u001b[31m: ^x\u0007', ['\\x1b[31m: x\\x07', '          ^']],
    ['escapes changes of the writing direction', 'a\u202eb: ^x', ['a\\u202eb: x', '          ^']],
    [
      'escapes commands of CI systems',
      'a: ^x # ##vso[task.complete]',
      ['a: x # #\\x23vso[task.complete]', '   ^'],
    ],
    ['accepts a place at the end of the line', 'a: 1  ^', ['a: 1  ', '      ^']],
  ])('%s', (_, marked, expected) => {
    expect(draw(marked)).toEqual(expected);
  });

  test('cuts a long line on both sides of the place', () => {
    const expected = ['…aaaaaaaabbbb…', '         ^'];
    expect(draw(`${'a'.repeat(50)}^${'b'.repeat(50)}`, 12)).toEqual(expected);
  });

  test('uses all columns when one side is short', () => {
    expect(draw(`${'a'.repeat(50)}^b`, 12)).toEqual(['…aaaaaaaaaaab', '            ^']);
    expect(draw(`^${'b'.repeat(50)}`, 12)).toEqual(['bbbbbbbbbbbb…', '^']);
  });

  test('marks a side that was cut before', () => {
    const excerpt = { text: 'ab', at: 1, cutBefore: true, cutAfter: true };
    expect(formatExcerpt(excerpt)).toEqual({ line: '…ab…', before: 2 });
  });
});
