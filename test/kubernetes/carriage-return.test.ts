import { collapseCarriageReturns } from '../../src/kubernetes/carriage-return';

describe('collapseCarriageReturns', () => {
  test.each([
    ['keeps a line without a carriage return', '  a b  ', '  a b  '],
    ['keeps an empty line', '', ''],
    ['drops what was overwritten', '10%\r20%\r100%', '100%'],
    ['drops nothing for a carriage return at the end', '10%\r100%\r', '100%'],
    ['drops nothing for several at the end, with blanks after them', '100%\r\r   \r', '100%'],
    ['drops the carriage return of a Windows line ending', 'text \r', 'text '],
    ['keeps the blanks of what was printed last', '10%\r  100%  ', '  100%  '],
    ['keeps blanks of a line of nothing but blanks', ' \r  ', ' '],
  ])('%s', (_, line, expected) => {
    expect(collapseCarriageReturns(line)).toBe(expected);
  });

  test('takes linear time for a line of a million steps', () => {
    const begin = performance.now();
    expect(collapseCarriageReturns('99%\r'.repeat(1_000_000) + ' '.repeat(1_000_000))).toBe('99%');
    expect(performance.now() - begin).toBeLessThan(500);
  });
});
