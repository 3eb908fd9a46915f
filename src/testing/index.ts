/**
 * Synthesizes the Jobs and CronJobs of an app for tests.
 * @module cdk8s-jobs/testing
 */
export { synthCronJobs, synthJob, synthJobs } from './synth-jobs';
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
