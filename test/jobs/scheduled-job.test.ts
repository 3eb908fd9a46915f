import { ApiObject, Cron, Duration, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { chartWith } from './helpers';
import {
  Completion,
  JobDefaults,
  PodFailure,
  PodFailurePolicy,
  Schedule,
  ScheduledJob,
  ScheduledJobProps,
} from '../../src';

function scheduled(
  props: Omit<ScheduledJobProps, 'schedule'> & Partial<ScheduledJobProps>,
  defaults = JobDefaults.none(),
): any {
  const chart = chartWith(defaults);
  new ScheduledJob(chart, 'job', { schedule: '0 3 * * *', ...props } as ScheduledJobProps);
  return Testing.synth(chart)[0];
}

test('ScheduledJob renders a CronJob with a Job as template', () => {
  expect(scheduled({ image: 'i', backoffLimit: 2 })).toEqual({
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: {
      labels: { 'cdk8s-jobs/id': expect.stringMatching(/^chart-job-c8/) },
      name: expect.stringMatching(/^chart-job-c8/),
    },
    spec: {
      schedule: '0 3 * * *',
      jobTemplate: {
        spec: {
          backoffLimit: 2,
          template: {
            spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'i' }] },
          },
        },
      },
    },
  });
});

test.each<[string, ScheduledJobProps['schedule'], string]>([
  ['a Schedule', Schedule.daily('03:30'), '30 3 * * *'],
  ['a string', '@hourly', '@hourly'],
  ['a Cron of cdk8s', Cron.weekly(), '0 0 * * 0'],
])('ScheduledJob accepts %s as schedule', (_, schedule, expected) => {
  expect(scheduled({ image: 'i', schedule }).spec.schedule).toBe(expected);
});

test('ScheduledJob renders the props of kplus.CronJob as kplus.CronJob does', () => {
  const props = {
    schedule: Cron.schedule({ minute: '5' }),
    timeZone: 'Europe/Berlin',
    concurrencyPolicy: kplus.ConcurrencyPolicy.REPLACE,
    startingDeadline: Duration.minutes(5),
    suspend: true,
    successfulJobsRetained: 7,
    failedJobsRetained: 8,
    activeDeadline: Duration.minutes(1),
  };
  const chart = chartWith();
  new kplus.CronJob(chart, 'job', { containers: [{ image: 'i' }], ...props });
  const [
    {
      spec: {
        jobTemplate: {
          spec: { template: _, ...job },
        },
        ...spec
      },
    },
  ] = Testing.synth(chart) as any[];
  const {
    jobTemplate: {
      spec: { template: __, ...ourJob },
    },
    ...ourSpec
  } = scheduled({ image: 'i', ...props }).spec;
  expect(ourSpec).toEqual(spec);
  expect(ourJob).toEqual(job);
});

test('ScheduledJob accepts every starting deadline but zero, with which no run would start', () => {
  const deadline = (seconds: number) => () =>
    scheduled({ image: 'i', startingDeadline: Duration.seconds(seconds) });
  for (const seconds of [1, 5, 9, 10]) {
    expect(deadline(seconds)().spec.startingDeadlineSeconds).toBe(seconds);
  }
  expect(deadline(0)).toThrow('spec.startingDeadlineSeconds: ');
});

test('ScheduledJob with sane defaults forbids concurrent runs, and its Jobs have the defaults', () => {
  const { metadata, spec } = scheduled({ image: 'i' }, JobDefaults.sane());
  expect(spec.concurrencyPolicy).toBe('Forbid');
  expect(spec).not.toHaveProperty('startingDeadlineSeconds');
  expect(spec.jobTemplate.metadata.labels).toEqual({
    'app.kubernetes.io/name': 'chart-job',
    'app.kubernetes.io/managed-by': 'cdk8s-jobs',
  });
  expect(metadata.labels).toEqual({
    ...spec.jobTemplate.metadata.labels,
    'cdk8s-jobs/id': metadata.name,
  });
  expect(spec.jobTemplate.spec.template.spec.automountServiceAccountToken).toBe(false);
});

test('ScheduledJob has the same name whatever it runs, since a CronJob can change', () => {
  expect(scheduled({ image: 'i' }).metadata.name).toBe(scheduled({ image: 'j' }).metadata.name);
});

test.each([
  ['one Pod', Completion.single(), {}],
  [
    'a number of Pods',
    Completion.fixed({ completions: 3, parallelism: 2 }),
    { completions: 3, parallelism: 2 },
  ],
  [
    'indexes',
    Completion.indexed({ completions: 3 }),
    { completionMode: 'Indexed', completions: 3 },
  ],
  ['workers', Completion.workQueue({ workers: 2 }), { parallelism: 2 }],
])('ScheduledJob renders the completion of its Jobs: %s', (_, completion, expected) => {
  const { template: __, ...job } = scheduled({ image: 'i', completion }).spec.jobTemplate.spec;
  expect(job).toEqual(expected);
});

test('ScheduledJob accepts failIndex() when indexes are retried separately', () => {
  const { spec } = scheduled({
    image: 'i',
    completion: Completion.indexed({ completions: 3, backoffLimitPerIndex: 1 }),
    podFailurePolicy: PodFailurePolicy.of(PodFailure.onExitCodes(3).failIndex()),
  } as ScheduledJobProps);
  expect(spec.jobTemplate.spec).toMatchObject({
    backoffLimitPerIndex: 1,
    podFailurePolicy: { rules: [{ action: 'FailIndex' }] },
  });
});

test('ScheduledJob writes the Kueue queue as label of its Jobs', () => {
  const { metadata, spec } = scheduled({ image: 'i', queueName: 'batch' });
  expect(spec.jobTemplate.metadata.labels).toEqual({ 'kueue.x-k8s.io/queue-name': 'batch' });
  expect(Object.keys(metadata.labels)).toEqual(['cdk8s-jobs/id']);
});

test.each([
  ['99 * * * *', 'spec.schedule'],
  ['potato', 'spec.schedule'],
])('ScheduledJob rejects the schedule %p at synth', (schedule, field) => {
  expect(() => scheduled({ image: 'i', schedule })).toThrow(`[chart/job] ${field}: `);
});

test('ScheduledJob rejects an invalid time zone, and reports all problems at once', () => {
  const make = () =>
    scheduled({
      image: 'i',
      timeZone: 'Europe/Bonn',
      completion: Completion.fixed({ completions: -1 }),
    });
  expect(make).toThrow('spec.timeZone: ');
  expect(make).toThrow('spec.jobTemplate.spec.completions: ');
});

test('ScheduledJob is found by ApiObject.of() as a CronJob', () => {
  const chart = chartWith();
  const job = new ScheduledJob(chart, 'job', { image: 'i', schedule: '@daily' });
  expect(ApiObject.of(job).kind).toBe('CronJob');
  expect(job.name).toBe(String(ApiObject.of(job).name));
});
