import {
  lookAfterUpdate,
  syncCronJob,
} from '../../../src/local/controllers/cron-job/sync-cron-job';
import type { CronJobSpec, CronJobStatus, LocalCronJob } from '../../../src/local/objects';

const CREATED = Date.UTC(2030, 0, 1, 12, 0, 30);
const cronJob = (spec: Partial<CronJobSpec> = {}, status: CronJobStatus = {}): LocalCronJob => ({
  metadata: {
    name: 'nightly',
    namespace: 'default',
    uid: 'cron',
    resourceVersion: '1',
    creationTimestamp: '2030-01-01T12:00:30Z',
  },
  spec: {
    schedule: '0 * * * *',
    concurrencyPolicy: 'Allow',
    suspend: false,
    jobTemplate: { spec: {} },
    ...spec,
  },
  status,
});
const sync = (object: LocalCronJob, now: number) => syncCronJob(object, [], () => undefined, now);
const created = (object: LocalCronJob, now: number) =>
  sync(object, now).writes.flatMap((write) => (write.type === 'createJob' ? [write.job] : []));

describe('the CronJob controller', () => {
  test('waits for the first run after the creation', () => {
    expect(sync(cronJob(), CREATED)).toEqual({
      writes: [],
      lookAgainAt: Date.UTC(2030, 0, 1, 13) + 100,
    });
  });

  test('creates a Job that is named after the minute of its run and shows it in its time zone', () => {
    const now = Date.UTC(2030, 0, 1, 13) + 100;
    const [job] = created(cronJob({ timeZone: 'Asia/Kolkata', schedule: '30 18 * * *' }), now);
    expect(job.metadata).toMatchObject({
      name: `nightly-${Date.UTC(2030, 0, 1, 13) / 60_000}`,
      annotations: {
        'batch.kubernetes.io/cronjob-scheduled-timestamp': '2030-01-01T18:30:00+05:30',
      },
    });
  });

  test('starts only the latest of many missed runs', () => {
    const turn = sync(cronJob(), CREATED + 200 * 3_600_000);
    const reasons = turn.writes.flatMap((write) => (write.type === 'event' ? [write.reason] : []));
    expect(reasons).toEqual(['TooManyMissedTimes', 'SuccessfulCreate']);
    expect(turn.writes.at(-1)).toMatchObject({
      type: 'updateStatus',
      status: { lastScheduleTime: '2030-01-09T20:00:00Z' },
    });
  });

  test('starts no Job while it is suspended, nor after the starting deadline', () => {
    const late = Date.UTC(2030, 0, 1, 13, 1);
    expect(created(cronJob({ startingDeadlineSeconds: 61 }), late)).toHaveLength(1);
    expect(created(cronJob({ startingDeadlineSeconds: 59 }), late)).toEqual([]);
    expect(sync(cronJob({ suspend: true }), late)).toEqual({ writes: [], lookAgainAt: undefined });
  });

  test('looks at a changed schedule when its next run is due, and at other changes at once', () => {
    const changed = cronJob({ schedule: '30 * * * *' });
    expect(lookAfterUpdate(cronJob(), changed, CREATED)).toBe(Date.UTC(2030, 0, 1, 12, 30) + 100);
    expect(lookAfterUpdate(cronJob(), cronJob({ suspend: true }), CREATED)).toBe(CREATED);
  });
});
