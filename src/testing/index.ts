/**
 * For tests of apps: the Jobs that they synthesize, as they stand in the YAML.
 * @module cdk8s-jobs/testing
 */
export { synthJob, synthJobs } from './synth-jobs';
export type {
  ContainerManifest,
  EnvVarManifest,
  JobManifest,
  JobManifestSpec,
  Manifest,
  ManifestMetadata,
  PodManifestSpec,
} from '../kubernetes/manifest';
