/** Runs once, and fails with its first Pod. */
export function job(name: string, container: object, pod: object = {}): object {
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name },
    spec: {
      backoffLimit: 0,
      template: {
        spec: {
          restartPolicy: 'Never',
          terminationGracePeriodSeconds: 0,
          containers: [{ name: 'main', ...container }],
          ...pod,
        },
      },
    },
  };
}

/** A Service that is only a name, of Pods with the label `app`. */
export function headless(name: string): object {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name },
    spec: { clusterIP: 'None', selector: { app: name } },
  };
}

/** A Pod that the headless Service selects. */
export function member(
  name: string,
  service: string,
  container: object,
  spec: object = {},
): object {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels: { app: service } },
    spec: {
      terminationGracePeriodSeconds: 0,
      containers: [{ name: 'main', ...container }],
      ...spec,
    },
  };
}
