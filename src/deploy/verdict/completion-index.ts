import { COMPLETION_INDEX_LABEL } from '../../kubernetes/well-known-labels';
import type { Pod } from '../kube/objects';

/** Returns the Pod's completion index; null unless the Job is Indexed. */
export function completionIndex({ metadata: { annotations, labels } }: Pod): number | null {
  const index = annotations?.[COMPLETION_INDEX_LABEL] ?? labels?.[COMPLETION_INDEX_LABEL];
  return index === undefined ? null : Number(index);
}
