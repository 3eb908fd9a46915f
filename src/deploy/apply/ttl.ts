import { TTL } from '../../batch/identity';
import { Json, objectIn } from '../../batch/json';
import type { Manifest } from '../../batch/manifest';
import type { KubeObject } from '../kube/objects';

/** For how long a Job is kept at least while it is waited for, in seconds: longer than an outage may last and logs may take. */
export const KEPT = 600;

/**
 * A Job that a short TTL would remove before anybody could see how it ended is applied with a longer one, and is given its own back when its end and
 * its logs are known. Its own stands in an annotation meanwhile, for whoever finds it after this deploy was killed.
 */
export function keptForNow(manifest: Manifest): Manifest {
  const spec = objectIn(manifest.spec as Json | undefined);
  const { ttlSecondsAfterFinished: own } = spec;
  if (typeof own !== 'number' || own >= KEPT) return manifest;
  const { annotations } = manifest.metadata;
  return {
    ...manifest,
    metadata: { ...manifest.metadata, annotations: { ...annotations, [TTL]: String(own) } },
    spec: { ...spec, ttlSecondsAfterFinished: KEPT },
  };
}

/** A Job that is there as if it had its own TTL back already. */
export function withOwnTtl(live: KubeObject): KubeObject {
  const { [TTL]: own, ...others } = live.metadata.annotations ?? {};
  if (own === undefined) return live;
  const { annotations: _, ...metadata } = live.metadata;
  const spec = { ...(live as { readonly spec?: object }).spec, ttlSecondsAfterFinished: Number(own) };
  return { ...live, metadata: { ...metadata, ...Object.keys(others).length > 0 && { annotations: others } }, spec } as KubeObject;
}
