import { Json, objectIn } from '../../kubernetes/json';
import type { Manifest } from '../../kubernetes/manifest';
import { TTL_ANNOTATION } from '../../kubernetes/metadata-keys';
import type { KubeObject } from '../kube/objects';

/** For how long a Job is kept at least while it is waited for, in seconds: longer than an outage may last and logs may take. */
export const MIN_TTL_WHILE_WATCHING_SECONDS = 600;

/**
 * A Job that a short TTL would remove before anybody could see how it ended is applied with a longer one, and is given its own back when its end and
 * its logs are known. Its own stands in an annotation meanwhile, for whoever finds it after this deploy was killed.
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

/** A Job that is there as if it had its own TTL back already. */
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
