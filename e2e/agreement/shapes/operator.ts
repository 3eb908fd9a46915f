import type { Family } from './shape';

const OWNER = {
  apiVersion: 'db.example.com/v1',
  kind: 'Cluster',
  name: 'main',
  uid: '0b2a6d1e-7f2c-4c56-9f0e-1c2d3e4f5a6b',
};

/** A CronJob that an operator creates for its resource. */
export const OPERATOR: Family = {
  name: 'operator',
  base: `
apiVersion: batch/v1
kind: CronJob
metadata:
  name: main-backup
  labels: {app.kubernetes.io/managed-by: db-operator, db.example.com/cluster: main}
  ownerReferences:
  - {apiVersion: db.example.com/v1, kind: Cluster, name: main, uid: ${OWNER.uid}, controller: true}
spec:
  schedule: 0 2 * * *
  concurrencyPolicy: Forbid
  jobTemplate:
    metadata:
      creationTimestamp: null
      labels: {db.example.com/cluster: main}
    spec:
      template:
        metadata:
          creationTimestamp: null
        spec:
          restartPolicy: OnFailure
          serviceAccountName: db-backup
          containers:
          - {name: backup, image: "registry.example.com/db-backup:5", resources: {}}
status: {}
`,
  accepted: {
    'an owner that blocks its deletion': {
      'metadata.ownerReferences': [{ ...OWNER, blockOwnerDeletion: true }],
    },
    'two owners': { 'metadata.ownerReferences': [OWNER, { ...OWNER, name: 'b', uid: 'u2' }] },
    'a finalizer': { 'metadata.finalizers': ['db.example.com/backup'] },
    'fields that controllers print': {
      'pod.securityContext': {},
      'pod.schedulerName': 'default-scheduler',
      'pod.dnsPolicy': 'ClusterFirst',
      'main.terminationMessagePath': '/dev/termination-log',
      'main.terminationMessagePolicy': 'File',
    },
    'a volume of another container': {
      'pod.volumes': [{ name: 'tmp', emptyDir: { sizeLimit: '10Gi' } }],
      'main.volumeMounts': [{ name: 'tmp', mountPath: '/tmp' }],
    },
    'certificates of a secret': {
      'pod.volumes': [
        { name: 'tls', secret: { secretName: 'tls', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
      ],
    },
    'a claim of its own': {
      'pod.volumes': [
        {
          name: 'work',
          ephemeral: {
            volumeClaimTemplate: {
              spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
            },
          },
        },
      ],
    },
    'a read-only program': {
      'main.securityContext': {
        readOnlyRootFilesystem: true,
        seccompProfile: { type: 'RuntimeDefault' },
      },
    },
    'a spread over zones': {
      'pod.topologySpreadConstraints': [
        {
          maxSkew: 1,
          topologyKey: 'topology.kubernetes.io/zone',
          whenUnsatisfiable: 'ScheduleAnyway',
          labelSelector: { matchLabels: { a: 'b' } },
        },
      ],
    },
    'a short grace period': { 'pod.terminationGracePeriodSeconds': 10 },
    'no token': { 'pod.automountServiceAccountToken': false, 'pod.enableServiceLinks': false },
    'an ordinal label': { 'labels.db~example~com/ordinal': '0' },
  },
  rejected: {
    'an owner without a uid': { 'metadata.ownerReferences.0.uid': '' },
    'an owner without a version': { 'metadata.ownerReferences.0.apiVersion': undefined },
    'two owners that control it': {
      'metadata.ownerReferences': ['u1', 'u2'].map((uid) => ({ ...OWNER, uid, controller: true })),
    },
    'a finalizer without a domain': { 'metadata.finalizers': ['backup'] },
    'a volume of two kinds': {
      'pod.volumes': [{ name: 'tmp', emptyDir: {}, secret: { secretName: 'a' } }],
    },
    'a claim without a name': { 'pod.volumes': [{ name: 'a', persistentVolumeClaim: {} }] },
    'an account with a namespace': { 'pod.serviceAccountName': 'db/backup' },
    'a spread without a skew': {
      'pod.topologySpreadConstraints': [
        { topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule' },
      ],
    },
    'a status that is a string': { status: 'Active' },
  },
};
