import type { Ending, TrackedJob } from './tracked-job';
import type { EndedRun } from './tracked-pods';
import {
  firstIndexes,
  formatIndexes,
  indexIntervals,
  remainingIndexes,
} from '../../kubernetes/index-set';
import type { AttemptReport, BlockerReport, IndexReport, JobReport } from '../core/report';
import type { Items } from '../kube/items';
import { isFailed, POD_DELETED } from '../verdict/attempts';
import type { Hint } from '../verdict/hint';
import { failureHints } from '../verdict/hints';
import { DEADLINE_EXCEEDED, isDeletedByDeadline } from '../verdict/job-deadline';
import { sidecarHint } from '../verdict/sidecar-hint';
import { Blocker, blockerHint } from '../verdict/stuck';

/** The highest number of indexes that the API server lets a Job fail. */
const MAX_FAILED_ITEMS = 100_000;
const UNKNOWN: Ending = { outcome: 'unknown', blockers: [] };

/** Describes how a Job ended, from its state, its verdict and the tails of its logs. */
export function jobReport(job: TrackedJob): JobReport {
  const ending = job.verdict ?? UNKNOWN;
  const { outcome, reason, message, finishedAt } = ending;
  const { startTime, active = 0, succeeded = 0, failed = 0 } = job.live.status ?? {};
  const runs = job.pods.runs().map((run) => explained(run, job));
  return {
    namespace: job.namespace,
    name: job.name,
    uid: job.uid,
    outcome,
    reason: reason ?? null,
    message: message ?? null,
    startedAt: startTime ?? null,
    finishedAt: finishedAt ?? null,
    indexes: indexReport(job),
    pods: { active, succeeded, failed },
    blockers: ending.blockers.map(blockerReport),
    hints: hintsFor(job, ending, runs),
    attempts: runs.map((run) => attemptReport(run, job)),
  };
}

/** A Pod does not say that the Job controller deleted it, because the Job has reached its deadline. */
function explained(run: EndedRun, { live }: TrackedJob): EndedRun {
  if (run.attempt.reason !== POD_DELETED || !isDeletedByDeadline(run.pod, live)) return run;
  const message = 'the Job controller deleted the Pod, since activeDeadlineSeconds had expired';
  return { ...run, attempt: { ...run.attempt, reason: DEADLINE_EXCEEDED, message } };
}

function attemptReport({ key, attempt }: EndedRun, { items, tails }: TrackedJob): AttemptReport {
  const report = { ...attempt, item: itemOf(items, attempt.index) };
  const lastLines = isFailed(attempt) ? tails.of(key) : undefined;
  return lastLines === undefined ? report : { ...report, lastLines };
}

function itemOf(items: Items | undefined, index: number | null): string | null {
  return items?.[String(index)] ?? null;
}

function blockerReport({ cause, pod }: Blocker): BlockerReport {
  return { ...cause, message: cause.message ?? null, pod: pod ?? null };
}

function hintsFor(job: TrackedJob, ending: Ending, runs: readonly EndedRun[]): readonly Hint[] {
  const { namespace, name } = job;
  const hints = ending.blockers.map((blocker) => blockerHint(blocker, namespace, name));
  switch (ending.outcome) {
    case 'failed': {
      const failures = runs.filter(({ attempt }) => isFailed(attempt));
      const stopped = runs
        .map(({ pod }) => pod)
        .filter((pod) => isDeletedByDeadline(pod, job.live));
      return [
        ...notRunAgain(job, ending),
        ...hints,
        ...sidecarHint(stopped, namespace),
        ...failureHints(job.live, ending, failures),
      ];
    }
    case 'stuck':
      return hints;
    case 'timed-out':
    case 'detached':
      return [...hints, ...sidecarHint(job.pods.alive.values(), namespace)];
    default:
      return [];
  }
}

/** A deploy does not run an unchanged Job again, also if it failed. */
function notRunAgain({ hadEnded, applied }: TrackedJob, { finishedAt }: Ending): Hint[] {
  if (!hadEnded || applied === undefined) return [];
  const when = finishedAt === undefined ? 'before' : `at ${finishedAt}`;
  return [
    {
      message: `it failed ${when}, and was not run again, since it has not changed`,
      command: 'cdk8s-jobs deploy --rerun failed',
    },
  ];
}

function indexReport({ live: { spec, status }, items }: TrackedJob): IndexReport | null {
  if (spec?.completionMode !== 'Indexed') return null;
  const succeeded = indexIntervals(status?.completedIndexes ?? '');
  const failed = indexIntervals(status?.failedIndexes ?? '');
  const incomplete = remainingIndexes(spec.completions ?? 0, succeeded, failed);
  return {
    succeeded: formatIndexes(succeeded),
    failed: formatIndexes(failed),
    failedItems: firstIndexes(failed, MAX_FAILED_ITEMS).map((index) => {
      return { index, item: itemOf(items, index) };
    }),
    incomplete: formatIndexes(incomplete),
  };
}
