import { formatExcerpt } from '../../src/output/excerpt';

/** The line with the caret under it, for a text with `^` before the place. */
function draw(marked: string, columns?: number): string[] {
  const at = marked.indexOf('^');
  const { line, before } = formatExcerpt(
    { text: marked.replace('^', ''), at, cutBefore: false, cutAfter: false },
    columns,
  );
  return [line, `${' '.repeat(before)}^`];
}

test.each<[string, string, string[]]>([
  ['the caret stands under the place', 'image: ^busybox', ['image: busybox', '       ^']],
  ['a tab takes four columns, in both lines', '\ta:\t^b', ['    a:    b', '          ^']],
  ['letters that take two columns count twice', '名前: ^x', ['名前: x', '      ^']],
  ['so do pictures, whatever they are composed of', '🚀👩‍👩‍👧: ^x', ['🚀👩‍👩‍👧: x', '      ^']],
  ['an accent takes no column of its own', 'e\u0301: ^x', ['e\u0301: x', '   ^']],
  [
    'control characters are spelled out',
    '\u001b[31m: ^x\u0007',
    ['\\x1b[31m: x\\x07', '          ^'],
  ],
  [
    'what would turn the direction of writing is, too',
    'a\u202eb: ^x',
    ['a\\u202eb: x', '          ^'],
  ],
  [
    'no CI system finds a command in it',
    'a: ^x # ##vso[task.complete]',
    ['a: x # #\\x23vso[task.complete]', '   ^'],
  ],
  ['the place may be the end of the line', 'a: 1  ^', ['a: 1  ', '      ^']],
])('%s', (_, marked, expected) => {
  expect(draw(marked)).toEqual(expected);
});

test('a long line is cut on both sides of the place', () => {
  expect(draw(`${'a'.repeat(50)}^${'b'.repeat(50)}`, 12)).toEqual(['…aaaaaaaabbbb…', '         ^']);
});

test('where there is room on one side, the other has it', () => {
  expect(draw(`${'a'.repeat(50)}^b`, 12)).toEqual(['…aaaaaaaaaaab', '            ^']);
  expect(draw(`^${'b'.repeat(50)}`, 12)).toEqual(['bbbbbbbbbbbb…', '^']);
});

test('what had been cut before is marked as cut', () => {
  expect(formatExcerpt({ text: 'ab', at: 1, cutBefore: true, cutAfter: true })).toEqual({
    line: '…ab…',
    before: 2,
  });
});
