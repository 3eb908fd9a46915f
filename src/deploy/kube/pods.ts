/** Set on each Pod of a Job by every Kubernetes version. */
export const JOB_PODS = 'job-name';

export function podsPath(namespace: string): string {
  return `/api/v1/namespaces/${namespace}/pods`;
}
