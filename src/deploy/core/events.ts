import type { AppliedObject, JobReport, ObjectRef } from './report';
import type { JobStateName } from '../verdict/job-state';

/** An event of an operation, emitted as it happens. */
export type DeployEvent =
  WaitingEvent | AppliedEvent | JobEvent | PodEvent | LogEvent | EndedEvent | WarningEvent;

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
export interface PodEvent {
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

/** A line of a container's log. */
export interface LogEvent extends LogRef {
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
