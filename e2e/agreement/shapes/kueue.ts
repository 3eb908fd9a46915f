import type { Family } from './shape';

/** A Job that Kueue admits. */
export const KUEUE: Family = {
  name: 'Kueue',
  base: `
apiVersion: batch/v1
kind: Job
metadata:
  generateName: sample-
  namespace: default
  labels:
    kueue.x-k8s.io/queue-name: team-a
spec:
  suspend: true
  parallelism: 3
  completions: 9
  template:
    spec:
      restartPolicy: Never
      containers:
      - name: work
        image: registry.example.com/work:1
        resources:
          requests: {cpu: "1", memory: 200Mi}
`,
  accepted: {
    'a priority of the queue': { 'metadata.labels.kueue~x-k8s~io/priority-class': 'high' },
    'part of it at first': { 'metadata.annotations.kueue~x-k8s~io/job-min-parallelism': '1' },
    'a topology': {
      'template.metadata.annotations': {
        'kueue.x-k8s.io/podset-required-topology': 'cloud.provider.com/rack',
      },
    },
    'another cluster': { 'job.managedBy': 'kueue.x-k8s.io/multikueue' },
    'a limit of its time': { 'metadata.labels.kueue~x-k8s~io/max-exec-time-seconds': '3600' },
    'labels of the template': { 'labels.team': 'a', 'labels.kueue~x-k8s~io/podset': 'main' },
    'a gate of the scheduler': { 'pod.schedulingGates': [{ name: 'kueue.x-k8s.io/admission' }] },
    'no Pods for now': { 'job.parallelism': 0 },
    'resources of the whole Pod': {
      'pod.resources': { limits: { cpu: '2', memory: '1Gi' } },
    },
    'a sidecar with requests': {
      'pod.initContainers': [
        {
          name: 'cache',
          image: 'cache',
          restartPolicy: 'Always',
          resources: { requests: { cpu: '100m' } },
        },
      ],
    },
    'an annotation for a provisioner': {
      'metadata.annotations.provreq~kueue~x-k8s~io/maxRunDurationSeconds': '600',
    },
    'a gate on a chosen node': {
      'pod.schedulingGates': [{ name: 'example.com/gate' }],
      'pod.nodeName': 'worker-1',
    },
  },
  rejected: {
    'a queue with a slash': { 'metadata.labels.kueue~x-k8s~io/queue-name': 'team-a/batch' },
    'a queue name that is empty of letters': { 'metadata.labels.kueue~x-k8s~io/queue-name': '-' },
    'a minimum that is a number': {
      'metadata.annotations': { 'kueue.x-k8s.io/job-min-parallelism': 1 },
    },
    'suspend as a string': { 'job.suspend': 'true' },
    'a queue in the spec': { 'job.queueName': 'team-a' },
    'a manager that is not a path': { 'job.managedBy': 'kueue' },
    'cores with a unit of memory': { 'main.resources.requests.cpu': '1 core' },
    'a negative request': { 'main.resources.requests.cpu': '-1' },
  },
};
