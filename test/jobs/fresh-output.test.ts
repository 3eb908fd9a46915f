import { ApiObject, App, Chart, IResolver, JsonPatch, Lazy, Yaml } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { IndexedJob, JobDefaults, JobsApp, SimpleJob } from '../../src';
import type { JobManifest } from '../../src/kubernetes/manifest';
import { synthJobs } from '../../src/testing';

/** Everything here happens in one turn of the event loop, as synthesis does. */
const image = 'i';
const jobIn = (chart: Chart): JobManifest =>
  (chart.toJson() as JobManifest[]).find(({ kind }) => kind === 'Job')!;

describe('synthesizing twice in one turn', () => {
  const patch = (job: SimpleJob) =>
    ApiObject.of(job).addJsonPatch(JsonPatch.add('/spec/suspend', true));

  test.each<[change: string, apply: (job: SimpleJob, chart: Chart) => void, isNewName: boolean]>([
    ['a container', (job) => void job.addContainer({ image, name: 'other' }), true],
    ['a patch', patch, false],
    ['a label', (job) => job.metadata.addLabel('a', 'b'), false],
    ['a label of the Pods', (job) => job.podMetadata.addLabel('a', 'b'), true],
    [
      'a toleration',
      (job) => job.scheduling.tolerate(kplus.Node.tainted(kplus.NodeTaintQuery.exists('batch'))),
      true,
    ],
    [
      'the defaults',
      (_, chart) =>
        JobDefaults.sane()
          .with({ job: { backoffLimit: 1 } })
          .applyTo(chart),
      false,
    ],
    ['the defaults of the Pod', (_, chart) => JobDefaults.none().applyTo(chart), true],
  ])('writes %s that was added in between', (_, apply, isNewName) => {
    const chart = new Chart(new App(), 'chart');
    const job = new SimpleJob(chart, 'job', { image });
    const before = jobIn(chart);
    apply(job, chart);
    const after = jobIn(chart);
    expect(after).not.toEqual(before);
    expect(after.metadata.name !== before.metadata.name).toBe(isNewName);
    expect(jobIn(chart)).toEqual(after);
  });

  test('writes what a Lazy value produces each time', () => {
    const chart = new Chart(new App(), 'chart');
    let value = 'a';
    new SimpleJob(chart, 'job', { image, args: [Lazy.any({ produce: () => value }) as string] });
    const before = jobIn(chart).metadata.name;
    value = 'b';
    expect(jobIn(chart).spec.template.spec.containers[0].args).toEqual(['b']);
    expect(jobIn(chart).metadata.name).not.toBe(before);
  });

  test('writes the name of the Job where a Lazy value keeps the first name that it read', () => {
    const chart = new Chart(new App(), 'chart');
    let kept: string | undefined;
    const job = new SimpleJob(chart, 'job', {
      image,
      args: [Lazy.any({ produce: () => (kept ??= job.name) }) as string],
    });
    for (const { metadata, spec } of [jobIn(chart), jobIn(chart)]) {
      expect(spec.template.spec.containers[0].args).toEqual([metadata.name]);
    }
  });

  const reading = () => {
    const chart = new Chart(new App(), 'chart');
    const config = kplus.ConfigMap.fromConfigMapName(chart, 'imported', 'config');
    new SimpleJob(chart, 'job', {
      containers: [{ image, envFrom: [kplus.Env.fromConfigMap(config)] }],
    });
    return chart;
  };

  test('renames a Job when a ConfigMap that it reads is added or changes', () => {
    const chart = reading();
    const names = [jobIn(chart).metadata.name];
    const config = new kplus.ConfigMap(chart, 'config', { metadata: { name: 'config' } });
    names.push(jobIn(chart).metadata.name);
    config.addData('a', '1');
    names.push(jobIn(chart).metadata.name);
    expect(new Set(names).size).toBe(3);
  });

  test('renames a Job when another Job changes whose name it reads late', () => {
    const chart = new Chart(new App(), 'chart');
    const read = new SimpleJob(chart, 'read', { image });
    const name = Lazy.any({ produce: () => read.name }) as string;
    new SimpleJob(chart, 'reader', { image, env: { NAME: name } });
    const before = synthJobs(chart).map(({ metadata }) => metadata.name);
    read.addContainer({ image, name: 'other' });
    const after = synthJobs(chart);
    expect(after.map(({ metadata }) => before.includes(metadata.name))).toEqual([false, false]);
    expect(after[1].spec.template.spec.containers[0].env).toContainEqual({
      name: 'NAME',
      value: after[0].metadata.name,
    });
  });

  test('reports a problem that was added in between, in all ways to synthesize', () => {
    const app = new App();
    const charts = ['a', 'b'].map((id) => new Chart(app, id));
    const [job] = charts.map((chart) => new SimpleJob(chart, 'job', { image }));
    app.synthYaml();
    job.podMetadata.addLabel('a', 'not a value');
    const message = '[a/job] spec.template.labels';
    expect(() => app.synthYaml()).toThrow(message);
    expect(() => charts[0].toJson()).toThrow(message);
    expect(() => ApiObject.of(job).toJson() as unknown).toThrow(message);
    job.podMetadata.addLabel('a', 'value');
    expect(app.synthYaml()).toContain('a: value');
  });

  test('reports a field that newly applied defaults do not allow', () => {
    const chart = new Chart(new App(), 'chart');
    new SimpleJob(chart, 'job', { image, managedBy: 'example.com/controller' });
    jobIn(chart);
    JobDefaults.sane().with({ kubernetesVersion: '1.29' }).applyTo(chart);
    expect(() => chart.toJson()).toThrow('[chart/job] spec.managedBy: ');
    JobDefaults.sane()
      .with({ required: ['digest'] })
      .applyTo(chart);
    expect(() => chart.toJson()).toThrow('[chart/job] spec.template.spec.containers[0].image: ');
  });

  test('reports a Job of the same name that was added in between', () => {
    const chart = new Chart(new App(), 'chart');
    new SimpleJob(chart, 'a.b', { image });
    chart.toJson();
    new SimpleJob(chart, 'a_b', { image });
    expect(() => chart.toJson()).toThrow(
      '[chart/a_b] metadata.name: is the same as that of chart/a.b, ',
    );
  });

  test('writes a NetworkPolicy only while the defaults isolate', () => {
    const chart = new Chart(new App(), 'chart');
    new SimpleJob(chart, 'job', { image });
    const kinds = () => (chart.toJson() as JobManifest[]).map(({ kind }) => kind as string);
    JobDefaults.sane().with({ isolate: true }).applyTo(chart);
    expect(kinds()).toContain('NetworkPolicy');
    JobDefaults.sane().applyTo(chart);
    expect(kinds()).not.toContain('NetworkPolicy');
  });
});

