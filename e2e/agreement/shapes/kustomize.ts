import type { Family } from './shape';

/** What kustomize builds from a base and an overlay: a prefix, a hash, labels in each place. */
export const KUSTOMIZE: Family = {
  name: 'kustomize',
  base: `
apiVersion: batch/v1
kind: Job
metadata:
  annotations:
    note: prod overlay
  labels:
    app: seed
    env: prod
  name: prod-seed
spec:
  template:
    metadata:
      labels:
        app: seed
        env: prod
    spec:
      containers:
      - env:
        - name: LEVEL
          valueFrom:
            configMapKeyRef:
              key: LEVEL
              name: prod-seed-config-2c4m6fb8t9
        image: registry.example.com/seed@sha256:${'a1'.repeat(32)}
        name: seed
      restartPolicy: Never
`,
  accepted: {
    'a merged sidecar': {
      'pod.initContainers': [{ name: 'proxy', image: 'proxy:1', restartPolicy: 'Always' }],
    },
    'a patched deadline': { 'job.activeDeadlineSeconds': 60 },
    'a generated secret': {
      'main.envFrom': [{ secretRef: { name: 'prod-db-h2k7' }, prefix: 'DB_' }],
    },
    'an empty template of labels': { 'template.metadata.labels': {} },
    'a time of creation that is null': { 'template.metadata.creationTimestamp': null },
    'a status that is empty': { status: {} },
    'host aliases': { 'pod.hostAliases': [{ ip: '10.0.0.1', hostnames: ['db.local'] }] },
    'tolerations of an overlay': {
      'pod.tolerations': [
        { key: 'dedicated', operator: 'Equal', value: 'batch', effect: 'NoSchedule' },
      ],
    },
    'affinity of an overlay': {
      'pod.affinity': {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [
              { matchExpressions: [{ key: 'pool', operator: 'In', values: ['batch'] }] },
            ],
          },
        },
      },
    },
    'projected configuration': {
      'pod.volumes': [
        {
          name: 'all',
          projected: { sources: [{ configMap: { name: 'c' } }, { secret: { name: 's' } }] },
        },
      ],
      'main.volumeMounts': [{ name: 'all', mountPath: '/etc/seed' }],
    },
    'a priority class': { 'pod.priorityClassName': 'batch-low' },
    'DNS of an overlay': {
      'pod.dnsPolicy': 'None',
      'pod.dnsConfig': { nameservers: ['10.0.0.10'] },
    },
  },
  rejected: {
    'a selector that commonLabels added': { 'job.selector': { matchLabels: { app: 'seed' } } },
    'a label with a slash too many': { 'metadata.labels.example~com/team/a': 'x' },
    'a label value with a space': { 'metadata.labels.env': 'prod eu' },
    'a name in upper case': { 'metadata.name': 'Prod-Seed' },
    'a name with an underscore': { 'metadata.name': 'prod_seed' },
    'a patch of a container without an image': { 'pod.containers.1': { name: 'sidecar' } },
    'a strategic merge directive that stays': { 'main.$patch': 'replace' },
    'two containers of one name': { 'pod.containers.1': { name: 'seed', image: 'seed' } },
    'a mount without its volume': {
      'main.volumeMounts': [{ name: 'all', mountPath: '/etc/seed' }],
    },
    'a quantity with a space': { 'main.resources': { limits: { memory: '512 Mi' } } },
    'a DNS policy None alone': { 'pod.dnsPolicy': 'None' },
  },
};
