import type { Struct } from './schema/field';

/** A PodSpec as JSON, with any fields of Kubernetes 1.27 to 1.37. */
export type PodSpec = Struct<'PodSpec'>;
