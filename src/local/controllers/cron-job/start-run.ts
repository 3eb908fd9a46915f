import { dueRun, MANY_MISSED_RUNS, nextLook } from './due-run';
import { deleteJob, Step } from './history';
import { jobName, newJob } from './new-job';
import type { FindJob } from './observe-jobs';
import { Timetable, timetableOf } from './timetable';
import { CronJobEvent, normal, warning } from './write';
import { isTimeZone } from '../../../kubernetes/time-zones';
import type { LocalCronJob } from '../../objects';
import { formatSeconds } from '../../timestamps';

/** Requests, the status after them, and when to look again. */
export interface Start extends Step {
  readonly lookAgainAt?: number;
}

/** Starts the Job of the run that is due, if the CronJob allows it now. */
export function startRun(cronJob: LocalCronJob, findJob: FindJob, now: number): Start {
  const { metadata, spec, status } = cronJob;
  const { schedule, timeZone } = spec;
  if (metadata.deletionTimestamp !== undefined) return { writes: [], status };
  if (timeZone !== undefined && !isTimeZone(timeZone)) {
    const message = `invalid timeZone: "${timeZone}": unknown time zone ${timeZone}`;
    return { writes: [warning('UnknownTimeZone', message)], status };
  }
  if (spec.suspend) return { writes: [], status };
  const unsupported = schedule.includes('TZ') ? [unsupportedTimeZone(schedule)] : [];
  const timetable = timetableOf(spec);
  if (timetable.kind === 'error') {
    const message = `unparseable schedule: "${schedule}" : ${timetable.message}`;
    return { writes: [...unsupported, warning('UnparseableSchedule', message)], status };
  }
  const { writes, ...start } = startDue(timetable, cronJob, findJob, now);
  return { ...start, writes: [...unsupported, ...writes] };
}

function startDue(
  timetable: Timetable,
  cronJob: LocalCronJob,
  findJob: FindJob,
  now: number,
): Start {
  const { spec, status } = cronJob;
  const { time, missed, isInvalid } = dueRun(timetable, cronJob, now);
  if (isInvalid) return { writes: [invalidSchedule(spec.schedule)], status };
  const isDue = time !== undefined;
  const reports = isDue && missed > MANY_MISSED_RUNS ? [TOO_MANY_MISSED] : [];
  const wait = (...events: CronJobEvent[]): Start => ({
    writes: [...reports, ...events],
    status,
    lookAgainAt: nextLook(timetable, cronJob, now),
  });
  const active = status.active ?? [];
  if (!isDue || active.some(({ name }) => name === jobName(cronJob, time))) return wait();
  if (spec.concurrencyPolicy === 'Forbid' && active.length > 0) return wait(ALREADY_ACTIVE);
  const replaces = spec.concurrencyPolicy === 'Replace' ? active : [];
  const replaced = replaces.reduce<Step>(
    (step, reference) => deleteJob(step, { metadata: findJob(reference.name)!.metadata }),
    { writes: reports, status },
  );
  return startJob(timetable, { ...cronJob, status: replaced.status }, time, findJob, now, replaced);
}

function startJob(
  timetable: Timetable,
  cronJob: LocalCronJob,
  time: number,
  findJob: FindJob,
  now: number,
  { writes, status }: Step,
): Start {
  const job = newJob(cronJob, time);
  const { name } = job.metadata;
  // Kubernetes fails at a name that is taken, and tries again until another run is due.
  if (findJob(name)) return { writes, status, lookAgainAt: nextLook(timetable, cronJob, now) };
  const started = { ...status, lastScheduleTime: formatSeconds(time) };
  return {
    writes: [
      ...writes,
      { type: 'createJob', job },
      normal('SuccessfulCreate', `Created job ${name}`),
    ],
    status: started,
    lookAgainAt: nextLook(timetable, { ...cronJob, status: started }, now),
  };
}

const TOO_MANY_MISSED = warning(
  'TooManyMissedTimes',
  'too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew',
);
const ALREADY_ACTIVE = normal(
  'JobAlreadyActive',
  'Not starting job because prior execution is running and concurrency policy is Forbid',
);
const TIME_ZONE_DOC = 'https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/';

function unsupportedTimeZone(schedule: string): CronJobEvent {
  const used = `CRON_TZ or TZ used in schedule ${JSON.stringify(schedule)}`;
  return warning(
    'UnsupportedSchedule',
    `${used} is not officially supported, see ${TIME_ZONE_DOC} for more details`,
  );
}

function invalidSchedule(schedule: string): CronJobEvent {
  const message = 'time difference between two schedules is less than 1 second';
  return warning('InvalidSchedule', `invalid schedule: ${schedule} : ${message}`);
}
