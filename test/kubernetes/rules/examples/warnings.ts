import { Examples, on } from '../example';
import {
  container,
  cronJob,
  env,
  failurePolicy,
  indexed,
  initContainer,
  job,
  jobOfCronJob,
  main,
  metadata,
  MINIMAL_JOB,
  named,
  pod,
  ports,
  sidecar,
  successPolicy,
} from '../manifests';

const ON_FAILURE = { template: { spec: { restartPolicy: 'OnFailure' } } };
const OWNER = { apiVersion: 'v1', kind: 'ConfigMap', name: 'owner', uid: 'a' };
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
  'cron-job/day-or-weekday': {
    bad: [
      cronJob({ schedule: '0 0 1-7 * 1' }),
      cronJob({ schedule: '0 0 13 * FRI' }),
      cronJob({ schedule: '30 4 */2 * */3' }),
      cronJob({ schedule: '0 0 1,15 * 1-5' }),
    ],
    good: [
      cronJob({ schedule: '0 0 1-7 * *' }),
      cronJob({ schedule: '0 0 ? * 1' }),
      cronJob({ schedule: '0 0 * * 1-5' }),
      cronJob({ schedule: '@weekly' }),
      cronJob({ schedule: '@every 1h' }),
      cronJob({ schedule: '0 0 */1 * 1' }),
    ],
  },
  'cron-job/uneven-step': {
    bad: [
      cronJob({ schedule: '*/45 * * * *' }),
      cronJob({ schedule: '*/90 * * * *' }),
      cronJob({ schedule: '0 */5 * * *' }),
      cronJob({ schedule: '0 0/7 * * *' }),
      cronJob({ schedule: '0 0-23/9 * * *' }),
      cronJob({ schedule: '0 0 1 */5 *' }),
      cronJob({ schedule: '0 0 * * */2' }),
      cronJob({ schedule: '*/7 * * * *' }),
    ],
    good: [
      cronJob({ schedule: '*/15 * * * *' }),
      cronJob({ schedule: '0 */6 * * *' }),
      cronJob({ schedule: '0,45 * * * *' }),
      cronJob({ schedule: '0 9-17/3 * * *' }),
      cronJob({ schedule: '0 0 */2 * *' }),
      cronJob({ schedule: '5/15 * * * *' }),
      cronJob({ schedule: '@every 45m' }),
      cronJob({ schedule: '*/1 * * * *' }),
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
      container({ image: `busybox:latest@sha256:${'a'.repeat(64)}` }),
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
  'container/always-restarts': {
    bad: [
      pod({ containers: [main(), named('proxy', { restartPolicy: 'Always' })] }),
      container({ restartPolicy: 'Always' }),
    ],
    good: [
      sidecar({}),
      container({ restartPolicy: 'OnFailure' }),
      on(34, container({ restartPolicy: 'Always' })),
    ],
  },
  'container/carriage-return': {
    bad: [
      container({ command: ['sh', '-c', 'set -e\r\nrun\r\n'] }),
      container({ command: ['sh\r'] }),
      container({ args: ['--verbose\r'] }),
      initContainer({ command: ['sh', '-c', 'run\r\n'] }),
      container({ lifecycle: { preStop: { exec: { command: ['sh', '-c', 'stop\r\n'] } } } }),
    ],
    good: [
      container({ command: ['sh', '-c', 'set -e\nrun\n'] }),
      container({ command: ['printf', '50 %\r100 %\n'] }),
      container({ env: [{ name: 'A', value: 'a\r\n' }] }),
    ],
  },
  'env/not-expanded': {
    bad: [
      env({ name: 'URL', value: 'http://$(HOST)/' }, { name: 'HOST', value: 'db' }),
      env({ name: 'NOW', value: '$(date)' }),
      env({ name: 'DAY', value: '$(date +%F)' }),
      env({ name: 'PATH', value: '$(PATH):/opt/bin' }),
      env({ name: 'A', value: '$$$(B)' }),
      indexed({
        template: {
          spec: {
            containers: [main({ env: [{ name: 'SHARD', value: 'part-$(JOB_COMPLETION_INDEX)' }] })],
          },
        },
      }),
      container({ args: ['--url=$(URL)'] }),
      container({ args: ['--shard=$(JOB_COMPLETION_INDEX)'] }),
      container({ command: ['sh', '-c', 'run --url $(BASE_URL)'] }),
      initContainer({ command: ['run', '$(url)'] }),
    ],
    good: [
      env({ name: 'HOST', value: 'db' }, { name: 'URL', value: 'http://$(HOST)/' }),
      env({ name: 'NOW', value: '$$(date)' }),
      env({ name: 'A', value: '$(B' }, { name: 'C', value: 'a$' }, { name: 'D', value: '$B ${B}' }),
      env({ name: 'API', value: 'https://$(KUBERNETES_SERVICE_HOST)' }),
      env({ name: 'SCRIPT', value: 'set -e\ntouch $(date +%F)\n' }),
      container({ command: ['sh', '-c', 'touch $(date)'] }),
      container({ command: ['bash', '-ec', '$(cat)'] }),
      container({ args: ['set -e\ntouch $(date)'] }),
      container({ args: ['--url=$(URL)'], env: [{ name: 'URL', value: 'a' }] }),
      container({ args: ['--url=$(URL)'], envFrom: [{ configMapRef: { name: 'app' } }] }),
      indexed({
        template: { spec: { containers: [main({ args: ['--shard=$(JOB_COMPLETION_INDEX)'] })] } },
      }),
    ],
  },
  'apply/unique-entries': {
    bad: [
      env({ name: 'MODE', value: 'all' }, { name: 'MODE', value: 'one' }),
      env({ name: 'PATH', value: '/bin' }, { name: 'PATH', value: '$(PATH):/opt/bin' }),
      ports({ containerPort: 80 }, { containerPort: 80, protocol: 'TCP', name: 'http' }),
      initContainer({ env: ['a', 'b'].map((value) => ({ name: 'MODE', value })) }),
      pod({ imagePullSecrets: [{ name: 'registry' }, { name: 'registry' }] }),
      pod({
        hostAliases: ['a', 'b'].map((host) => ({ ip: '10.1.2.3', hostnames: [host] })),
      }),
      metadata({ finalizers: ['example.com/keep', 'example.com/keep'] }),
      metadata({ ownerReferences: [OWNER, { ...OWNER, name: 'other' }] }),
    ],
    good: [
      env({ name: 'MODE', value: 'all' }, { name: 'LEVEL', value: 'all' }),
      ports({ containerPort: 80 }, { containerPort: 80, protocol: 'UDP' }),
      pod({
        tolerations: [{ operator: 'Exists' }, { operator: 'Exists' }],
        imagePullSecrets: [{ name: 'registry' }, { name: 'mirror' }],
      }),
      metadata({ ownerReferences: [OWNER, { ...OWNER, uid: 'b' }] }),
    ],
  },
};
