import type { Manifest } from '../../kubernetes/manifest';

/** How many objects a message names. */
const MAX_NAMES = 3;

/** Formats objects for a message, such as `Job a, Job b, Job c (and 2 more)`. */
export function objectList(manifests: readonly Manifest[]): string {
  const names = manifests.slice(0, MAX_NAMES).map(objectName);
  const more = manifests.length - names.length;
  return `${names.join(', ')}${more > 0 ? ` (and ${more} more)` : ''}`;
}

/** Formats an object for a message, such as `Job a`. */
export function objectName({ kind, metadata }: Manifest): string {
  return `${kind} ${metadata.name}`;
}
