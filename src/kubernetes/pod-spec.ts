import type { Struct } from './schema/field';

/** A PodSpec as it stands in a manifest: any field of Kubernetes 1.27 to 1.37, none of which has to be there. */
export type PodSpec = Struct<'PodSpec'>;
