import type { Colors } from './colors';
import type { ExplainedCronJob, ExplainedJob } from './explain-json';
import { pluralize } from './phrases';
import { escapeInvisible } from './sanitize';
import { labelled } from './wrap';
import type { Concurrency, CronJobBounds, CronJobRun } from '../explain/cron-job-bounds';
import type { JobBounds, PodBounds, RetryBounds, TimeBounds } from '../explain/job-bounds';
import { formatDuration } from '../kubernetes/duration';

const LABEL_WIDTH = 'next runs'.length + 2;
const MAX_COLUMNS = 120;

type Line = readonly [label: string, text: string];

/** Formats bounds by object. */
export function explainText(
  objects: readonly (ExplainedJob | ExplainedCronJob)[],
  colors: Colors,
  columns: number,
): string {
  const options = { indent: 2, labelWidth: LABEL_WIDTH, columns: Math.min(columns, MAX_COLUMNS) };
  return objects
    .flatMap((object) => [
      colors.bold(titleOf(object)),
      ...linesOf(object).flatMap(([label, text]) =>
        labelled(label, escapeInvisible(text), options),
      ),
      '',
    ])
    .join('\n');
}

function titleOf({ kind, namespace, name }: ExplainedJob | ExplainedCronJob): string {
  return escapeInvisible(`${kind} ${namespace === null ? '' : `${namespace}/`}${name}`);
}

function linesOf(object: ExplainedJob | ExplainedCronJob): Line[] {
  if (object.kind === 'Job') return jobLines(object.bounds);
  const { bounds } = object;
  return [...scheduleLines(bounds), ...jobLines(bounds.job)];
}

function scheduleLines(bounds: CronJobBounds): Line[] {
  const { schedule, timeZone, suspended, nextRuns, clockChanges, startingDeadlineSeconds } = bounds;
  const zone = timeZone ?? 'time zone of the controller manager, here UTC';
  return [
    ['schedule', `${schedule} (${zone})${suspended ? ', suspended' : ''}`],
    ...runLines('next runs', nextRuns),
    ...runLines('clocks', clockChanges),
    ['late runs', lateText(startingDeadlineSeconds)],
    ['overlap', overlapText(bounds.concurrency)],
  ];
}

function runLines(label: string, runs: readonly CronJobRun[]): Line[] {
  if (runs.length === 0) return label === 'clocks' ? [] : [[label, 'none']];
  return runs.map((run, i) => [i === 0 ? label : '', runText(run)]);
}

function runText({ time, wallClock, clockChange }: CronJobRun): string {
  const shown = wallClock.replace('T', ' ').replace(/:00$/, '');
  if (clockChange === 'skipped') return `${shown}, does not run: the clocks skip this time`;
  const repeated = clockChange === 'repeated' ? ', runs twice: the clocks repeat this time' : '';
  return `${shown} = ${time}${repeated}`;
}

function lateText(startingDeadlineSeconds: number | null): string {
  return startingDeadlineSeconds === null
    ? 'the last missed run starts however late (no startingDeadlineSeconds)'
    : `a run starts up to ${formatDuration(startingDeadlineSeconds)} late, or not at all`;
}

function overlapText(concurrency: Concurrency): string {
  const { policy, shortestIntervalSeconds, canOverlap, mostActive } = concurrency;
  if (shortestIntervalSeconds === null) return 'never: there are not two runs';
  const interval = formatDuration(shortestIntervalSeconds);
  if (!canOverlap) return `never: each run ends within the ${interval} until the next one`;
  const still = `a run can still be active after ${interval}, when the next one is due; ${policy}`;
  switch (policy) {
    case 'Forbid':
      return `${still} starts that one when the first has ended`;
    case 'Replace':
      return `${still} deletes the first`;
    default:
      return `${still} runs both, and ${mostActive === null ? 'any number' : `up to ${mostActive}`} at once`;
  }
}

function jobLines(bounds: JobBounds): Line[] {
  const { pods, retries, restarts, time, ends, suspended, managedBy } = bounds;
  return [
    ...(suspended ? [['starts', 'when it is resumed'] as const] : []),
    ...(managedBy === null ? [] : [['controller', `${managedBy}, which may differ`] as const]),
    ['Pods', podsText(pods)],
    ['retries', retriesText(retries)],
    ...(restarts
      ? [
          [
            'restarts',
            `in the same Pod after ${pausesText(restarts.pausesSeconds)}; ` +
              `the Job fails at ${pluralize(restarts.failsAt, 'restart')} of its active Pods`,
          ] as const,
        ]
      : []),
    ['ends', timeText(time)],
    ['as', ends.map(({ condition, reason }) => `${condition} (${reason})`).join(', ') || 'never'],
    ['deleted', deletedText(time)],
  ];
}

function podsText({ fewestToSucceed, most, mostAtOnce, replacesDeletedAtOnce }: PodBounds): string {
  if (mostAtOnce === 0) return fewestToSucceed === null ? 'none, so it does not end' : 'none';
  const limit =
    most === null ? 'any number, since the failure policy ignores failures' : `at most ${most}`;
  const beside = replacesDeletedAtOnce ? ', besides those that are being deleted' : '';
  return `${fewestToSucceed} to succeed, ${limit}; ${mostAtOnce} at a time${beside}`;
}

function retriesText({
  limit,
  limitPerIndex,
  maxFailedIndexes,
  pausesSeconds,
  totalPauseSeconds,
  beforeDeadline,
}: RetryBounds): string {
  const limits = [
    ...(limitPerIndex === null ? [] : [`${limitPerIndex} for each index`]),
    ...(limit === null ? [] : [`${limit} in all`]),
    ...(maxFailedIndexes === null ? [] : [`maxFailedIndexes ${maxFailedIndexes}`]),
  ].join(', ');
  if (pausesSeconds.length === 0) return limits;
  const pauses = `${pausesText(pausesSeconds)} (${formatDuration(totalPauseSeconds)} in all)`;
  const inTime =
    beforeDeadline === null ? '' : `; ${beforeDeadline} in a row begin before the deadline`;
  return `${limits}, after pauses of ${pauses}${inTime}`;
}

function pausesText(seconds: readonly number[]): string {
  return seconds.map(formatDuration).join(', ');
}

function timeText({ deadlineSeconds, latestEndSeconds }: TimeBounds): string {
  if (deadlineSeconds === null || latestEndSeconds === null) {
    return 'any time: there is no activeDeadlineSeconds, so a Pod can run or wait for a node forever';
  }
  const grace = latestEndSeconds - deadlineSeconds;
  const stop = grace === 0 ? '' : `, and ${formatDuration(grace)} for Pods to stop`;
  return `at the latest after ${formatDuration(deadlineSeconds)} (activeDeadlineSeconds)${stop}`;
}

function deletedText({ deletedAfterSeconds }: TimeBounds): string {
  return deletedAfterSeconds === null
    ? 'by nothing but its owner (no ttlSecondsAfterFinished)'
    : `${formatDuration(deletedAfterSeconds)} after its end (ttlSecondsAfterFinished)`;
}
