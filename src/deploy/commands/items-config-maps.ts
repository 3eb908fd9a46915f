import { ITEMS_VOLUME } from '../../kubernetes/items-volume';
import { Json, objectIn, objectsIn } from '../../kubernetes/json';
import type { Job } from '../kube/objects';

/**
 * Returns the names of the ConfigMaps with the items of deleted Jobs that no other Job uses. Each
 * list of items has a ConfigMap of its own, which would stay for good.
 */
export function unusedItems(deleted: readonly Job[], all: readonly Job[]): string[] {
  const uids = new Set(deleted.map(({ metadata: { uid } }) => uid));
  const used = new Set(all.filter(({ metadata: { uid } }) => !uids.has(uid)).flatMap(itemsOf));
  return [...new Set(deleted.flatMap(itemsOf))].filter((name) => !used.has(name));
}

function itemsOf({ spec }: Job): string[] {
  const { volumes } = objectIn(objectIn(objectIn(spec as Json | undefined).template).spec);
  return objectsIn(volumes)
    .filter(({ name }) => name === ITEMS_VOLUME)
    .map(({ configMap }) => objectIn(configMap).name)
    .filter((name) => typeof name === 'string');
}
