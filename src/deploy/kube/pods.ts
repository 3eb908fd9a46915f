/** The label that every Kubernetes version sets on the Pods of a Job. */
export const JOB_PODS = 'job-name';

/** Returns the API path of the Pods of a namespace. */
export function podsPath(namespace: string): string {
  return `/api/v1/namespaces/${namespace}/pods`;
}
