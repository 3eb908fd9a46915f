/** What happened to Jobs in virtual time. It is plain JSON. */
export interface Simulation {
  /** In the order of the input. */
  readonly jobs: readonly SimulatedJob[];
  /** What happened, in order. */
  readonly timeline: readonly SimulatedEvent[];
  /** Sum of the seconds that containers ran. */
  readonly containerSeconds: number;
}

/** How a Job ended. All times are seconds after the start of the simulation. */
export interface SimulatedJob {
  /** Id of the construct; of a manifest, the name. */
  readonly id: string;
  /** Name of the Job. */
  readonly name: string;
  /** Namespace of the Job. */
  readonly namespace: string;
  /** Type of the final condition. */
  readonly outcome: 'Complete' | 'Failed';
  /** Reason of the final condition, such as `BackoffLimitExceeded`. */
  readonly reason: string;
  /** Message of the final condition. */
  readonly message: string;
  /** When the controller first saw the Job not suspended, or saw it resumed. */
  readonly startSeconds: number;
  /** When the final condition was set. */
  readonly endSeconds: number;
  /** From start to end. */
  readonly durationSeconds: number;
  /** In the order of creation. */
  readonly pods: readonly SimulatedPod[];
}

/** One Pod of a Job. All times are seconds after the start of the simulation. */
export interface SimulatedPod {
  /** Name of the Pod. */
  readonly name: string;
  /** Completion index. @default the Job is not Indexed */
  readonly index?: number;
  /** Number of the Pod among those of its index, or of the Job, from 1. */
  readonly attempt: number;
  /** When the Pod was created. */
  readonly createdSeconds: number;
  /** When its containers started. @default they did not */
  readonly startSeconds?: number;
  /** When its containers ended, or it was deleted. @default it had not ended when its Job had */
  readonly endSeconds?: number;
  /** First exit code of a container that is not 0, or 0. @default its containers did not end */
  readonly exitCode?: number;
  /** Why it does not start, was disrupted, or ended. @default it starts, and had not ended */
  readonly reason?: string;
}

/** Something that happened to a Job or one of its Pods. */
export interface SimulatedEvent {
  /** Seconds after the start of the simulation. */
  readonly seconds: number;
  /** Name of the Job. */
  readonly job: string;
  /** Name of the Pod. @default it happened to the Job */
  readonly pod?: string;
  /** What happened, such as `PodFailed`. */
  readonly type:
    | 'JobCreated'
    | 'JobSuspended'
    | 'JobResumed'
    | 'JobComplete'
    | 'JobFailed'
    | 'PodCreated'
    | 'PodStarted'
    | 'PodSucceeded'
    | 'PodFailed'
    | 'PodDeleted';
  /** Index, attempt, exit code and reason, as far as they apply. */
  readonly message: string;
}
