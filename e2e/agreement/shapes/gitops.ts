import type { Family } from './shape';

const SYNC = 'metadata.annotations.argocd~argoproj~io';

/** A Job that Argo CD or Flux applies. */
export const GITOPS: Family = {
  name: 'GitOps',
  base: `
apiVersion: batch/v1
kind: Job
metadata:
  name: migrate
  namespace: default
  annotations:
    argocd.argoproj.io/hook: PreSync
    argocd.argoproj.io/hook-delete-policy: BeforeHookCreation
    argocd.argoproj.io/sync-wave: "-1"
spec:
  ttlSecondsAfterFinished: 600
  template:
    metadata:
      annotations:
        linkerd.io/inject: disabled
    spec:
      restartPolicy: Never
      containers:
      - name: migrate
        image: registry.example.com/api:1.0
        command: [/app/migrate]
`,
  accepted: {
    'a replacement instead of an apply': { [`${SYNC}/sync-options`]: 'Replace=true,Force=true' },
    'a force annotation of Flux': {
      'metadata.annotations': { 'kustomize.toolkit.fluxcd.io/force': 'enabled' },
    },
    'labels of Flux': {
      'metadata.annotations': undefined,
      'metadata.labels': {
        'kustomize.toolkit.fluxcd.io/name': 'apps',
        'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
      },
    },
    'a marker of the image policy': {
      'main.image': 'registry.example.com/api:main-9f86d08-1769846400',
    },
    'a tracking annotation': { [`${SYNC}/tracking-id`]: 'shop:batch/Job:default/migrate' },
    'last applied configuration': {
      'metadata.annotations.kubectl~kubernetes~io/last-applied-configuration': '{"kind":"Job"}\n',
    },
    'a name that the cluster ends': {
      'metadata.name': undefined,
      'metadata.generateName': 'migrate-',
    },
    'a TTL of zero': { 'job.ttlSecondsAfterFinished': 0 },
    'an external secret': { 'main.envFrom': [{ secretRef: { name: 'db', optional: true } }] },
    'a CSI volume of secrets': {
      'pod.volumes': [
        {
          name: 's',
          csi: {
            driver: 'secrets-store.csi.k8s.io',
            readOnly: true,
            volumeAttributes: { secretProviderClass: 'db' },
          },
        },
      ],
    },
    'a failure policy': {
      'job.podFailurePolicy': {
        rules: [
          { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
        ],
      },
    },
    'replacement of failed Pods only': { 'job.podReplacementPolicy': 'Failed' },
  },
  rejected: {
    'a wave that is a number': { [`${SYNC}/sync-wave`]: -1 },
    'an option that is a boolean': { [`${SYNC}/prune`]: true },
    'annotations that are a list': { 'metadata.annotations': ['argocd.argoproj.io/hook'] },
    'an annotation key with spaces': { 'metadata.annotations.sync wave': '1' },
    'a TTL with a unit': { 'job.ttlSecondsAfterFinished': '10m' },
    'a misspelt TTL': { 'job.ttlSecondsAfterFinish': 600 },
    'a failure policy with OnFailure': {
      'pod.restartPolicy': 'OnFailure',
      'job.podFailurePolicy': {
        rules: [{ action: 'FailJob', onExitCodes: { operator: 'In', values: [1] } }],
      },
    },
    'a failure policy that fails on success': {
      'job.podFailurePolicy': {
        rules: [{ action: 'FailJob', onExitCodes: { operator: 'In', values: [0] } }],
      },
    },
    'a failure policy of a container that is missing': {
      'job.podFailurePolicy': {
        rules: [
          {
            action: 'FailJob',
            onExitCodes: { containerName: 'main', operator: 'In', values: [1] },
          },
        ],
      },
    },
    'a command beside its container': { 'pod.command': ['/app/migrate'] },
  },
};
