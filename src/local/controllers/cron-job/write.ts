import type { JsonObject } from '../../../kubernetes/json';
import type { CronJobStatus, JobReference, LocalMeta } from '../../objects';

/** A Job that does not have what the API server assigns. */
export interface NewJob {
  readonly metadata: Pick<LocalMeta, 'name'> & Partial<LocalMeta>;
  readonly spec: JsonObject;
}

/** One request of the CronJob controller, or one event that it records. */
export type CronJobWrite =
  | { readonly type: 'createJob'; readonly job: NewJob }
  /** Deletes the Job with propagation `Background`. */
  | { readonly type: 'deleteJob'; readonly name: string }
  /** `status.active` lacks the Job of a `createJob` of the same turn; `withActive` adds it. */
  | { readonly type: 'updateStatus'; readonly status: CronJobStatus }
  | CronJobEvent;

export interface CronJobEvent {
  readonly type: 'event';
  readonly eventType: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
}

export function normal(reason: string, message: string): CronJobEvent {
  return { type: 'event', eventType: 'Normal', reason, message };
}

export function warning(reason: string, message: string): CronJobEvent {
  return { type: 'event', eventType: 'Warning', reason, message };
}

/** Adds a Job to `status.active`. */
export function withActive(
  status: CronJobStatus,
  { name, namespace, uid, resourceVersion }: LocalMeta,
): CronJobStatus {
  const reference: JobReference = {
    kind: 'Job',
    namespace,
    name,
    uid,
    apiVersion: 'batch/v1',
    resourceVersion,
  };
  return { ...status, active: [...(status.active ?? []), reference] };
}

/** Removes a Job from `status.active`. */
export function withoutActive(status: CronJobStatus, uid: string): CronJobStatus {
  const active = status.active?.filter((job) => job.uid !== uid) ?? [];
  if (active.length === (status.active?.length ?? 0)) return status;
  return { ...status, active: active.length === 0 ? undefined : active };
}
