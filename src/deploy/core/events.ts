import type { AppliedObject, JobReport, ObjectRef } from './report';
import type { JobStateName } from '../verdict/job-state';

/** What a deploy tells while it runs, in the order in which it learns of it. */
export type DeployEvent =
  WaitingEvent | AppliedEvent | JobEvent | PodEvent | LogEvent | EndedEvent | WarningEvent;

/** A Job is to run, but not while an earlier run of it is active. */
export interface WaitingEvent {
  /** Tells the events apart. */
  readonly type: 'waiting';
  /** The Job. */
  readonly object: ObjectRef;
  /** The name of the run that is waited for. */
  readonly run: string;
}

/** An object was applied. */
export interface AppliedEvent {
  /** Tells the events apart. */
  readonly type: 'applied';
  /** Which object, and what was done with it. */
  readonly object: AppliedObject;
}

/** A Job that has not ended has come to another state. That it has no Pods yet, or none that runs, is told only if it was held back before, or why. */
export interface JobEvent {
  /** Tells the events apart. */
  readonly type: 'job';
  /** That of the Job. */
  readonly namespace: string;
  /** The name of the Job. */
  readonly job: string;
  /** What it is at now. */
  readonly state: JobStateName;
  /** Why, in one word: that of a condition, or of what stands in the way. @default nothing says */
  readonly reason?: string;
  /** Why, in words. @default nothing says */
  readonly message?: string;
}

/** A Pod of a Job has come to another state. */
export interface PodEvent {
  /** Tells the events apart. */
  readonly type: 'pod';
  /** That of the Job and the Pod. */
  readonly namespace: string;
  /** The name of the Job. */
  readonly job: string;
  /** The name of the Pod. */
  readonly pod: string;
  /** What it is at now. */
  readonly state: PodState;
  /** Why, in one word of the kubelet's or the scheduler's. @default nobody says */
  readonly reason?: string;
  /** Why, in words. @default nobody says */
  readonly message?: string;
}

/** A Job has ended, or is waited for no more. */
export interface EndedEvent {
  /** Tells the events apart. */
  readonly type: 'ended';
  /** How it ended. */
  readonly job: JobReport;
}

/** Something that is worth knowing but keeps the deploy from nothing. */
export interface WarningEvent {
  /** Tells the events apart. */
  readonly type: 'warning';
  /** What it is. */
  readonly message: string;
  /** What it is about. @default the deploy as a whole */
  readonly object?: ObjectRef;
  /** The log that is not complete. @default it is not about a log */
  readonly log?: LogRef;
}

/** A Pod's phase; `waiting` where something stands in its way, which the reason then names (`ErrImagePull`, `Unschedulable`, …). */
export type PodState = 'pending' | 'waiting' | 'running' | 'succeeded' | 'failed' | 'unknown';

/** The log of one run of a container. */
export interface LogRef {
  /** That of the Job and the Pod. */
  readonly namespace: string;
  /** The name of the Job. */
  readonly job: string;
  /** The name of the Pod. */
  readonly pod: string;
  /** The name of the container. */
  readonly container: string;
  /** How often the container had been restarted before this run. */
  readonly restarts: number;
}

/** A line of a container's log. */
export interface LogEvent extends LogRef {
  /** Tells the events apart. */
  readonly type: 'log';
  /** Whether the Pod has other containers, so that the container's name is needed to tell whose line it is. */
  readonly multiContainer: boolean;
  /** RFC 3339 with nanoseconds, by the node's clock. */
  readonly time: string;
  /** The line as the container wrote it, without its newline. A line of more than 8 MiB comes in pieces, an event each. */
  readonly text: string;
  /** What the container wrote, if that is not UTF-8. @default the text says it */
  readonly bytes?: Uint8Array;
  /** Whether no newline follows: the line goes on in the next event, or has none. @default one follows */
  readonly partial?: boolean;
}
