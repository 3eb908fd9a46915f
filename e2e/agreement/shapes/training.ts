import type { Family } from './shape';

/** A training on several machines, each with an index. */
export const TRAINING: Family = {
  name: 'training',
  base: `
apiVersion: batch/v1
kind: Job
metadata:
  name: bert-finetune
  labels: {team: research}
spec:
  completionMode: Indexed
  completions: 4
  parallelism: 4
  backoffLimit: 8
  template:
    spec:
      subdomain: bert-finetune
      restartPolicy: Never
      containers:
      - name: trainer
        image: pytorch/pytorch:2.4.0-cuda12.1-cudnn9-runtime
        command: [torchrun, --nnodes=4, --node_rank=$(JOB_COMPLETION_INDEX), train.py]
        ports: [{name: rdzv, containerPort: 29500}]
        resources:
          limits: {nvidia.com/gpu: 8, memory: 512Gi}
        volumeMounts:
        - {name: shm, mountPath: /dev/shm}
        - {name: data, mountPath: /data}
      volumes:
      - name: shm
        emptyDir: {medium: Memory}
      - name: data
        persistentVolumeClaim: {claimName: datasets, readOnly: true}
`,
  accepted: {
    'requests of the same devices': {
      'main.resources': { limits: { 'nvidia.com/gpu': '8' }, requests: { 'nvidia.com/gpu': 8 } },
    },
    'a share of a device': { 'main.resources': { limits: { 'nvidia.com/mig-1g.5gb': 1 } } },
    'a claim of devices': {
      'pod.resourceClaims': [{ name: 'gpu', resourceClaimTemplateName: 'gpu' }],
      'main.resources': { claims: [{ name: 'gpu' }] },
    },
    'a failed node that does not count': {
      'job.podFailurePolicy': {
        rules: [
          { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget' }] },
          { action: 'FailJob', onExitCodes: { operator: 'NotIn', values: [0, 137, 143] } },
        ],
      },
    },
    'a node that fails its index': {
      'job.backoffLimitPerIndex': 2,
      'job.podFailurePolicy': {
        rules: [{ action: 'FailIndex', onExitCodes: { operator: 'In', values: [3, 4] } }],
      },
    },
    'the leader that decides': {
      'job.successPolicy': { rules: [{ succeededIndexes: '0', succeededCount: 1 }] },
    },
    'fewer Pods at once': {
      'job.parallelism': 1,
      'job.podReplacementPolicy': 'TerminatingOrFailed',
    },
    'tolerated devices': {
      'pod.tolerations': [{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }],
    },
    'a class of nodes': {
      'pod.nodeSelector': { 'cloud.google.com/gke-accelerator': 'nvidia-h100-80gb' },
      'pod.runtimeClassName': 'nvidia',
    },
    'huge pages': {
      'main.resources.limits': { 'hugepages-2Mi': '1Gi', memory: '1Gi', cpu: '1' },
      'main.resources.requests': { 'hugepages-2Mi': '1Gi' },
    },
    'locked memory': {
      'main.securityContext': { capabilities: { add: ['IPC_LOCK'] } },
      'pod.hostIPC': true,
    },
    'names that DNS finds': { 'pod.setHostnameAsFQDN': true },
    'another controller': { 'job.managedBy': 'example.com/trainer' },
  },
  rejected: {
    'a part of a device': { 'main.resources.limits': { 'nvidia.com/gpu': 0.5 } },
    'other requests than limits of devices': {
      'main.resources': { limits: { 'nvidia.com/gpu': 2 }, requests: { 'nvidia.com/gpu': 1 } },
    },
    'requests of devices alone': { 'main.resources': { requests: { 'nvidia.com/gpu': 1 } } },
    'a device without a domain': { 'main.resources.limits': { gpu: 1 } },
    'a claim that its Pod lacks': { 'main.resources': { claims: [{ name: 'gpu' }] } },
    'huge pages alone': { 'main.resources.limits': { 'hugepages-2Mi': '1Gi' } },
    'an index that does not exist': { 'job.successPolicy': { rules: [{ succeededIndexes: '4' }] } },
    'an action on an index without its limit': {
      'job.podFailurePolicy': {
        rules: [{ action: 'FailIndex', onExitCodes: { operator: 'In', values: [3] } }],
      },
    },
    'a misspelt resources block': { 'main.resource': { limits: { 'nvidia.com/gpu': 8 } } },
    'a name that leaves no room for the index': { 'metadata.name': `bert-${'x'.repeat(58)}` },
  },
};
