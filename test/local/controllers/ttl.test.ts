import { expireJob } from '../../../src/local/controllers/ttl';
import type { LocalJob } from '../../../src/local/objects';

const END = Date.UTC(2030, 0, 1);
const job = (ttlSecondsAfterFinished?: number, type = 'Complete'): LocalJob => ({
  metadata: {
    name: 'job',
    namespace: 'default',
    uid: 'job',
    resourceVersion: '1',
    creationTimestamp: '2029-12-31T00:00:00Z',
  },
  spec: {
    parallelism: 1,
    backoffLimit: 6,
    ttlSecondsAfterFinished,
    template: { spec: { containers: [] } },
  },
  status: { conditions: [{ type, status: 'True', lastTransitionTime: '2030-01-01T00:00:00Z' }] },
});

describe('the TTL of a Job', () => {
  test('deletes the Job when it has expired, and not before', () => {
    expect(expireJob(job(60), END + 59_000)).toEqual({ deletes: false, lookAgainAt: END + 60_000 });
    expect(expireJob(job(60, 'Failed'), END + 60_000)).toEqual({ deletes: true });
    expect(expireJob(job(0), END)).toEqual({ deletes: true });
  });

  test('does not delete a Job that has no TTL or has not ended', () => {
    expect(expireJob(job(), END + 60_000)).toEqual({ deletes: false });
    expect(expireJob(job(0, 'FailureTarget'), END + 60_000)).toEqual({ deletes: false });
  });
});
