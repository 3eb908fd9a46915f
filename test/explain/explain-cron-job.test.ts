import { jobOf } from './simulated-job';
import { explainCronJob } from '../../src/explain/explain-cron-job';
import { explainJob } from '../../src/explain/explain-job';
import type { CronJobManifest } from '../../src/kubernetes/manifest';

const FROM = new Date('2027-03-27T12:00:00Z');

function cronJobOf(spec: object, jobSpec: object = {}): CronJobManifest {
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'nightly' },
    spec: { schedule: '30 2 * * *', jobTemplate: { spec: jobOf(jobSpec).spec }, ...spec },
  };
}

const concurrency = (spec: object, jobSpec?: object) =>
  explainCronJob(cronJobOf(spec, jobSpec), FROM).concurrency;

describe('explainCronJob', () => {
  test('lists the next runs in the time zone, and those that a change of the clocks affects', () => {
    const { nextRuns, clockChanges, timeZone } = explainCronJob(
      cronJobOf({ timeZone: 'Europe/Berlin' }),
      FROM,
      2,
    );
    expect(timeZone).toBe('Europe/Berlin');
    expect(nextRuns).toEqual([
      { time: null, wallClock: '2027-03-28T02:30:00', clockChange: 'skipped' },
      { time: '2027-03-29T00:30:00Z', wallClock: '2027-03-29T02:30:00', clockChange: null },
    ]);
    expect(clockChanges.map(({ time }) => time)).toEqual([
      null,
      '2027-10-31T00:30:00Z',
      '2027-10-31T01:30:00Z',
      null,
    ]);
  });

  test('assumes UTC without a time zone', () => {
    const { timeZone, nextRuns } = explainCronJob(cronJobOf({}), FROM, 1);
    expect(timeZone).toBeNull();
    expect(nextRuns).toEqual([
      { time: '2027-03-28T02:30:00Z', wallClock: '2027-03-28T02:30:00', clockChange: null },
    ]);
  });

  test('has no runs for a schedule that never fires', () => {
    const bounds = explainCronJob(cronJobOf({ schedule: '0 0 30 2 *' }), FROM);
    expect(bounds).toMatchObject({
      nextRuns: [],
      concurrency: { shortestIntervalSeconds: null, canOverlap: false },
    });
  });

  test.each([
    ['without a deadline any number of runs is active', {}, {}, true, null],
    [
      'runs that end before the next one do not meet',
      {},
      { activeDeadlineSeconds: 3000 },
      false,
      1,
    ],
    ['the time that Pods take to end counts', {}, { activeDeadlineSeconds: 3570 }, true, 2],
    [
      'a deadline of hours makes as many runs active',
      {},
      { activeDeadlineSeconds: 10_000 },
      true,
      3,
    ],
    ['Forbid keeps one run', { concurrencyPolicy: 'Forbid' }, {}, true, 1],
    ['Replace keeps one run', { concurrencyPolicy: 'Replace' }, {}, true, 1],
  ])('of an hourly CronJob, %s', (_, spec, jobSpec, canOverlap, mostActive) => {
    expect(concurrency({ schedule: '0 * * * *', ...spec }, jobSpec)).toMatchObject({
      shortestIntervalSeconds: 3600,
      canOverlap,
      mostActive,
    });
  });

  test('counts a repeated hour as the shortest interval of a daily CronJob', () => {
    const berlin = concurrency({ timeZone: 'Europe/Berlin' }, { activeDeadlineSeconds: 7200 });
    expect(berlin).toMatchObject({ shortestIntervalSeconds: 3600, canOverlap: true });
    const utc = concurrency({}, { activeDeadlineSeconds: 7200 });
    expect(utc).toMatchObject({ shortestIntervalSeconds: 86_400, canOverlap: false });
  });

  test('has the bounds of the Jobs that it creates, with the defaults of a Job', () => {
    const jobSpec = { activeDeadlineSeconds: 60, backoffLimit: 2 };
    expect(explainCronJob(cronJobOf({}, jobSpec), FROM).job).toEqual(explainJob(jobOf(jobSpec)));
  });

  test('rejects a schedule that the API server rejects', () => {
    expect(() => explainCronJob(cronJobOf({ schedule: '61 * * * *' }), FROM)).toThrow(RangeError);
  });
});
