import type { Family } from './shape';

/** A check of what runs, such as a load test. */
export const LOAD_TEST: Family = {
  name: 'load test',
  base: `
apiVersion: batch/v1
kind: Job
metadata:
  name: k6-checkout
spec:
  parallelism: 4
  completions: 4
  backoffLimit: 0
  template:
    metadata:
      labels: {app: k6}
    spec:
      restartPolicy: Never
      automountServiceAccountToken: false
      containers:
      - name: k6
        image: grafana/k6:0.50.0
        command: [k6, run, --out, json=/results/out.json, /test/checkout.js]
        ports: [{containerPort: 6565}]
        env:
        - {name: BASE_URL, value: "https://shop.example.com"}
`,
  accepted: {
    'indexes for the parts of a load': {
      'job.completionMode': 'Indexed',
      'main.env.1': {
        name: 'PART',
        valueFrom: {
          fieldRef: { fieldPath: "metadata.labels['batch.kubernetes.io/job-completion-index']" },
        },
      },
    },
    'Pods until one succeeds': { 'job.completions': undefined },
    'one node for each': {
      'pod.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution': [
        { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app: 'k6' } } },
      ],
    },
    'kernel settings': {
      'pod.securityContext.sysctls': [
        { name: 'net.ipv4.ip_local_port_range', value: '1024 65535' },
      ],
    },
    'a capability': { 'main.securityContext': { capabilities: { add: ['NET_ADMIN'] } } },
    'one that has to succeed': {
      'job.completionMode': 'Indexed',
      'job.successPolicy': { rules: [{ succeededCount: 1 }] },
    },
    'indexes that fail alone': {
      'job.completionMode': 'Indexed',
      'job.backoffLimit': undefined,
      'job.backoffLimitPerIndex': 1,
    },
    'a limit of failed indexes': {
      'job.completionMode': 'Indexed',
      'job.backoffLimitPerIndex': 0,
      'job.maxFailedIndexes': 2,
    },
    'a class of the runtime': { 'pod.runtimeClassName': 'gvisor' },
    'overhead that it names': { 'pod.preemptionPolicy': 'Never' },
    'a UDP port': { 'main.ports.0': { containerPort: 6565, protocol: 'UDP', name: 'api' } },
  },
  rejected: {
    'a success policy without indexes': { 'job.successPolicy': { rules: [{ succeededCount: 1 }] } },
    'more successes than completions': {
      'job.completionMode': 'Indexed',
      'job.successPolicy': { rules: [{ succeededCount: 5 }] },
    },
    'a limit for each index without indexes': { 'job.backoffLimitPerIndex': 1 },
    'failed indexes without their limit': {
      'job.completionMode': 'Indexed',
      'job.maxFailedIndexes': 2,
    },
    'indexes without completions': {
      'job.completionMode': 'Indexed',
      'job.completions': undefined,
    },
    'a mode in lower case': { 'job.completionMode': 'indexed' },
    'a protocol in lower case': { 'main.ports.0.protocol': 'tcp' },
    'a port out of range': { 'main.ports.0.containerPort': 65536 },
    'a variable with an equals sign': { 'main.env.0': { name: 'A=B', value: 'c' } },
    'variables as a map': { 'main.env': { BASE_URL: 'https://shop.example.com' } },
  },
};
