import { nearest } from '../../src/batch/nearest';

const FIELDS = ['backoffLimit', 'backoffLimitPerIndex', 'completions', 'parallelism', 'env', 'envFrom', 'tty'];

test.each([
  ['backOffLimit', 'backoffLimit'],
  ['backofLimit', 'backoffLimit'],
  ['BACKOFFLIMIT', 'backoffLimit'],
  ['backoffLimits', 'backoffLimit'],
  ['parralelism', 'parallelism'],
  ['completion', 'completions'],
  ['evn', undefined],
  ['enf', 'env'],
  ['backoff', undefined],
  ['limit', undefined],
  ['', undefined],
])('%j is meant as %j', (written, meant) => {
  expect(nearest(written, FIELDS)).toBe(meant);
});

test('of two that are near, it is the nearer one', () => {
  expect(nearest('completionz', ['completing', 'completions'])).toBe('completions');
});
