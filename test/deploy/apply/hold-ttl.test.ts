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
  'holdTtl extends a TTL of %d, and stores the original in an annotation',
  (ttl) => {
    expect(holdTtl(job(ttl, { mine: 'x' }))).toEqual(
      job(MIN_TTL_WHILE_WATCHING_SECONDS, { mine: 'x', 'cdk8s-jobs/ttl': String(ttl) }),
    );
  },
);

test.each([[undefined], [MIN_TTL_WHILE_WATCHING_SECONDS], [MIN_TTL_WHILE_WATCHING_SECONDS + 1]])(
  'holdTtl does not change a TTL of %p',
  (ttl) => {
    expect(holdTtl(job(ttl))).toEqual(job(ttl));
  },
);

test('holdTtl does not change the manifest that it is given', () => {
  const manifest = job(0);
  holdTtl(manifest);
  expect(manifest).toEqual(job(0));
});

test.each([
  [0, { mine: 'x' }],
  [30, undefined],
])('withoutHeldTtl returns a Job with a TTL of %d as it was written', (ttl, annotations) => {
  const kept = holdTtl(job(ttl, annotations)) as unknown as KubeObject;
  expect(withoutHeldTtl(kept)).toEqual(job(ttl, annotations));
});

test('withoutHeldTtl returns the same Job when its TTL was not extended', () => {
  const live = job(30) as unknown as KubeObject;
  expect(withoutHeldTtl(live)).toBe(live);
});