describe('isolation by default', () => {
  const isolating = JobDefaults.sane().with({ isolate: true });
  const policies = (chart: Chart) =>
    (chart.toJson() as JobManifest[]).filter(({ kind }) => (kind as string) === 'NetworkPolicy');

  test.each<[string, (chart: Chart) => SimpleJob, number]>([
    ['is created with the Job', (chart) => new SimpleJob(chart, 'job', { image }), 1],
    [
      'yields to isolate: false',
      (chart) => new SimpleJob(chart, 'job', { image, isolate: false }),
      0,
    ],
    [
      'is the same as an explicit one',
      (chart) => {
        const job = new SimpleJob(chart, 'job', { image });
        job.connections.isolate();
        return job;
      },
      1,
    ],
  ])('%s', (_, create, count) => {
    const chart = new Chart(new App(), 'chart');
    isolating.applyTo(chart);
    create(chart);
    expect(policies(chart)).toHaveLength(count);
  });

  test('does not undo an explicit isolation when the defaults change', () => {
    const chart = new Chart(new App(), 'chart');
    isolating.applyTo(chart);
    new SimpleJob(chart, 'a', { image }).connections.isolate();
    new SimpleJob(chart, 'b', { image, isolate: true });
    JobDefaults.sane().applyTo(chart);
    expect(policies(chart)).toHaveLength(2);
  });
});

test('constructing and synthesizing a Job replaces no member of cdk8s', () => {
  const { stringify } = Yaml;
  const app = new App();
  const chart = new Chart(app, 'chart');
  const resolvers = [...app.resolvers];
  new SimpleJob(chart, 'job', { image });
  chart.toJson();
  expect(Yaml.stringify).toBe(stringify);
  expect(app.resolvers).toEqual(resolvers);
  for (const [object, type] of [
    [app, App],
    [chart, Chart],
  ] as const) {
    for (const method of ['synth', 'synthYaml', 'toJson']) {
      expect([method, Object.hasOwn(object, method)]).toEqual([method, false]);
    }
    expect(Object.getPrototypeOf(object)).toBe(type.prototype);
  }
});

test('resolvers of the app apply to Jobs', () => {
  const resolver: IResolver = {
    resolve: (context) => {
      if (context.value === 'a') context.replaceValue('b');
    },
  };
  const chart = new Chart(new App({ resolvers: [resolver] }), 'chart');
  new IndexedJob(chart, 'job', { image: 'a', completions: 1 });
  expect(jobIn(chart).spec.template.spec.containers[0].image).toBe('b');
});

test('JobsApp is an App', () => expect(new JobsApp()).toBeInstanceOf(App));
