import { Json, objectIn } from '../../kubernetes/json';
import type { Manifest } from '../../kubernetes/manifest';
import { TTL_ANNOTATION } from '../../kubernetes/metadata-keys';
import type { KubeObject } from '../kube/objects';

/** Minimum TTL of a Job while it is followed: longer than an outage and the reading of its logs. */
export const MIN_TTL_WHILE_WATCHING_SECONDS = 600;

/**
 * Returns a manifest whose TTL is at least the minimum, so that the TTL controller does not delete
 * the Job before its outcome and logs are known. An annotation keeps its own TTL, which is restored
 * afterwards, if necessary by the next deploy.
 */
export function holdTtl(manifest: Manifest): Manifest {
  const spec = objectIn(manifest.spec as Json | undefined);
  const { ttlSecondsAfterFinished: own } = spec;
  if (typeof own !== 'number' || own >= MIN_TTL_WHILE_WATCHING_SECONDS) return manifest;
  const { annotations } = manifest.metadata;
  return {
    ...manifest,
    metadata: {
      ...manifest.metadata,
      annotations: { ...annotations, [TTL_ANNOTATION]: String(own) },
    },
    spec: { ...spec, ttlSecondsAfterFinished: MIN_TTL_WHILE_WATCHING_SECONDS },
  };
}

/** Returns the TTL of its own of a Job whose TTL is held, in seconds. */
export function heldTtlSeconds({ metadata }: KubeObject): number | undefined {
  const own = metadata.annotations?.[TTL_ANNOTATION];
  return own === undefined ? undefined : Number(own);
}

/** Returns an existing Job as if its own TTL had been restored. */
export function withoutHeldTtl(live: KubeObject): KubeObject {
  const { [TTL_ANNOTATION]: own, ...others } = live.metadata.annotations ?? {};
  if (own === undefined) return live;
  const { annotations: _, ...metadata } = live.metadata;
  const spec = {
    ...(live as { readonly spec?: object }).spec,
    ttlSecondsAfterFinished: Number(own),
  };
  return {
    ...live,
    metadata: { ...metadata, ...(Object.keys(others).length > 0 && { annotations: others }) },
    spec,
  } as KubeObject;
}
