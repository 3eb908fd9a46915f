import { itemsConfigMap } from '../kube/items';
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

function itemsOf(job: Job): string[] {
  const name = itemsConfigMap(job);
  return name === undefined ? [] : [name];
}
