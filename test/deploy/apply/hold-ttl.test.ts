import {
  MIN_TTL_WHILE_WATCHING_SECONDS,
  holdTtl,
  withoutHeldTtl,
} from '../../../src/deploy/apply/hold-ttl';
import type { KubeObject } from '../../../src/deploy/kube/objects';

const job = (ttlSecondsAfterFinished?: number, annotations?: Record<string, string>) => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'a', ...(annotations && { annotations }) },
  spec: {
    parallelism: 1,
    ...(ttlSecondsAfterFinished !== undefined && { ttlSecondsAfterFinished }),
  },
});

test.each([[0], [MIN_TTL_WHILE_WATCHING_SECONDS - 1]])(
  'a TTL of %d is held back, and its own value is noted',
  (ttl) => {
    expect(holdTtl(job(ttl, { mine: 'x' }))).toEqual(
      job(MIN_TTL_WHILE_WATCHING_SECONDS, { mine: 'x', 'cdk8s-jobs/ttl': String(ttl) }),
    );
  },
);

test.each([[undefined], [MIN_TTL_WHILE_WATCHING_SECONDS], [MIN_TTL_WHILE_WATCHING_SECONDS + 1]])(
  'a TTL of %p is left alone',
  (ttl) => {
    expect(holdTtl(job(ttl))).toEqual(job(ttl));
  },
);

test('the manifest itself is not changed', () => {
  const manifest = job(0);
  holdTtl(manifest);
  expect(manifest).toEqual(job(0));
});

test.each([
  [0, { mine: 'x' }],
  [30, undefined],
])('with its own TTL of %d it is as it was written', (ttl, annotations) => {
  const kept = holdTtl(job(ttl, annotations)) as unknown as KubeObject;
  expect(withoutHeldTtl(kept)).toEqual(job(ttl, annotations));
});

test('a Job that was never held back is as it is', () => {
  const live = job(30) as unknown as KubeObject;
  expect(withoutHeldTtl(live)).toBe(live);
});
