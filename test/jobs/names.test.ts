import { ApiObject, App, Chart, JsonPatch, Lazy, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { chartWith } from './helpers';
import {
  IndexedJob,
  Job,
  JobDefaults,
  JobProps,
  RerunPolicy,
  ScheduledJob,
  SimpleJob,
} from '../../src';
import { synthJobs } from '../../src/testing';

const make = (props: JobProps = { image: 'i' }, chart = chartWith(), id = 'job') =>
  new SimpleJob(chart, id, props);
/** What the name is when nothing is added any more. */
const finalName = (job: Job) =>
  synthJobs(Chart.of(job)).find(({ metadata }) => metadata.name.startsWith(job.name.slice(0, -8)))!
    .metadata.name;

describe('a Job with a given name', () => {
  test('has this name', () => {
    expect(make({ metadata: { name: 'migrate' }, image: 'i' }).name).toBe('migrate');
  });

  test('keeps its name when the content changes, and has a hash of the content as annotation', () => {
    const annotations = (image: string) =>
      synthJobs(Chart.of(make({ metadata: { name: 'migrate' }, image })))[0].metadata.annotations!;
    expect(annotations('a')['cdk8s-jobs/spec-hash']).toMatch(/^[0-9a-z]{8}$/);
    expect(annotations('a')).toEqual(annotations('a'));
    expect(annotations('a')).not.toEqual(annotations('b'));
  });
});

describe('a generated name', () => {
  test('consists of the construct ids and a hash of the content', () => {
    expect(make().name).toMatch(/^chart-job-[0-9a-z]{8}$/);
    expect(make().name).toBe(make().name);
    expect(make({ image: 'i' }).name).not.toBe(make({ image: 'j' }).name);
  });

  test('is in the manifest, and its hash is in an annotation', () => {
    const job = make();
    const [{ metadata }] = synthJobs(Chart.of(job));
    expect(metadata.name).toBe(job.name);
    expect(metadata.annotations).toEqual({ 'cdk8s-jobs/spec-hash': job.name.slice(-8) });
  });

  test('replaces characters of ids that are not valid in names', () => {
    expect(make({ image: 'i' }, chartWith(), 'extract_transform.Load').name).toMatch(
      /^chart-extract-transform-load-[0-9a-z]{8}$/,
    );
  });

  test('begins with what the chart generates as name of the object', () => {
    class Named extends Chart {
      public generateObjectName(object: ApiObject): string {
        return `own-${object.node.scope!.node.id}`;
      }
    }
    expect(make({ image: 'i' }, new Named(new App(), 'chart')).name).toMatch(
      /^own-job-[0-9a-z]{8}$/,
    );
    const unhashed = new Chart(new App(), 'chart', { disableResourceNameHashes: true });
    expect(make({ image: 'i' }, unhashed).name).toBe(make().name);
  });

  test('does not change with fields that cause no other run', () => {
    const { name } = make();
    expect(
      make({
        image: 'i',
        backoffLimit: 3,
        metadata: { labels: { a: 'b' }, annotations: { c: 'd' } },
      }).name,
    ).toBe(name);
    expect(
      make(
        { image: 'i' },
        new Chart(new App(), 'chart', { labels: { commit: 'abc' }, namespace: 'n' }),
      ).name,
    ).toBe(name);
  });

  test('changes with defaults, patches and added containers', () => {
    const names = [make().name, make({ image: 'i' }, chartWith(JobDefaults.none())).name];
    const patched = make();
    ApiObject.of(patched).addJsonPatch(JsonPatch.add('/spec/template/spec/hostname', 'h'));
    const added = make();
    added.addContainer({ image: 'j', name: 'other' });
    expect(new Set([...names, patched.name, added.name]).size).toBe(4);
  });

  test('has no hash with the rerun policies Always and UntilSuccess', () => {
    for (const runPolicy of [RerunPolicy.always(), RerunPolicy.untilSuccess()]) {
      expect(make({ image: 'i', rerunPolicy: runPolicy }).name).toBe(
        make({ image: 'j', rerunPolicy: runPolicy }).name,
      );
      expect(
        synthJobs(Chart.of(make({ image: 'i', rerunPolicy: runPolicy })))[0].metadata.annotations,
      ).toMatchObject({ 'cdk8s-jobs/rerun-policy': runPolicy.name });
    }
  });

  test('is the name of the only ApiObject of the Job, which ApiObject.of() returns', () => {
    const job = make({ image: 'i' }, chartWith(), 'a_b');
    expect(`${ApiObject.of(job).name}`).toBe(job.name);
    expect(`${ApiObject.of(job).metadata.name}`).toBe(job.name);
    expect(job.node.children.filter((child) => ApiObject.isApiObject(child))).toHaveLength(1);
  });

  test('has an id label beside it that does not change with the content', () => {
    const id = (image: string) =>
      synthJobs(Chart.of(make({ image })))[0].metadata.labels!['cdk8s-jobs/id'];
    expect(id('i')).toMatch(/^chart-job-c8[0-9a-f]{6}$/);
    expect(id('i')).toBe(id('j'));
  });
});

describe('the name of a Job that reads ConfigMaps or Secrets of the app', () => {
  const reading = (data: Record<string, string>, namespace?: string) => {
    const app = new App();
    const config = new kplus.ConfigMap(new Chart(app, 'config', { namespace }), 'config', {
      metadata: { name: 'config' },
      data,
    });
    const chart = new Chart(app, 'chart', { namespace: 'shop' });
    const job = new SimpleJob(chart, 'job', {
      containers: [{ image: 'i', envFrom: [kplus.Env.fromConfigMap(config)] }],
    });
    return { job, config };
  };

  test('changes with the content of a ConfigMap', () => {
    expect(reading({ a: '1' }).job.name).toBe(reading({ a: '1' }).job.name);
    expect(reading({ a: '1' }).job.name).not.toBe(reading({ a: '2' }).job.name);
  });

  test('changes with content that is added after the name was read', () => {
    const { job, config } = reading({ a: '1' });
    const early = job.name;
    config.addData('b', '2');
    expect(job.name).toBe(reading({ a: '1', b: '2' }).job.name);
    expect(job.name).not.toBe(early);
  });

  test('does not change with a ConfigMap of the same name in another namespace', () => {
    expect(reading({ a: '1' }, 'shop').job.name).not.toBe(reading({ a: '2' }, 'shop').job.name);
    expect(reading({ a: '1' }, 'other').job.name).toBe(reading({ a: '2' }, 'other').job.name);
  });

  test('changes with a ConfigMap that is an item of a list', () => {
    const name = (value: string, namespace?: string) => {
      const chart = chartWith();
      const config = { apiVersion: 'v1', kind: 'ConfigMap', data: { a: value } };
      const items = [{ ...config, metadata: { name: 'config', namespace } }];
      new ApiObject(chart, 'list', { apiVersion: 'v1', kind: 'List', items } as never);
      const podOverlay = {
        containers: [{ name: 'main', envFrom: [{ configMapRef: { name: 'config' } }] }],
      };
      return make({ image: 'i', metadata: { namespace: 'shop' }, podOverlay }, chart).name;
    };
    expect(name('1')).toBe(name('1'));
    expect(name('1')).not.toBe(name('2'));
    expect(name('1', 'shop')).not.toBe(name('2', 'shop'));
    expect(name('1', 'other')).toBe(name('2', 'other'));
  });

  test('changes with the content of a Secret that is mounted as a volume', () => {
    const name = (value: string) => {
      const chart = chartWith();
      const secret = new kplus.Secret(chart, 's', { stringData: { a: value } });
      const job = make({ image: 'i' }, chart);
      job.containers[0].mount('/s', kplus.Volume.fromSecret(chart, 'v', secret));
      return job.name;
    };
    expect(name('1')).not.toBe(name('2'));
  });
});

describe('reading the name of a Job', () => {
  const referring = (read: (job: Job) => unknown) => {
    const app = new App();
    const job = make({ image: 'i' }, new Chart(app, 'chart'));
    const other = new Chart(app, 'other');
    const object = new ApiObject(other, 'reader', {
      apiVersion: 'v1',
      kind: 'Service',
      spec: { read: read(job) },
    });
    const seen = () => (Testing.synth(other)[0] as { spec: { read: unknown } }).spec.read;
    return { app, job, object, seen };
  };

  test('returns the final name', () => {
    const { job, seen } = referring(({ name }) => name);
    expect(seen()).toBe(finalName(job));
  });

  test.each<[what: string, read: (job: Job) => unknown]>([
    ['as a value', ({ name }) => name],
    ['as a part of a string', ({ name }) => ({ list: [`http://${name}-0.peers:80/${name}`] })],
  ])('causes an error at synth when the Job changes after its name was read %s', (_, read) => {
    const { app, job, seen } = referring(read);
    const early = job.name;
    job.addContainer({ image: 'j', name: 'other' });
    const message = `[chart/job] metadata.name: was read as "${early}", but the Job has changed since`;
    expect(seen).toThrow(message);
    expect(() => app.synthYaml()).toThrow(`${job.name}"; other/reader still has the old name; `);
  });

  test('causes no error when the name that was read early is in no manifest', () => {
    const job = make();
    const early = job.name;
    job.addContainer({ image: 'j', name: 'other' });
    expect(synthJobs(Chart.of(job))[0].metadata.name).not.toBe(early);
  });

  test('returns the final name in a Lazy value, even if the Job changes', () => {
    const { job, seen } = referring((it) => Lazy.any({ produce: () => it.name }));
    job.addContainer({ image: 'j', name: 'other' });
    expect(seen()).toBe(finalName(job));
  });

  test('returns the name that synthYaml() writes', () => {
    const { app, job } = referring(({ name }) => name);
    const yaml = app.synthYaml();
    expect(yaml).toContain(`read: ${job.name}`);
    expect(new Set(yaml.match(/chart-job-[0-9a-z]{8}(?!\w)/g)).size).toBe(2); // the name, and the identity
  });

  test('returns the final name for a variable of the Job itself', () => {
    const chart = chartWith(JobDefaults.none());
    const job = new SimpleJob(chart, 'job', { image: 'i', env: { EARLY: '' } });
    job.containers[0].env.addVariable('NAME', kplus.EnvValue.fromValue(job.name));
    job.addContainer({ image: 'j', name: 'other' });
    const [{ metadata, spec }] = synthJobs(chart);
    expect(spec.template.spec.containers[0].env).toContainEqual({
      name: 'NAME',
      value: metadata.name,
    });
    expect(metadata.name).toBe(job.name);
  });

  test('changes the name of another Job that reads it', () => {
    const reader = (image: string) => {
      const chart = chartWith();
      const read = make({ image }, chart, 'read');
      return make({ image: 'i', env: { READ: read.name } }, chart, 'reader').name;
    };
    expect(reader('a')).toBe(reader('a'));
    expect(reader('a')).not.toBe(reader('b'));
  });

  test('returns the final name for labels and annotations of the Job itself', () => {
    const job = make();
    job.metadata.addAnnotation('a', `logs of ${job.name}`);
    job.metadata.addLabel('b', job.name);
    const [
      {
        metadata: { name, labels, annotations },
      },
    ] = synthJobs(Chart.of(job));
    expect([annotations!.a, labels!.b]).toEqual([`logs of ${name}`, name]);
  });

  test('causes no cycle between Jobs that read ConfigMaps', () => {
    const chart = chartWith();
    const config = new kplus.ConfigMap(chart, 'config', { data: { a: '1' } });
    const first = make(
      { image: 'i', env: { A: kplus.EnvValue.fromConfigMap(config, 'a') } },
      chart,
      'first',
    );
    make(
      {
        image: 'i',
        env: {
          A: kplus.EnvValue.fromSecretValue({
            secret: kplus.Secret.fromSecretName(chart, 's', 'elsewhere'),
            key: 'a',
          }),
          FIRST: first.name,
        },
      },
      chart,
      'second',
    );
    new IndexedJob(chart, 'third', { image: 'i', items: ['x'] });
    new IndexedJob(chart, 'fourth', { image: 'i', items: ['y'] });
    expect(synthJobs(chart)).toHaveLength(4);
  });

  test('causes an error when two Jobs read the names of each other', () => {
    const chart = chartWith();
    const [a, b] = ['a', 'b'].map((id) => make({ image: 'i' }, chart, id));
    const late = (job: Job) =>
      kplus.EnvValue.fromValue(Lazy.any({ produce: () => job.name }) as string);
    a.containers[0].env.addVariable('B', late(b));
    b.containers[0].env.addVariable('A', late(a));
    expect(() => Testing.synth(chart)).toThrow(
      'metadata.name: depends on itself, since each of these Jobs reads the name of the next: ',
    );
  });
});

describe('the validation of names at synth', () => {
  const messages = (chart: Chart) => () => Testing.synth(chart);

  test('rejects a name that is too long, and reports the longest allowed id', () => {
    const chart = chartWith();
    make({ image: 'i' }, chart, 'a'.repeat(50));
    expect(messages(chart)).toThrow(
      `metadata.name: would have 65 characters, but at most 63 are allowed; shorten the id "${'a'.repeat(50)}" to at most 48 characters`,
    );
    expect(messages(chart)).not.toThrow('written into a label');
    const longest = chartWith();
    make({ image: 'i' }, longest, 'a'.repeat(48));
    expect(synthJobs(longest)[0].metadata.name).toHaveLength(63);
  });

  test('leaves room for the index in the Pod names of an IndexedJob', () => {
    const indexed = (length: number) => {
      const chart = chartWith();
      new IndexedJob(chart, 'a'.repeat(length), { image: 'i', completions: 101 });
      return chart;
    };
    expect(messages(indexed(45))).toThrow(
      'metadata.name: would have 60 characters, but at most 59 are allowed; shorten',
    );
    expect(synthJobs(indexed(44))).toHaveLength(1);
  });

  test('leaves room for the time in the Job names of a ScheduledJob', () => {
    const scheduled = (length: number) => {
      const chart = chartWith();
      new ScheduledJob(chart, 'a'.repeat(length), { image: 'i', schedule: '@daily' });
      return chart;
    };
    expect(messages(scheduled(38))).toThrow(
      'metadata.name: would have 53 characters, but at most 52 are allowed; shorten',
    );
    expect(
      (Testing.synth(scheduled(37))[0] as { metadata: { name: string } }).metadata.name,
    ).toHaveLength(52);
  });

  test('rejects two Jobs with the same name', () => {
    const chart = chartWith();
    make({ image: 'i' }, chart, 'a.b');
    make({ image: 'i' }, chart, 'a_b');
    expect(messages(chart)).toThrow(
      /\[chart\/a_b\] metadata\.name: is the same as that of chart\/a\.b, Job "chart-a-b-\w{8}"; change/,
    );
  });

  test('accepts two Jobs with the same name in different namespaces', () => {
    const app = new App();
    const charts = ['a', 'b'].map((namespace) => new Chart(app, namespace, { namespace }));
    charts.forEach((chart) => make({ image: 'i', metadata: { name: 'job' } }, chart));
    expect(charts.flatMap((chart) => synthJobs(chart))).toHaveLength(2);
  });

  test('rejects a TTL for a Job with the rerun policy UntilSuccess', () => {
    const chart = chartWith();
    make(
      {
        image: 'i',
        rerunPolicy: RerunPolicy.untilSuccess(),
        ttlAfterFinished: { toSeconds: () => 5 } as never,
      },
      chart,
    );
    expect(messages(chart)).toThrow(
      '[chart/job] ttlAfterFinished: is not allowed with rerunPolicy UntilSuccess',
    );
  });
});
