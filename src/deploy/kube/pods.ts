import { LEGACY_JOB_NAME_LABEL } from '../../kubernetes/well-known-labels';

/** Label selector of the Pods of any Job, in every version of Kubernetes. */
export const JOB_PODS = LEGACY_JOB_NAME_LABEL;

export function podsPath(namespace: string): string {
  return `/api/v1/namespaces/${namespace}/pods`;
}
