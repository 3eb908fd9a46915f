/** Value of `spec.managedBy` for the Job controller of Kubernetes (1.30+). */
const JOB_CONTROLLER = 'kubernetes.io/job-controller';

/** Whether another controller creates the Pods of a Job, perhaps in another cluster. */
export function isManagedExternally(spec: { readonly managedBy?: string } = {}): boolean {
  return spec.managedBy !== undefined && spec.managedBy !== JOB_CONTROLLER;
}
