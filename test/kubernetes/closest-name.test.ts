import { closestName } from '../../src/kubernetes/closest-name';

const FIELDS = [
  'backoffLimit',
  'backoffLimitPerIndex',
  'completions',
  'parallelism',
  'env',
  'envFrom',
  'tty',
];

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
  expect(closestName(written, FIELDS)).toBe(meant);
});

test('of two that are near, it is the nearer one', () => {
  expect(closestName('completionz', ['completing', 'completions'])).toBe('completions');
});
