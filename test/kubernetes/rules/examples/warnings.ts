import type { Examples } from '../example';
import {
  container,
  cronJob,
  failurePolicy,
  indexed,
  initContainer,
  job,
  jobOfCronJob,
  MINIMAL_CRON_JOB,
  MINIMAL_JOB,
  sidecar,
  successPolicy,
} from '../manifests';

const ON_FAILURE = { template: { spec: { restartPolicy: 'OnFailure' } } };
const PROBE = { tcpSocket: { port: 80 } };
const codes = (...values: number[]) =>
  failurePolicy({ action: 'FailJob', onExitCodes: { operator: 'NotIn', values } });
const runs = (schedule: string, activeDeadlineSeconds?: number, concurrencyPolicy?: string) =>
  cronJob({ schedule, concurrencyPolicy, jobTemplate: { spec: { activeDeadlineSeconds } } });

export const warningExamples: Examples = {
  'job/per-index-restarts-in-place': {
    bad: [
      indexed({ backoffLimitPerIndex: 1, ...ON_FAILURE }),
      jobOfCronJob({
        completionMode: 'Indexed',
        completions: 3,
        backoffLimitPerIndex: 1,
        ...ON_FAILURE,
      }),
    ],
    good: [indexed({ backoffLimitPerIndex: 1 }), indexed(ON_FAILURE)],
  },
  'job/nothing-to-do': {
    bad: [job({ parallelism: 0 }), job({ completions: 0 }), job({ completions: 0, suspend: true })],
    good: [
      job({ suspend: true }),
      job({ suspend: true, parallelism: 0 }),
      job({ completions: 1, parallelism: 1 }),
    ],
  },
  'job/idle-parallelism': {
    bad: [
      job({ completions: 3, parallelism: 5 }),
      jobOfCronJob({ completions: 3, parallelism: 5 }),
    ],
    good: [
      job({ completions: 3, parallelism: 3 }),
      job({ parallelism: 5 }),
      MINIMAL_JOB,
      jobOfCronJob({ completions: 1 }),
      job({ completions: 0, parallelism: 5 }),
    ],
  },
  'failure-policy/impossible-exit-code': {
    bad: [codes(1, 256), codes(-1, 1)],
    good: [codes(1, 255), codes(0)],
  },
  'success-policy/no-indexes': {
    bad: successPolicy({ succeededIndexes: '' }),
    good: [successPolicy({ succeededIndexes: '0' }), successPolicy({ succeededCount: 1 })],
  },
  'cron-job/short-deadline': {
    bad: [cronJob({ startingDeadlineSeconds: 9 }), cronJob({ startingDeadlineSeconds: 1 })],
    good: [
      cronJob({ startingDeadlineSeconds: 10 }),
      cronJob({ startingDeadlineSeconds: 0 }),
      MINIMAL_CRON_JOB,
    ],
  },
  'cron-job/runs-pile-up': {
    bad: [runs('*/5 * * * *', 600), runs('@every 5m', 301), runs('0,10 6 * * *', 601)],
    good: [
      runs('*/5 * * * *', 600, 'Forbid'),
      runs('*/5 * * * *', 300),
      runs('*/5 * * * *'),
      runs('0 6 30 2 *', 600),
      runs('*/5 * * * *', 600, 'Replace'),
    ],
  },
  'cron-job/ttl': {
    bad: jobOfCronJob({ ttlSecondsAfterFinished: 3600 }),
    good: [cronJob({ successfulJobsHistoryLimit: 1 }), job({ ttlSecondsAfterFinished: 3600 })],
  },
  'container/image-latest': {
    bad: [
      container({ image: 'busybox' }),
      container({ image: 'busybox:latest' }),
      container({ image: 'registry.example.com:5000/app' }),
      initContainer({ image: 'busybox' }),
    ],
    good: [
      container({ image: 'busybox:1.36' }),
      container({ image: `busybox@sha256:${'a'.repeat(64)}` }),
    ],
  },
  'container/readiness-of-job': {
    bad: [container({ readinessProbe: PROBE }), container({ livenessProbe: PROBE })],
    good: [
      MINIMAL_JOB,
      sidecar({ readinessProbe: PROBE, livenessProbe: PROBE }),
      container({ startupProbe: PROBE }),
    ],
  },
};
