import type { AppliedObject, JobReport, ObjectRef } from './report';

/** What a deploy tells while it runs, in the order in which it learns of it. */
export type DeployEvent =
  | { readonly type: 'applied'; readonly object: AppliedObject }
  | { readonly type: 'pod'; readonly namespace: string; readonly job: string; readonly pod: string; readonly state: PodState; readonly reason?: string; readonly message?: string }
  | LogEvent
  | { readonly type: 'ended'; readonly job: JobReport }
  | { readonly type: 'warning'; readonly message: string; readonly object?: ObjectRef };

/** A Pod's phase; `waiting` where something stands in its way, which the reason then names (`ErrImagePull`, `Unschedulable`, …). */
export type PodState = 'pending' | 'waiting' | 'running' | 'succeeded' | 'failed' | 'unknown';

export interface LogEvent {
  readonly type: 'log';
  readonly namespace: string;
  readonly job: string;
  readonly pod: string;
  readonly container: string;
  /** Whether the Pod has other containers, so that the container's name is needed to tell whose line it is. */
  readonly oneOfMany: boolean;
  /** RFC 3339 with nanoseconds, by the node's clock. */
  readonly time: string;
  /** The line as the container wrote it, without its newline. */
  readonly text: string;
}
