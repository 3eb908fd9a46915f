/**
 * Synthesizes the Jobs and CronJobs of an app for tests, calculates their bounds, and runs Jobs in
 * virtual time.
 * @module cdk8s-jobs/testing
 */
export { synthCronJobs, synthJob, synthJobs } from './synth-jobs';
export { simulate } from './simulate/simulate';
export type { JobChange, Scenario, ScriptedPods } from './simulate/scenario';
export type { SimulatedEvent, SimulatedJob, SimulatedPod, Simulation } from './simulate/simulation';
export { explainCronJob } from '../explain/explain-cron-job';
export { explainJob } from '../explain/explain-job';
export type { Concurrency, CronJobBounds, CronJobRun } from '../explain/cron-job-bounds';
export type {
  JobBounds,
  JobEnd,
  PodBounds,
  RestartBounds,
  RetryBounds,
  TimeBounds,
} from '../explain/job-bounds';
export type {
  ContainerManifest,
  CronJobManifest,
  CronJobManifestSpec,
  EnvVarManifest,
  JobManifest,
  JobManifestSpec,
  Manifest,
  ManifestMetadata,
  PodManifestSpec,
} from '../kubernetes/manifest';
