import type { LocalJob } from '../objects';
import { toMilliseconds } from '../timestamps';
import { isFinished } from './job/conditions';

/** What the TTL controller does about a Job at a moment. */
export interface TtlTurn {
  /** Deletes the Job with propagation `Foreground` and its uid as a precondition. */
  readonly deletes: boolean;
  /** When the TTL expires, in milliseconds since 1970. @default it does not, or has expired */
  readonly lookAgainAt?: number;
}

/**
 * The TTL controller: deletes a Job `ttlSecondsAfterFinished` seconds after its condition `Complete`
 * or `Failed` became true.
 *
 * @param now milliseconds since 1970
 */
export function expireJob({ metadata, spec, status }: LocalJob, now: number): TtlTurn {
  const { ttlSecondsAfterFinished: ttl } = spec;
  if (ttl === undefined || metadata.deletionTimestamp !== undefined || !isFinished(status)) {
    return { deletes: false };
  }
  const end = status.conditions!.find(
    ({ type, status: value }) => ['Complete', 'Failed'].includes(type) && value === 'True',
  )!;
  if (end.lastTransitionTime === undefined) return { deletes: false };
  const expiresAt = toMilliseconds(end.lastTransitionTime) + ttl * 1000;
  return now >= expiresAt ? { deletes: true } : { deletes: false, lookAgainAt: expiresAt };
}
