import type { Family } from './shape';

/** A migration of a database before a release. */
export const MIGRATION: Family = {
  name: 'migration',
  base: `
apiVersion: batch/v1
kind: Job
metadata:
  name: flyway-v42
  labels: {app: api, task: migrate}
spec:
  backoffLimit: 3
  activeDeadlineSeconds: 900
  template:
    metadata:
      labels: {app: api, task: migrate}
    spec:
      restartPolicy: OnFailure
      containers:
      - name: flyway
        image: flyway/flyway:10
        args: [-url=jdbc:postgresql://db/app, migrate]
        volumeMounts: [{name: sql, mountPath: /flyway/sql}]
      volumes:
      - name: sql
        configMap: {name: flyway-sql-v42}
`,
  accepted: {
    'two files of the scripts': {
      'pod.volumes.0.configMap.items': [
        { key: 'V1', path: 'V1__a.sql' },
        { key: 'V2', path: 'b/V2__b.sql' },
      ],
    },
    'scripts that may be missing': { 'pod.volumes.0.configMap.optional': true },
    'a proxy of the cloud beside it': {
      'pod.initContainers': [
        {
          name: 'cloud-sql-proxy',
          image: 'cloud-sql-proxy:2',
          restartPolicy: 'Always',
          args: ['--port=5432', 'p:r:i'],
          startupProbe: { tcpSocket: { port: 5432 } },
        },
      ],
    },
    'a shared process namespace': {
      'pod.shareProcessNamespace': true,
      'pod.containers.1': { name: 'proxy', image: 'proxy' },
    },
    'two waits, one after the other': {
      'pod.initContainers': ['db', 'cache'].map((name) => ({ name, image: 'wait', args: [name] })),
    },
    'the last lines as the message': { 'main.terminationMessagePolicy': 'FallbackToLogsOnError' },
    'a suspended one': { 'job.suspend': true },
    'a replacement that waits': {
      'pod.restartPolicy': 'Never',
      'job.podReplacementPolicy': 'Failed',
    },
    'an exit code that ends it': {
      'pod.restartPolicy': 'Never',
      'job.podFailurePolicy': {
        rules: [
          {
            action: 'FailJob',
            onExitCodes: { containerName: 'flyway', operator: 'In', values: [42] },
          },
        ],
      },
    },
    'another scheduler': { 'pod.schedulerName': 'volcano' },
    'a host name': { 'pod.hostname': 'flyway', 'pod.subdomain': 'jobs' },
    'a limit of the Pod': { 'pod.activeDeadlineSeconds': 300 },
    'groups of files': {
      'pod.securityContext': { fsGroup: 2000, fsGroupChangePolicy: 'OnRootMismatch' },
    },
    'a key that is a path': { 'pod.volumes.0.configMap.items': [{ key: 'a/b', path: 'b' }] },
  },
  rejected: {
    'a deadline of zero for its Pod': { 'pod.activeDeadlineSeconds': 0 },
    'a deadline with a unit': { 'job.activeDeadlineSeconds': '15m' },
    'a negative backoff limit': { 'job.backoffLimit': -1 },
    'an absolute path of a key': { 'pod.volumes.0.configMap.items': [{ key: 'a', path: '/b' }] },
    'the name of a Secret as that of a ConfigMap': { 'pod.volumes.0.configMap.secretName': 'sql' },
    'a wait with the name of the program': {
      'pod.initContainers': [{ name: 'flyway', image: 'wait' }],
    },
    'a probe of a wait': {
      'pod.initContainers': [
        { name: 'wait', image: 'wait', readinessProbe: { exec: { command: ['true'] } } },
      ],
    },
    'no containers': { 'pod.containers': [] },
    'a container as an object': { 'pod.containers': { name: 'flyway', image: 'flyway' } },
    'a message policy that does not exist': { 'main.terminationMessagePolicy': 'Logs' },
  },
};
