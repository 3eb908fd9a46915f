/** What the namespace controller reads of an object. */
export interface NamespacedObject {
  readonly metadata: { readonly name: string; readonly deletionTimestamp?: string };
}

/** One request of the namespace controller. */
export type NamespaceWrite<Item> =
  /** Deletes an object with propagation `Background`. */
  | { readonly type: 'delete'; readonly object: Item }
  /** Empties `spec.finalizers` of the namespace, which keep it until then. */
  | { readonly type: 'finalize' };

/**
 * The namespace controller: deletes what a deleted namespace contains, and then lets it go. It has
 * to be called again when the content has changed.
 *
 * Source of the rules: the namespace controller of Kubernetes 1.35.
 *
 * @param content all objects in the namespace
 */
export function terminateNamespace<Item extends NamespacedObject>(
  { metadata: { deletionTimestamp } }: NamespacedObject,
  content: readonly Item[],
): NamespaceWrite<Item>[] {
  if (deletionTimestamp === undefined) return [];
  if (content.length === 0) return [{ type: 'finalize' }];
  return content
    .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
    .map((object) => ({ type: 'delete', object }));
}
