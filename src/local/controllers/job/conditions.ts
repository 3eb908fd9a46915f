import type { JobStatus, LocalCondition } from '../../objects';
import { formatSeconds } from '../../timestamps';

export type Conditions = readonly LocalCondition[];

export function conditionOf(
  { conditions = [] }: JobStatus,
  type: string,
): LocalCondition | undefined {
  return conditions.find((condition) => condition.type === type);
}

/** Whether a Job has ended: nothing of it changes any more. */
export function isFinished(status: JobStatus): boolean {
  return ['Complete', 'Failed'].some((type) => conditionOf(status, type)?.status === 'True');
}

export function newCondition(
  type: string,
  status: 'True' | 'False',
  reason: string,
  message: string,
  now: number,
): LocalCondition {
  const time = formatSeconds(now);
  return { type, status, lastProbeTime: time, lastTransitionTime: time, reason, message };
}

/**
 * Returns the conditions with one of them set, or the same list if nothing changes. A condition
 * that does not exist is not added to say that it is false.
 */
export function withCondition(conditions: Conditions, wanted: LocalCondition): Conditions {
  const at = conditions.findIndex(({ type }) => type === wanted.type);
  if (at < 0) return wanted.status === 'False' ? conditions : [...conditions, wanted];
  const { status, reason, message } = conditions[at];
  if (status === wanted.status && reason === wanted.reason && message === wanted.message) {
    return conditions;
  }
  return conditions.map((condition, i) => (i === at ? wanted : condition));
}
