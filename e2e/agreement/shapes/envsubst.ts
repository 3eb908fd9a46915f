import type { Family } from './shape';

/** A template of a shell script, after envsubst. */
export const ENVSUBST: Family = {
  name: 'envsubst',
  base: `
apiVersion: batch/v1
kind: Job
metadata:
  name: import-20260131
  labels:
    build: "1234"
    commit: 9f86d08
spec:
  completions: 1
  parallelism: 1
  template:
    spec:
      restartPolicy: Never
      containers:
      - name: import
        image: registry.example.com/import:9f86d08
        command: ["bash", "-euc", "import --date 2026-01-31"]
        resources:
          requests: {cpu: 250m, memory: 1Gi}
          limits: {memory: 1Gi}
`,
  accepted: {
    'an empty variable in a value': { 'main.env': [{ name: 'PROXY', value: '' }] },
    'an empty variable as null': { 'main.env': [{ name: 'PROXY', value: null }] },
    'a variable of the shell that is kept': { 'main.args': ['$HOME', '$(date)', '$$(A)'] },
    'an image that is not replaced': { 'main.image': '${IMAGE}' },
    'a number in the name of the Job': { 'metadata.name': '20260131' },
    'a node by its name': { 'pod.nodeName': 'worker-1' },
    'a selector of the pool': { 'pod.nodeSelector': { 'kubernetes.io/arch': 'amd64' } },
    'a limit of cores': { 'main.resources.limits.cpu': 2 },
    'an exponent': { 'main.resources.limits.memory': '2e9' },
    'a disk limit': { 'main.resources.limits.ephemeral-storage': '20Gi' },
    'a user and a group': { 'pod.securityContext': { runAsUser: 1000, runAsGroup: 1000 } },
    'a pull policy': { 'main.imagePullPolicy': 'Always' },
  },
  rejected: {
    'a name that is not replaced': { 'metadata.name': 'import-${DATE}' },
    'a name with the time of the clock': { 'metadata.name': 'import-2026-01-31T08:00:00' },
    'a build number without quotes': { 'metadata.labels.build': 1234 },
    'a commit that YAML reads as a number': { 'metadata.labels.commit': 9e8 },
    'a branch as a label': { 'metadata.labels.branch': 'feature/import' },
    'an empty name': { 'metadata.name': '' },
    'completions that are quoted': { 'job.completions': '1' },
    'a request above the limit': { 'main.resources.requests.memory': '2Gi' },
    'a unit of other systems': { 'main.resources.limits.memory': '1GB' },
    'a negative parallelism': { 'job.parallelism': -1 },
    'a pull policy in lower case': { 'main.imagePullPolicy': 'always' },
  },
};
