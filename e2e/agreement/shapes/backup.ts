import type { Family } from './shape';

/** A backup at night. */
export const BACKUP: Family = {
  name: 'backup',
  base: `
apiVersion: batch/v1
kind: CronJob
metadata:
  name: pg-backup
spec:
  schedule: "15 1 * * *"
  timeZone: Etc/UTC
  jobTemplate:
    spec:
      backoffLimit: 1
      template:
        spec:
          restartPolicy: Never
          initContainers:
          - name: dump
            image: postgres:16
            command: [sh, -c, "pg_dump -Fc > /backup/dump"]
            envFrom: [{secretRef: {name: pg}}]
            volumeMounts: [{name: backup, mountPath: /backup}]
          containers:
          - name: upload
            image: restic/restic
            args: [backup, /backup]
            volumeMounts: [{name: backup, mountPath: /backup, readOnly: true}]
          volumes:
          - name: backup
            emptyDir: {}
`,
  accepted: {
    'a folder of the node': {
      'pod.volumes.0': { name: 'backup', hostPath: { path: '/srv', type: 'Directory' } },
    },
    'a share of the network': {
      'pod.volumes.0': { name: 'backup', nfs: { server: 'nas', path: '/b' } },
    },
    'memory as a disk': { 'pod.volumes.0.emptyDir': { medium: 'Memory', sizeLimit: '1Gi' } },
    'a password in a file': {
      'pod.volumes.1': { name: 'pw', secret: { secretName: 'pg', defaultMode: 256 } },
      'main.volumeMounts.1': { name: 'pw', mountPath: '/root/.pgpass', subPath: 'pgpass' },
    },
    'a path with a variable': {
      'main.env': [{ name: 'DAY', value: 'monday' }],
      'main.volumeMounts.0': { name: 'backup', mountPath: '/backup', subPathExpr: '$(DAY)' },
    },
    'the network of the node': {
      'pod.hostNetwork': true,
      'pod.dnsPolicy': 'ClusterFirstWithHostNet',
    },
    'a privileged snapshot': { 'main.securityContext': { privileged: true } },
    'a policy that is the default': { 'spec.concurrencyPolicy': 'Allow' },
    'no other backup on the node': {
      'pod.affinity.podAntiAffinity': {
        preferredDuringSchedulingIgnoredDuringExecution: [
          {
            weight: 100,
            podAffinityTerm: {
              topologyKey: 'kubernetes.io/hostname',
              labelSelector: { matchExpressions: [{ key: 'app', operator: 'Exists' }] },
            },
          },
        ],
      },
    },
    'a month by its name': { 'spec.schedule': '0 4 1 jan,jul *' },
    'a question mark for a day': { 'spec.schedule': '0 4 ? * 0' },
    'a fourth of a day': { 'spec.schedule': '0 */6 * * *', 'spec.startingDeadlineSeconds': 3600 },
  },
  rejected: {
    'a day of the week that does not exist': { 'spec.schedule': '15 1 * * 8' },
    'a last day of the month': { 'spec.schedule': '15 1 L * *' },
    'a schedule without quotes': { 'spec.schedule': 15 },
    'a schedule that is missing': { 'spec.schedule': undefined },
    'a misspelt nickname': { 'spec.schedule': '@nightly' },
    'two mounts at one path': {
      'main.volumeMounts.1': { name: 'backup', mountPath: '/backup' },
    },
    'two volumes of one name': { 'pod.volumes.1': { name: 'backup', emptyDir: {} } },
    'a mode that YAML reads as too large': {
      'pod.volumes.1': { name: 'pw', secret: { secretName: 'pg', defaultMode: 1000 } },
    },
    'a path that leaves its volume': {
      'main.volumeMounts.0': { name: 'backup', mountPath: '/b', subPath: '../etc' },
    },
    'a mount without a path': { 'main.volumeMounts.0': { name: 'backup' } },
    'a type of folder that does not exist': {
      'pod.volumes.0': { name: 'backup', hostPath: { path: '/srv', type: 'Folder' } },
    },
  },
};
