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
])('closestName finds for %j the name %j', (written, meant) => {
  expect(closestName(written, FIELDS)).toBe(meant);
});

test('closestName prefers the nearer of two names', () => {
  expect(closestName('completionz', ['completing', 'completions'])).toBe('completions');
});
