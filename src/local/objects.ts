import type { StoredOwner } from './store/stored-object';

import type { JsonObject } from '../kubernetes/json';

/**
 * The objects of the embedded cluster, as an API server stores them. Nothing changes an object in
 * place: an update is a new object, so that a watch can compare the old with the new one.
 */
export interface LocalMeta {
  readonly name: string;
  readonly namespace: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly generation?: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly creationTimestamp: string;
  readonly deletionTimestamp?: string;
  readonly deletionGracePeriodSeconds?: number;
  readonly finalizers?: readonly string[];
  readonly ownerReferences?: readonly StoredOwner[];
}

export interface LocalCondition {
  readonly type: string;
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason?: string;
  readonly message?: string;
  readonly lastProbeTime?: string | null;
  readonly lastTransitionTime?: string;
}

export interface LocalJob {
  readonly metadata: LocalMeta;
  /** With the defaults of the API server. */
  readonly spec: JobSpec;
  readonly status: JobStatus;
}

/** The fields that the Job controller reads. Those with a default of the API server are set. */
export interface JobSpec {
  readonly parallelism: number;
  readonly backoffLimit: number;
  readonly completions?: number;
  readonly completionMode?: string;
  readonly activeDeadlineSeconds?: number;
  readonly suspend?: boolean;
  readonly backoffLimitPerIndex?: number;
  readonly maxFailedIndexes?: number;
  readonly podReplacementPolicy?: string;
  readonly podFailurePolicy?: PodFailurePolicySpec;
  readonly successPolicy?: { readonly rules: readonly SuccessPolicyRule[] };
  readonly managedBy?: string;
  readonly ttlSecondsAfterFinished?: number;
  readonly template: {
    readonly metadata?: Partial<LocalMeta>;
    readonly spec: LocalPodSpec;
  };
}

export interface PodFailurePolicySpec {
  readonly rules: readonly {
    readonly action: string;
    readonly onExitCodes?: ExitCodeRequirement;
    readonly onPodConditions?: readonly { readonly type: string; readonly status: string }[];
  }[];
}

export interface ExitCodeRequirement {
  readonly containerName?: string;
  readonly operator: string;
  readonly values: readonly number[];
}

export interface SuccessPolicyRule {
  readonly succeededIndexes?: string;
  readonly succeededCount?: number;
}

export interface JobStatus {
  readonly conditions?: readonly LocalCondition[];
  readonly startTime?: string;
  readonly completionTime?: string;
  readonly active?: number;
  readonly ready?: number;
  readonly terminating?: number;
  readonly succeeded?: number;
  readonly failed?: number;
  readonly completedIndexes?: string;
  readonly failedIndexes?: string;
  readonly uncountedTerminatedPods?: {
    readonly succeeded?: readonly string[];
    readonly failed?: readonly string[];
  };
}

export interface LocalCronJob {
  readonly metadata: LocalMeta;
  readonly spec: CronJobSpec;
  readonly status: CronJobStatus;
}

/** The fields that the CronJob controller reads, with the defaults of the API server. */
export interface CronJobSpec {
  readonly schedule: string;
  readonly timeZone?: string;
  readonly startingDeadlineSeconds?: number;
  readonly concurrencyPolicy: string;
  readonly suspend: boolean;
  readonly successfulJobsHistoryLimit?: number;
  readonly failedJobsHistoryLimit?: number;
  readonly jobTemplate: {
    readonly metadata?: Pick<LocalMeta, 'labels' | 'annotations'>;
    readonly spec: JsonObject;
  };
}

export interface CronJobStatus {
  readonly active?: readonly JobReference[];
  readonly lastScheduleTime?: string;
  readonly lastSuccessfulTime?: string;
}

/** An entry of `status.active` of a CronJob. */
export interface JobReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly uid: string;
  readonly resourceVersion: string;
}

export interface LocalContainer {
  readonly name: string;
  readonly restartPolicy?: string;
  readonly env?: readonly { readonly name: string }[];
}

export interface LocalPodSpec {
  readonly restartPolicy?: string;
  readonly nodeName?: string;
  readonly hostname?: string;
  readonly terminationGracePeriodSeconds?: number;
  readonly containers: readonly LocalContainer[];
  readonly initContainers?: readonly LocalContainer[];
}

export interface LocalContainerState {
  readonly running?: { readonly startedAt: string };
  readonly waiting?: { readonly reason: string };
  readonly terminated?: {
    readonly exitCode: number;
    readonly reason?: string;
    readonly startedAt?: string;
    readonly finishedAt?: string;
  };
}

export interface LocalContainerStatus {
  readonly name: string;
  readonly restartCount: number;
  readonly ready?: boolean;
  readonly state?: LocalContainerState;
  /** How the run before the last restart ended. */
  readonly lastState?: LocalContainerState;
}

export interface LocalPod {
  readonly metadata: LocalMeta;
  readonly spec: LocalPodSpec;
  readonly status: {
    readonly phase: 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Unknown';
    readonly conditions?: readonly LocalCondition[];
    readonly containerStatuses?: readonly LocalContainerStatus[];
    readonly initContainerStatuses?: readonly LocalContainerStatus[];
  };
}
