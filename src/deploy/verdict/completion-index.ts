import type { Pod } from '../kube/objects';

const INDEX_KEY = 'batch.kubernetes.io/job-completion-index';

/** Returns the Pod's completion index; null unless the Job is Indexed. */
export function completionIndex({ metadata: { annotations, labels } }: Pod): number | null {
  const index = annotations?.[INDEX_KEY] ?? labels?.[INDEX_KEY];
  return index === undefined ? null : Number(index);
}
