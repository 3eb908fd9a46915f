import { collapseCarriageReturns } from '../../../src/deploy/logs/carriage-return';

test.each([
  ['a line without a carriage return is as it is', '  a b  ', '  a b  '],
  ['an empty line is empty', '', ''],
  ['what was written over is gone', '10%\r20%\r100%', '100%'],
  ['a carriage return at the end writes over nothing', '10%\r100%\r', '100%'],
  ['neither do several, nor blanks after them', '100%\r\r   \r', '100%'],
  ['a line that ends as on Windows is that line', 'text \r', 'text '],
  ['blanks of what stands there stay', '10%\r  100%  ', '  100%  '],
  ['of nothing but blanks, blanks are left', ' \r  ', ' '],
])('%s', (_, line, expected) => {
  expect(collapseCarriageReturns(line)).toBe(expected);
});

test('a line of a million steps takes no time', () => {
  const begin = performance.now();
  expect(collapseCarriageReturns('99%\r'.repeat(1_000_000) + ' '.repeat(1_000_000))).toBe('99%');
  expect(performance.now() - begin).toBeLessThan(500);
});
