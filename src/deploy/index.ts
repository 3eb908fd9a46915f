/**
 * Applies manifests to a cluster, waits until every Job among them has ended, and reports how.
 * @module cdk8s-jobs/deploy
 */
export { deploy } from './commands/deploy';
export type { DeployOptions } from './commands/deploy';
export type { AppLike, ChartLike, DeployInput, DeployInputItem } from './commands/read-input';
export { waitForJobs } from './commands/wait';
export type { JobSelection, WaitOptions } from './commands/wait';
export { trigger } from './commands/trigger';
export type { TriggerOptions } from './commands/trigger';
export type { ContainerOverride } from './commands/triggered-run';
export { cleanup } from './commands/cleanup';
export type { DeletedRun, CleanupOptions, CleanupReport } from './commands/cleanup';
export { plan } from './commands/plan';
export type { KeepOptions } from './commands/superseded-runs';
export type { Plan, PlanAction, PlannedObject, PlanOptions } from './commands/plan';
export type { Change } from './plan/changes';
export type { Conflict } from './apply/conflicts';
export type { Rerun, RunOptions, IfRunning } from './plan/decision';
export type { SessionOptions } from './core/session';
export type {
  AppliedEvent,
  DeployEvent,
  EndedEvent,
  JobEvent,
  LogEvent,
  LogRef,
  PodEvent,
  PodOfJob,
  PodState,
  WaitingEvent,
  WarningEvent,
  WatchedJob,
  WatchingEvent,
} from './core/events';
export type {
  AppliedObject,
  ApplyAction,
  AttemptReport,
  FailedItem,
  IndexReport,
  JobReport,
  BlockerReport,
  ObjectRef,
  OperationOutcome,
  Outcome,
  PodCounts,
  Rejection,
  Report,
} from './core/report';
export type { Clock } from './runtime/clock';
export type { LogChoice } from './logs/log-choice';
export { AccessError } from './kube/access';
export type { ClusterOptions } from './kube/kubeconfig';
export { ApiError, ConnectionError } from './kube/errors';
export type { Status } from './kube/errors';
export type { ApiRequest, ApiResponse, Transport } from './kube/transport';
export type { OnCancel } from './track/cancel';
export type { Limits } from './track/limits';
export type { TrackOptions } from './track/track-options';
export type { Attempt } from './verdict/attempts';
export type { Hint } from './verdict/hint';
export type { JobStateName } from './verdict/job-state';
export type { JobOutcome } from './verdict/outcome';
export type { BlockerClass } from './verdict/blocker';
export type { StuckAction, StuckPolicy } from './verdict/stuck';
export { readManifests } from '../manifests/read-manifests';
export { InputError } from '../manifests/problem';
export type { Problem, Source } from '../manifests/problem';
export type { Json, JsonObject } from '../kubernetes/json';
export type { Manifest, ManifestMetadata } from '../kubernetes/manifest';
