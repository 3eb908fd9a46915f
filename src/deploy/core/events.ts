import type { AppliedObject, JobReport, ObjectRef } from './report';
import type { JobStateName } from '../verdict/job-state';

/** An event of an operation, emitted as it happens. */
export type DeployEvent =
  | WaitingEvent
  | AppliedEvent
  | WatchingEvent
  | JobEvent
  | PodEvent
  | LogEvent
  | EndedEvent
  | WarningEvent;

/** A Job has to wait until an earlier run of it has ended. */
export interface WaitingEvent {
  /** Discriminates the events. */
  readonly type: 'waiting';
  /** The Job. */
  readonly object: ObjectRef;
  /** Name of the run that is waited for. */
  readonly run: string;
}

/** An object was applied. */
export interface AppliedEvent {
  /** Discriminates the events. */
  readonly type: 'applied';
  /** The object, and what the server did with it. */
  readonly object: AppliedObject;
}

/**
 * Jobs of the operation are watched from now on. Their `ended` events follow, also those of Jobs
 * that had ended before. A deploy that replaces runs watches the others first.
 */
export interface WatchingEvent {
  /** Discriminates the events. */
  readonly type: 'watching';
  /** The Jobs. */
  readonly jobs: readonly WatchedJob[];
}

/** A Job that is watched. */
export interface WatchedJob {
  /** Namespace of the Job. */
  readonly namespace: string;
  /** Name of the Job. */
  readonly name: string;
  /** Start time in RFC 3339, by the server's clock; null if it has not started yet. */
  readonly startedAt: string | null;
}

/**
 * The state of a Job that has not ended has changed. `no-pods` and `pending` are reported only with
 * a reason, or after the Job was suspended or queued.
 */
export interface JobEvent {
  /** Discriminates the events. */
  readonly type: 'job';
  /** Namespace of the Job. */
  readonly namespace: string;
  /** Name of the Job. */
  readonly job: string;
  /** The new state. */
  readonly state: JobStateName;
  /** Reason in one word, from a condition or a blocker. @default - none is known */
  readonly reason?: string;
  /** Reason in a sentence. @default - none is known */
  readonly message?: string;
}

/** The state of a Pod of a Job has changed. */
export interface PodEvent extends PodOfJob {
  /** Discriminates the events. */
  readonly type: 'pod';
  /** Namespace of the Job and the Pod. */
  readonly namespace: string;
  /** Name of the Job. */
  readonly job: string;
  /** Name of the Pod. */
  readonly pod: string;
  /** The new state. */
  readonly state: PodState;
  /** Reason in one word, from the kubelet or the scheduler. @default - none is known */
  readonly reason?: string;
  /** Reason in a sentence. @default - none is known */
  readonly message?: string;
}

/** A Job has ended, or is no longer waited for. */
export interface EndedEvent {
  /** Discriminates the events. */
  readonly type: 'ended';
  /** How it ended. */
  readonly job: JobReport;
}

/** Something that the user should know and that does not stop the operation. */
export interface WarningEvent {
  /** Discriminates the events. */
  readonly type: 'warning';
  /** The warning. */
  readonly message: string;
  /** The object that it is about. @default - the operation as a whole */
  readonly object?: ObjectRef;
  /** The log that is incomplete. @default - it is not about a log */
  readonly log?: LogRef;
}

/**
 * Phase of a Pod; `waiting` if something prevents its start, which the reason names
 * (`ErrImagePull`, `Unschedulable`, …).
 */
export type PodState = 'pending' | 'waiting' | 'running' | 'succeeded' | 'failed' | 'unknown';

/** Identifies the log of one run of a container. */
export interface LogRef {
  /** Namespace of the Job and the Pod. */
  readonly namespace: string;
  /** Name of the Job. */
  readonly job: string;
  /** Name of the Pod. */
  readonly pod: string;
  /** Name of the container. */
  readonly container: string;
  /** How often the container had been restarted before this run. */
  readonly restarts: number;
}

/** What a line needs to name the Pod that it is about, and not more. */
export interface PodOfJob {
  /** Whether the Job runs several Pods besides retries, at once or one after the other. */
  readonly multiPod: boolean;
  /** The Pod's completion index; null unless the Job is Indexed. */
  readonly index: number | null;
}

/** A line of a container's log. */
export interface LogEvent extends LogRef, PodOfJob {
  /** Discriminates the events. */
  readonly type: 'log';
  /** Whether the Pod has several containers, so that a line needs the container's name. */
  readonly multiContainer: boolean;
  /** RFC 3339 with nanoseconds, by the node's clock. */
  readonly time: string;
  /**
   * The line as the container wrote it, without its newline. A line of more than 8 MiB is split
   * into several events.
   */
  readonly text: string;
  /** The bytes of a line that is not UTF-8. @default - those of `text` */
  readonly bytes?: Uint8Array;
  /**
   * Whether no newline follows: the line continues in the next event, or ends the log.
   * @default false
   */
  readonly partial?: boolean;
}
