import type { Family } from './shape';

/** A script with kubectl that keeps a cluster tidy. */
export const HOUSEKEEPING: Family = {
  name: 'housekeeping',
  base: `
kind: CronJob
apiVersion: batch/v1
metadata:
  name: reap-previews
  annotations: {description: "Deletes namespaces of closed pull requests: daily"}
spec:
  schedule: '@daily'
  jobTemplate:
    spec:
      ttlSecondsAfterFinished: 86400
      template:
        spec:
          serviceAccountName: reaper
          restartPolicy: Never
          containers:
          - image: bitnami/kubectl:1.30
            name: kubectl
            command:
            - bash
            - -c
            - >-
              kubectl get ns -l preview=true -o name
              | xargs -r kubectl delete
`,
  accepted: {
    'the older name of the account': { 'pod.serviceAccount': 'reaper' },
    'a token for another audience': {
      'pod.volumes': [
        {
          name: 'token',
          projected: {
            sources: [
              {
                serviceAccountToken: { path: 'token', audience: 'vault', expirationSeconds: 3600 },
              },
            ],
          },
        },
      ],
      'main.volumeMounts': [{ name: 'token', mountPath: '/var/run/vault' }],
    },
    'labels of its Pods in a volume': {
      'pod.volumes': [
        {
          name: 'info',
          downwardAPI: { items: [{ path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } }] },
        },
      ],
    },
    'all nodes of the control plane': {
      'pod.tolerations': [{ operator: 'Exists' }],
      'pod.nodeSelector': { 'node-role.kubernetes.io/control-plane': '' },
    },
    'a priority of the system': { 'pod.priorityClassName': 'system-cluster-critical' },
    'an operating system': { 'pod.os': { name: 'linux' } },
    'a Windows node': {
      'pod.os': { name: 'windows' },
      'pod.securityContext': { windowsOptions: { runAsUserName: 'ContainerUser' } },
    },
    'two that run at once': { 'job.parallelism': 2, 'job.completions': 2 },
    'a user namespace': { 'pod.hostUsers': false },
    'a replaced run': { 'spec.concurrencyPolicy': 'Replace', 'spec.startingDeadlineSeconds': 60 },
    'a toleration for some time': {
      'pod.tolerations': [
        {
          key: 'node.kubernetes.io/not-ready',
          operator: 'Exists',
          effect: 'NoExecute',
          tolerationSeconds: 30,
        },
      ],
    },
    'a hidden part of /proc': {
      'main.securityContext': { procMount: 'Default', allowPrivilegeEscalation: false },
    },
  },
  rejected: {
    'an account that is an object': { 'pod.serviceAccountName': { name: 'reaper' } },
    'a container without a name': { 'main.name': undefined },
    'a container name with a dot': { 'main.name': 'kubectl.1' },
    'a template without a spec': { template: { metadata: { labels: { a: 'b' } } } },
    'a toleration with a value that it ignores': {
      'pod.tolerations': [{ key: 'a', operator: 'Exists', value: 'b' }],
    },
    'a toleration time without its effect': {
      'pod.tolerations': [{ key: 'a', operator: 'Exists', tolerationSeconds: 30 }],
    },
    'settings of Linux on Windows': {
      'pod.os': { name: 'windows' },
      'pod.securityContext': { runAsUser: 1000 },
    },
    'root where it must not be': {
      'main.securityContext': { allowPrivilegeEscalation: false, privileged: true },
    },
    'a token that expires at once': {
      'pod.volumes': [
        {
          name: 't',
          projected: { sources: [{ serviceAccountToken: { path: 't', expirationSeconds: 60 } }] },
        },
      ],
    },
    'a schedule in words': { 'spec.schedule': 'daily' },
    'a restart policy on the level of the Job': {
      'job.restartPolicy': 'Never',
      'pod.restartPolicy': undefined,
    },
  },
};
