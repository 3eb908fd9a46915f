/** A hint with placeholders: `POD`, `CONTAINER`, `JOB` and `NAMESPACE` in its command. */
export interface HintTemplate<T> {
  readonly message: string | ((seen: T) => string);
  readonly command: string;
}

export const SHOW_POD = 'kubectl describe pod POD -n NAMESPACE';
export const SHOW_POD_EVENTS = 'kubectl events -n NAMESPACE --for pod/POD';
export const SHOW_JOB_EVENTS = 'kubectl events -n NAMESPACE --for job/JOB';
export const SHOW_JOB_PODS = 'kubectl get pods -n NAMESPACE -l job-name=JOB';
export const SHOW_LOG = 'kubectl logs POD -n NAMESPACE -c CONTAINER';

/** Returns a command that shows a field of the Job. */
export function showField(path: string): string {
  return `kubectl get job JOB -n NAMESPACE -o jsonpath='{${path}}'`;
}

export const SHOW_CONTAINERS = showField('.spec.template.spec.containers');
