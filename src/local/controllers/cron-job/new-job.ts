import type { NewJob } from './write';
import { clockOffset } from '../../../kubernetes/clock-offset';
import type { LocalCronJob } from '../../objects';
import { formatSeconds } from '../../timestamps';

const SCHEDULED_TIMESTAMP_ANNOTATION = 'batch.kubernetes.io/cronjob-scheduled-timestamp';
const MINUTE_MS = 60_000;

/** Returns the name of the Job of a run. Two runs within one minute have the same name. */
export function jobName({ metadata }: LocalCronJob, run: number): string {
  return `${metadata.name}-${Math.floor(run / MINUTE_MS)}`;
}

/** Returns the Job of a run. @param run when it is scheduled, in milliseconds since 1970 */
export function newJob(cronJob: LocalCronJob, run: number): NewJob {
  const { metadata, spec } = cronJob;
  const { labels, annotations } = spec.jobTemplate.metadata ?? {};
  const scheduled = { [SCHEDULED_TIMESTAMP_ANNOTATION]: localTime(run, spec.timeZone ?? 'UTC') };
  return {
    metadata: {
      name: jobName(cronJob, run),
      labels,
      annotations: { ...annotations, ...scheduled },
      ownerReferences: [
        {
          apiVersion: 'batch/v1',
          kind: 'CronJob',
          name: metadata.name,
          uid: metadata.uid,
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    },
    spec: spec.jobTemplate.spec,
  };
}

/** Formats a time as the clocks of a time zone show it, with their offset from UTC. */
function localTime(time: number, timeZone: string): string {
  const offset = clockOffset(timeZone)(time);
  if (offset === 0) return formatSeconds(time);
  const minutes = Math.floor(Math.abs(offset) / MINUTE_MS);
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60].map((part) =>
    String(part).padStart(2, '0'),
  );
  const sign = offset < 0 ? '-' : '+';
  return formatSeconds(time + offset).replace('Z', `${sign}${hours}:${rest}`);
}
