import { quantityValue } from '../../src/kubernetes/quantity';

test.each([
  ['1', 1],
  ['100m', 0.1],
  ['0.5', 0.5],
  ['.5', 0.5],
  ['1.', 1],
  ['1k', 1000],
  ['1Ki', 1024],
  ['1Mi', 1048576],
  ['1.5Gi', 1610612736],
  ['1M', 1e6],
  ['1e3', 1000],
  ['1E3', 1000],
  ['1E', 1e18],
  ['1Ei', 2 ** 60],
  ['-1', -1],
  [2, 2],
])('quantityValue of %s is %d', (quantity, expected) => {
  expect(quantityValue(quantity)).toBeCloseTo(expected, 9);
});

test('quantityValue of a unit without a number is 0, as for the API server, except for the largest unit', () => {
  expect(quantityValue('Gi')).toBe(0);
  expect(quantityValue('Ei')).toBeUndefined();
});

test.each(['', '1GB', '1 Gi', '1gi', 'x', '1e', '${tokens}', true, undefined])(
  'quantityValue returns undefined for the invalid quantity "%s"',
  (quantity) => {
    expect(quantityValue(quantity)).toBeUndefined();
  },
);
