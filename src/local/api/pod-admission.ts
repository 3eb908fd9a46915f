import { objectIn } from '../../kubernetes/json';
import type { StoredObject } from '../store/stored-object';

const TOLERATION_SECONDS = 300;

/** Returns a new Pod with what the admission plugins of an API server add by default. */
export function withPodAdmission(pod: StoredObject): StoredObject {
  const spec = objectIn(pod.spec);
  const serviceAccountName = spec.serviceAccountName ?? 'default';
  const tolerations = Array.isArray(spec.tolerations) ? spec.tolerations : [];
  return {
    ...pod,
    spec: {
      ...spec,
      serviceAccountName,
      serviceAccount: serviceAccountName,
      priority: spec.priority ?? 0,
      preemptionPolicy: spec.preemptionPolicy ?? 'PreemptLowerPriority',
      tolerations: [...tolerations, ...['not-ready', 'unreachable'].map(nodeToleration)],
    },
  };
}

/** A node that is gone keeps its Pods for some minutes. */
function nodeToleration(condition: string) {
  return {
    key: `node.kubernetes.io/${condition}`,
    operator: 'Exists',
    effect: 'NoExecute',
    tolerationSeconds: TOLERATION_SECONDS,
  };
}
