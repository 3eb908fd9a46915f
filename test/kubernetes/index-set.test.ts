import * as fc from 'fast-check';
import {
  indexCount,
  indexIntervals,
  firstIndexes,
  formatIndexes,
  remainingIndexes,
} from '../../src/kubernetes/index-set';

test.each<[string, [number, number][]]>([
  ['', []],
  ['3', [[3, 3]]],
  [
    '1,3-5,7',
    [
      [1, 1],
      [3, 5],
      [7, 7],
    ],
  ],
  ['1,2', [[1, 2]]],
])('indexIntervals parses %j, and formatIndexes formats it', (text, intervals) => {
  expect(indexIntervals(text)).toEqual(intervals);
  expect(formatIndexes(intervals)).toBe(text);
});

test('index sets of any size are parsed and formatted as intervals', () => {
  const all = indexIntervals('0-999999999');
  expect(indexCount(all)).toBe(1e9);
  expect(formatIndexes(remainingIndexes(1e9, indexIntervals('5,500000000-999999998')))).toBe(
    '0-4,6-499999999,999999999',
  );
  const everyOther = Array.from({ length: 50_000 }, (_, i) => 2 * i).join();
  expect(formatIndexes(indexIntervals(everyOther))).toBe(everyOther);
});

test('remainingIndexes returns the indexes that are in none of the sets', () => {
  const sets = fc.array(fc.uniqueArray(fc.nat(40), { maxLength: 20 }), { maxLength: 3 });
  fc.assert(
    fc.property(fc.nat(45), sets, (completions, some) => {
      const expected = Array.from({ length: completions }, (_, i) => i).filter(
        (i) => !some.flat().includes(i),
      );
      const others = remainingIndexes(
        completions,
        ...some.map((set) => indexIntervals(set.join())),
      );
      expect(
        others.flatMap(([first, last]) =>
          Array.from({ length: last - first + 1 }, (_, i) => first + i),
        ),
      ).toEqual(expected);
      expect(indexCount(others)).toBe(expected.length);
      expect(indexIntervals(formatIndexes(others))).toEqual(others);
    }),
  );
});

test('firstIndexes returns as many indexes as its limit allows', () => {
  expect(firstIndexes(indexIntervals('1,3-5,9'), 3)).toEqual([1, 3, 4]);
  expect(firstIndexes(indexIntervals('1,3-5,9'), 100)).toEqual([1, 3, 4, 5, 9]);
  expect(firstIndexes(indexIntervals('0-999999999'), 2)).toEqual([0, 1]);
});
