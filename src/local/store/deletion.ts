import { objectIn } from '../../kubernetes/json';
import { formatSeconds, toMilliseconds } from '../timestamps';
import type { ResourceType } from './resource-type';
import type { StoredMetadata, StoredObject } from './stored-object';

const ORPHAN = 'orphan';
const FOREGROUND = 'foregroundDeletion';

/** Options of a deletion, as in `DeleteOptions`. */
export interface Deletion {
  /** The deletion is rejected if the object has another uid or version. @default none */
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
  /** @default the grace period of the Pod; other objects have none */
  readonly gracePeriodSeconds?: number;
  /** What happens to the objects that it owns. @default Background */
  readonly propagationPolicy?: 'Background' | 'Foreground' | 'Orphan';
}

export function isPod({ group, resource }: ResourceType): boolean {
  return group === '' && resource === 'pods';
}

/**
 * Returns how long the kubelet gives a Pod to end, in seconds; 0 if the object is removed at once:
 * it is not a Pod, no kubelet runs it, or it has ended.
 */
export function gracePeriodOf(
  type: ResourceType,
  { spec, status }: StoredObject,
  requested: number | undefined,
): number {
  if (!isPod(type)) return 0;
  const { nodeName, terminationGracePeriodSeconds } = objectIn(spec);
  const { phase } = objectIn(status);
  if (!nodeName || phase === 'Failed' || phase === 'Succeeded') return 0;
  const seconds = requested ?? Number(terminationGracePeriodSeconds ?? 30);
  return seconds < 0 ? 1 : seconds;
}

/**
 * Returns the metadata of an object that is being deleted. A later deletion can only shorten the
 * grace period.
 */
export function markDeleted(
  metadata: StoredMetadata,
  { propagationPolicy }: Deletion,
  graceSeconds: number,
  now: number,
): StoredMetadata {
  const finalizers = finalizersFor(metadata.finalizers ?? [], propagationPolicy);
  const { deletionTimestamp, deletionGracePeriodSeconds = 0 } = metadata;
  const marked = {
    ...metadata,
    finalizers: finalizers.length > 0 ? finalizers : undefined,
  };
  if (deletionTimestamp === undefined) {
    return {
      ...marked,
      deletionTimestamp: formatSeconds(now + graceSeconds * 1000),
      deletionGracePeriodSeconds: graceSeconds,
      // Controllers handle an object differently once it is being deleted.
      generation: metadata.generation === undefined ? undefined : metadata.generation + 1,
    };
  }
  if (graceSeconds >= deletionGracePeriodSeconds) return marked;
  const begin = toMilliseconds(deletionTimestamp) - deletionGracePeriodSeconds * 1000;
  return {
    ...marked,
    deletionTimestamp: formatSeconds(begin + graceSeconds * 1000),
    deletionGracePeriodSeconds: graceSeconds,
  };
}

/** Returns whether nothing keeps an object: its deletion was requested, and all have let it go. */
export function isReleased({ kind, metadata, spec }: StoredObject): boolean {
  const { deletionTimestamp, deletionGracePeriodSeconds = 0, finalizers = [] } = metadata;
  // Those of a namespace are in its spec: its objects are deleted before it is.
  const inSpec = kind === 'Namespace' ? objectIn(spec).finalizers : undefined;
  return (
    deletionTimestamp !== undefined &&
    deletionGracePeriodSeconds === 0 &&
    finalizers.length === 0 &&
    !(Array.isArray(inSpec) && inSpec.length > 0)
  );
}

/** The garbage collector removes these two finalizers when it has handled the owned objects. */
function finalizersFor(
  finalizers: readonly string[],
  policy: Deletion['propagationPolicy'],
): readonly string[] {
  if (policy === undefined) return finalizers;
  const others = finalizers.filter((name) => name !== ORPHAN && name !== FOREGROUND);
  if (policy === 'Orphan') return [...others, ORPHAN];
  return policy === 'Foreground' ? [...others, FOREGROUND] : others;
}
