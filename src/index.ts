/**
 * Constructs for Jobs and CronJobs, and the policies that they use. They depend on cdk8s,
 * cdk8s-plus-27 and constructs only.
 *
 * Members inherited from cdk8s-plus (`containers`, `volumes`, `scheduling`, `connections`, …) are
 * documented there.
 * @module cdk8s-jobs
 */
export type {
  ContainerCapabilities,
  ContainerHooks,
  ContainerProps,
  ContainerResources,
  ContainerSecurityContext,
  InitContainerProps,
  SeccompProfile,
} from './jobs/container-props';
export { ExposedPods } from './jobs/exposed-pods';
export { IndexedJob } from './jobs/indexed-job';
export type { IndexedJobProps } from './jobs/indexed-job';
export { Job } from './jobs/job';
export type {
  ContainersProps,
  FailureProps,
  JobBaseProps,
  JobProps,
  JobRestartPolicy,
  PerIndexFailureProps,
  SingleContainerProps,
} from './jobs/job-props';
export { JobsApp } from './jobs/jobs-app';
export { JobWorkload } from './jobs/job-workload';
export { ParallelJob } from './jobs/parallel-job';
export type { ParallelJobProps } from './jobs/parallel-job';
export type { KplusEnum, KplusValue, KplusVolume, KplusVolumeMount } from './jobs/kplus-compat';
export { ScheduledJob } from './jobs/scheduled-job';
export type { ScheduledJobMetadata, ScheduledJobProps, ScheduleProps } from './jobs/scheduled-job';
export { SimpleJob } from './jobs/simple-job';
export type { SimpleJobProps } from './jobs/simple-job';
export { validateJobs } from './jobs/validate-jobs';
export { WorkQueueJob } from './jobs/work-queue-job';
export type { WorkQueueJobProps } from './jobs/work-queue-job';
export { Completion } from './policy/completion';
export type {
  FixedCompletion,
  IndexCount,
  IndexedCompletion,
  NonIndexedCompletion,
  NoPerIndexRetries,
  PerIndexRetries,
  WorkQueueCompletion,
} from './policy/completion';
export { JobDefaults } from './policy/job-defaults';
export type { JobDefaultsParts, Requirement } from './policy/job-defaults-parts';
export { PodFailure, PodFailurePolicy } from './policy/pod-failure-policy';
export type {
  OnExitCodesOptions,
  PodFailureAction,
  PodFailureRule,
} from './policy/pod-failure-policy';
export { RerunPolicy } from './policy/rerun-policy';
export { Schedule } from './policy/schedule';
export type { Weekday } from './policy/schedule';
export { SuccessPolicy } from './policy/success-policy';
export type { Indexes, SuccessPolicyIndexesOptions } from './policy/success-policy';
export { JobValidation } from './synth/job-validation';
export type { JobValidationProperties } from './synth/job-validation';
export type { Json, JsonObject } from './kubernetes/json';
export type { PodSpec } from './kubernetes/pod-spec';
