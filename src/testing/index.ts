/**
 * For tests of apps: the Jobs that they synthesize, as they stand in the YAML.
 * @module cdk8s-jobs/testing
 */
export { jobNamed, jobsOf } from './jobs-of';
export type { ContainerManifest, EnvVarManifest, JobManifest, JobManifestSpec, Manifest, ManifestMetadata, PodManifestSpec } from '../batch/manifest';
