import { ApiObject, JsonPatch, Testing } from 'cdk8s';
import { chartWith, jobMadeBy } from './helpers';
import { JobDefaults, ScheduledJob, ScheduledJobProps, SimpleJob } from '../../src';

const scheduled = (props: Partial<ScheduledJobProps>, defaults = JobDefaults.none()) => {
  const chart = chartWith(defaults);
  new ScheduledJob(chart, 'job', { image: 'i', schedule: '@daily', ...props } as ScheduledJobProps);
  return () => Testing.synth(chart)[0];
};

describe('metadata.generateName', () => {
  test('is an error at synth, since the Job has a name', () => {
    const chart = chartWith();
    const job = new SimpleJob(chart, 'job', {
      image: 'i',
      metadata: { generateName: 'load-' },
    });
    expect(() => Testing.synth(chart)).toThrow(
      `[chart/job] metadata.generateName: has no effect, since the Job has the name "${job.name}"; ` +
        'omit it and set metadata.name, or for a run at each deploy set ' +
        'rerunPolicy: RerunPolicy.always()',
    );
  });

  test('is an error when it is added later, and beside a given name', () => {
    const chart = chartWith();
    const job = new SimpleJob(chart, 'job', { image: 'i', metadata: { name: 'job' } });
    job.metadata.add('generateName', 'load-');
    expect(() => Testing.synth(chart)).toThrow('since the Job has the name "job"');
  });

  test('is an error in a ScheduledJob', () => {
    const synth = scheduled({ metadata: { generateName: 'load-' } });
    expect(synth).toThrow(/generateName: .* the CronJob has the name .* set metadata\.name$/);
  });

  test('is kept when a patch removes the name', () => {
    const job = jobMadeBy((chart) => {
      const { metadata } = { metadata: { name: 'job', generateName: 'load-' } };
      const object = ApiObject.of(new SimpleJob(chart, 'job', { image: 'i', metadata }));
      object.addJsonPatch(JsonPatch.remove('/metadata/name'));
    });
    expect(job.metadata).toEqual({ generateName: 'load-' });
  });
});

describe('podMetadata', () => {
  test('writes labels, annotations and finalizers, which Pods get', () => {
    const podMetadata = {
      labels: { a: 'b' },
      annotations: { c: 'd' },
      finalizers: ['example.com/keep'],
    };
    const job = jobMadeBy((chart) => new SimpleJob(chart, 'job', { image: 'i', podMetadata }));
    expect(job.spec.template.metadata).toEqual(podMetadata);
  });

  test.each<[field: string, value: unknown]>([
    ['name', 'pod'],
    ['namespace', 'other'],
    ['generateName', 'pod-'],
    ['ownerReferences', [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'a', uid: 'b' }]],
  ])('has an error at synth for %s, which no Pod would get', (field, value) => {
    const chart = chartWith();
    new SimpleJob(chart, 'job', { image: 'i', podMetadata: { [field]: value } });
    expect(() => Testing.synth(chart)).toThrow(
      `[chart/job] podMetadata.${field}: has no effect, since the Job controller names what it ` +
        'creates and copies only labels, annotations, finalizers; omit it',
    );
  });

  test('has the error for what is added later, and in a ScheduledJob', () => {
    const chart = chartWith();
    const job = new SimpleJob(chart, 'job', { image: 'i' });
    job.podMetadata.add('generateName', 'pod-');
    expect(() => Testing.synth(chart)).toThrow('podMetadata.generateName: has no effect');
    expect(scheduled({ podMetadata: { name: 'pod' } })).toThrow('podMetadata.name: has no effect');
  });
});

describe('jobMetadata of a ScheduledJob', () => {
  test('writes labels and annotations of the Jobs', () => {
    const jobMetadata = { labels: { team: 'shop' }, annotations: { note: 'nightly' } };
    expect(scheduled({ jobMetadata })().spec.jobTemplate.metadata).toEqual(jobMetadata);
  });

  test('is added to the labels of the defaults and of the queue, and takes precedence', () => {
    const jobMetadata = { labels: { team: 'shop', 'app.kubernetes.io/managed-by': 'me' } };
    const { labels } = scheduled({ queueName: 'batch', jobMetadata }, JobDefaults.sane())().spec
      .jobTemplate.metadata;
    expect(labels).toMatchObject({
      team: 'shop',
      'app.kubernetes.io/managed-by': 'me',
      'app.kubernetes.io/name': 'chart-job',
      'kueue.x-k8s.io/queue-name': 'batch',
    });
  });

  test('has an error at synth for fields that no Job would get', () => {
    const jobMetadata = { finalizers: ['example.com/keep'] } as never;
    expect(scheduled({ jobMetadata })).toThrow(
      'jobMetadata.finalizers: has no effect, since the CronJob controller names what it creates ' +
        'and copies only labels, annotations; omit it',
    );
  });

  test('has the errors of wrong labels', () => {
    expect(scheduled({ jobMetadata: { labels: { team: 'a b' } } })).toThrow(
      'spec.jobTemplate.metadata.labels',
    );
  });
});
