/**
 * Applies manifests to a cluster, waits until every Job among them has ended, and says how.
 * @module cdk8s-jobs/deploy
 */
export { deploy } from './deploy';
export type { DeployOptions } from './deploy';
export { attach } from './attach';
export type { Attachment, AttachOptions } from './attach';
export { trigger } from './trigger';
export type { TriggerOptions } from './trigger';
export { prune } from './prune';
export type { PrunedJob, PruneOptions, PruneReport } from './prune';
export { plan } from './plan/plan';
export type { Plan, PlanAction, PlannedObject, PlanOptions } from './plan/plan';
export type { Change } from './plan/changes';
export type { Conflict } from './apply/conflicts';
export type { Rerun, RunOptions, WhenActive } from './plan/decision';
export type { SessionOptions } from './session';
export type { AppliedEvent, DeployEvent, EndedEvent, JobEvent, LogEvent, LogRef, PodEvent, PodState, WaitingEvent, WarningEvent } from './events';
export type {
  AppliedObject, ApplyAction, AttemptReport, IndexReport, JobReport, ObjectRef, ObstacleReport, Outcome, PodCounts, Refusal, Report,
} from './report';
export type { Clock } from './clock';
export type { LogChoice } from './logs/job-logs';
export { AccessError } from './kube/access';
export type { ClusterOptions } from './kube/kubeconfig';
export type { ApiRequest, ApiResponse, Transport } from './kube/transport';
export type { OnCancel } from './track/cancel';
export type { Limits } from './track/limits';
export type { TrackOptions } from './track/track';
export type { Attempt } from './verdict/attempts';
export type { Hint } from './verdict/hint';
export type { JobStateName } from './verdict/job-state';
export type { JobOutcome } from './verdict/outcome';
export type { ObstacleClass } from './verdict/obstacle';
export type { StuckEffect, StuckPolicy } from './verdict/stuck';
export { readManifests } from '../manifests/read';
export { InputError } from '../manifests/problem';
export type { Problem, Source } from '../manifests/problem';
export type { Manifest } from '../batch/manifest';
