import type { Family } from './shape';

/** A scheduled task of a release. */
export const HELM_CRON_JOB: Family = {
  name: 'Helm CronJob',
  base: `
apiVersion: batch/v1
kind: CronJob
metadata:
  name: shop-sync
  labels:
    helm.sh/chart: shop-1.4.2
    app.kubernetes.io/managed-by: Helm
    app.kubernetes.io/component: sync
spec:
  schedule: "*/15 * * * *"
  concurrencyPolicy: Forbid
  successfulJobsHistoryLimit: 3
  failedJobsHistoryLimit: 1
  jobTemplate:
    spec:
      template:
        metadata:
          labels:
            app.kubernetes.io/component: sync
        spec:
          restartPolicy: OnFailure
          containers:
            - name: sync
              image: registry.example.com/shop:2.0.1
              command: ["/bin/sh", "-c"]
              args:
                - |
                  set -e
                  bin/sync --all
`,
  accepted: {
    'switched off by values': { 'spec.suspend': true },
    'a nickname of a schedule': { 'spec.schedule': '@hourly' },
    'an interval of a schedule': { 'spec.schedule': '@every 1h30m' },
    'a time zone': { 'spec.schedule': '0 3 * * 1-5', 'spec.timeZone': 'Europe/Berlin' },
    'names of days': { 'spec.schedule': '0 3 * JAN-MAR MON,wed' },
    'a deadline for late runs': { 'spec.startingDeadlineSeconds': 200 },
    'no history': { 'spec.successfulJobsHistoryLimit': 0, 'spec.failedJobsHistoryLimit': 0 },
    'labels of the Jobs': { 'spec.jobTemplate.metadata': { labels: { release: 'shop' } } },
    'annotations for a mesh': {
      'template.metadata.annotations': { 'sidecar.istio.io/inject': 'false' },
    },
    'a secret as a variable': {
      'main.env': [{ name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'shop', key: 'token' } } }],
    },
    'the name of its Pod as a variable': {
      'main.env': [{ name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
    },
    'a cache that is shared': {
      'pod.volumes': [{ name: 'cache', persistentVolumeClaim: { claimName: 'shop-cache' } }],
      'main.volumeMounts': [{ name: 'cache', mountPath: '/cache', subPath: 'sync' }],
    },
    'limits of the Job': { 'job.backoffLimit': 2, 'job.activeDeadlineSeconds': 840 },
  },
  rejected: {
    'a jobTemplate as a list': { 'spec.jobTemplate': [] },
    'a template without jobTemplate': {
      'spec.jobTemplate': undefined,
      'spec.template': {
        spec: { restartPolicy: 'Never', containers: [{ name: 'a', image: 'a' }] },
      },
    },
    'six fields of a schedule': { 'spec.schedule': '0 */15 * * * *' },
    'an hour that does not exist': { 'spec.schedule': '0 24 * * *' },
    'a time zone in the schedule and beside it': {
      'spec.schedule': 'TZ=UTC 0 3 * * *',
      'spec.timeZone': 'UTC',
    },
    'a time zone that does not exist': { 'spec.timeZone': 'Europe/Munich' },
    'the time zone of a machine': { 'spec.timeZone': 'Local' },
    'a policy in lower case': { 'spec.concurrencyPolicy': 'forbid' },
    'limits on the level of the CronJob': { 'spec.backoffLimit': 2 },
    'a history that is a string': { 'spec.failedJobsHistoryLimit': '1' },
    'a name that leaves no room for its Jobs': { 'metadata.name': 'shop-'.concat('x'.repeat(50)) },
  },
};
