import type { Family } from './shape';

const CHART = 'helm~sh/chart';
const VERSION = 'app~kubernetes~io/version';
const HOOK = 'metadata.annotations.helm~sh/hook';

/** A hook that migrates the database of a release, as a chart renders it. */
export const HELM_HOOK: Family = {
  name: 'Helm hook',
  base: `
apiVersion: batch/v1
kind: Job
metadata:
  name: shop-db-migrate
  namespace: default
  labels:
    helm.sh/chart: shop-1.4.2
    app.kubernetes.io/name: shop
    app.kubernetes.io/instance: shop
    app.kubernetes.io/version: "2.0.1"
    app.kubernetes.io/managed-by: Helm
  annotations:
    helm.sh/hook: pre-install,pre-upgrade
    helm.sh/hook-weight: "-5"
    helm.sh/hook-delete-policy: before-hook-creation
spec:
  backoffLimit: 0
  template:
    metadata:
      name: shop-db-migrate
      labels:
        app.kubernetes.io/name: shop
        app.kubernetes.io/instance: shop
    spec:
      restartPolicy: Never
      containers:
        - name: migrate
          image: "registry.example.com/shop:2.0.1"
          args: [bundle, exec, rake, "db:migrate"]
          envFrom:
            - secretRef:
                name: shop-db
`,
  accepted: {
    'a hook of a rollback': { [HOOK]: 'pre-rollback' },
    'a test': { [HOOK]: 'test', 'metadata.annotations.helm~sh/hook-delete-policy': undefined },
    'empty blocks of toYaml': { 'pod.affinity': {}, 'pod.tolerations': [], 'pod.nodeSelector': {} },
    'null for values that are not set': { 'main.resources': null, 'pod.imagePullSecrets': null },
    'a pull secret of global values': { 'pod.imagePullSecrets': [{ name: 'regcred' }] },
    'an account of the hook': { 'pod.serviceAccountName': 'shop-migrate' },
    'resources of values.yaml': {
      'main.resources': { limits: { cpu: '500m', memory: '512Mi' }, requests: { cpu: 0.1 } },
    },
    'a checksum of its config': {
      'template.metadata.annotations': { 'checksum/config': 'f'.repeat(64) },
    },
    'a security context of the chart': {
      'pod.securityContext': { fsGroup: 1000, runAsNonRoot: true },
      'main.securityContext': { runAsUser: 1000, capabilities: { drop: ['ALL'] } },
    },
    'a wait for the database': {
      'pod.initContainers': [
        {
          name: 'wait',
          image: 'busybox',
          command: ['sh', '-c', 'until nc -z db 5432; do sleep 1; done'],
        },
      ],
    },
    'a script in a volume': {
      'pod.volumes': [{ name: 'scripts', configMap: { name: 'shop-scripts', defaultMode: 493 } }],
      'main.volumeMounts': [{ name: 'scripts', mountPath: '/scripts', readOnly: true }],
    },
    'a time limit and a TTL': {
      'job.activeDeadlineSeconds': 600,
      'job.ttlSecondsAfterFinished': 300,
    },
    'an empty name for the annotations': { 'metadata.annotations': null },
  },
  rejected: {
    'no restart policy': { 'pod.restartPolicy': undefined },
    'a restart policy of a Deployment': { 'pod.restartPolicy': 'Always' },
    'a version with a plus sign': { [`metadata.labels.${CHART}`]: 'shop-1.4.2+build.7' },
    'a version that is a number': { [`metadata.labels.${VERSION}`]: 2.1 },
    'a weight that is a number': { 'metadata.annotations.helm~sh/hook-weight': -5 },
    'a port of values in the environment': { 'main.env': [{ name: 'PORT', value: 5432 }] },
    'a flag of values in the environment': { 'main.env': [{ name: 'DEBUG', value: false }] },
    'resources on the wrong level': { 'pod.containers.0.limits': { cpu: '1' } },
    'an image that is not set': { 'main.image': '' },
    'a name that is too long': { 'metadata.name': `shop-${'very-'.repeat(60)}long` },
    'replicas of a Deployment': { 'job.replicas': 1, 'job.strategy': { type: 'Recreate' } },
  },
};
