import { reachableActions } from './failure-actions';
import type { JobBounds, RestartBounds, RetryBounds, TimeBounds } from './job-bounds';
import { jobEnds } from './job-ends';
import { podBounds } from './pod-bounds';
import { effectiveLimit } from './retry-limits';
import type { JsonObject } from '../kubernetes/json';
import { isManagedExternally } from '../kubernetes/managed-by';
import type { JobManifest } from '../kubernetes/manifest';
import { distinctPauses, retriesWithin, totalPauseSeconds } from '../kubernetes/retry-pause';
import type { Struct } from '../kubernetes/schema/field';
import { withServerDefaults } from '../kubernetes/server/with-server-defaults';

/** The kubelet restarts a container at once, then after pauses that double up to 5 minutes. */
const RESTART_PAUSES_SECONDS = [0, 10, 20, 40, 80, 160, 300];

/**
 * Returns the limits within which a Job stays, whatever its Pods do: Pods, retries, and time. It
 * calculates and simulates nothing, and needs no cluster.
 *
 * ```ts
 * const { pods } = explainJob(synthJob(chart, 'migrate'));
 * expect(pods.most).toBe(3);
 * ```
 * The limits follow from the rules of the Job controller. With a success policy of several rules,
 * with a success policy and limits per index, and with a deadline and several Pods, the Job may not
 * reach `pods.most`.
 * @param job a Job that the API server accepts
 */
export function explainJob(job: JobManifest): JobBounds {
  const stored = withServerDefaults(job as unknown as JsonObject) as { spec: Struct<'JobSpec'> };
  return explainJobSpec(stored.spec);
}

/** Returns the bounds of a JobSpec with the defaults of the API server. */
export function explainJobSpec(spec: Struct<'JobSpec'>): JobBounds {
  const actions = reachableActions(spec);
  const { suspend = false, managedBy } = spec;
  return {
    suspended: suspend,
    managedBy: isManagedExternally(spec) ? managedBy! : null,
    pods: podBounds(spec, actions),
    retries: retryBounds(spec),
    restarts: restartBounds(spec),
    time: timeBounds(spec),
    ends: jobEnds(spec, actions),
  };
}

function retryBounds(spec: Struct<'JobSpec'>): RetryBounds {
  const { backoffLimit = 0, backoffLimitPerIndex, maxFailedIndexes, activeDeadlineSeconds } = spec;
  const retries = Math.min(backoffLimit, backoffLimitPerIndex ?? Infinity);
  return {
    limit: effectiveLimit(spec) ?? null,
    limitPerIndex: backoffLimitPerIndex ?? null,
    maxFailedIndexes: maxFailedIndexes ?? null,
    pausesSeconds: distinctPauses(retries),
    totalPauseSeconds: totalPauseSeconds(retries),
    beforeDeadline:
      activeDeadlineSeconds === undefined
        ? null
        : Math.min(retries, retriesWithin(activeDeadlineSeconds)),
  };
}

function restartBounds({ backoffLimit = 0, template }: Struct<'JobSpec'>): RestartBounds | null {
  if (template?.spec?.restartPolicy !== 'OnFailure') return null;
  return { failsAt: Math.max(1, backoffLimit), pausesSeconds: RESTART_PAUSES_SECONDS };
}

function timeBounds(spec: Struct<'JobSpec'>): TimeBounds {
  const { activeDeadlineSeconds, ttlSecondsAfterFinished, template } = spec;
  const gracePeriod = template?.spec?.terminationGracePeriodSeconds ?? 0;
  return {
    deadlineSeconds: activeDeadlineSeconds ?? null,
    latestEndSeconds:
      activeDeadlineSeconds === undefined ? null : activeDeadlineSeconds + gracePeriod,
    deletedAfterSeconds: ttlSecondsAfterFinished ?? null,
  };
}
