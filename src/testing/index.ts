export { jobNamed, jobsOf } from './jobs-of';
export type { ContainerManifest, JobManifest, JobManifestSpec, Manifest, ManifestMetadata, PodManifestSpec } from '../batch/manifest';
