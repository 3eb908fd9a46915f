import { ApiObject, App, Chart, JsonPatch, Testing } from 'cdk8s';
import { Construct } from 'constructs';
import { chartWith } from './helpers';
import { JobsApp, ScheduledJob, SimpleJob } from '../../src';

const ID = 'cdk8s-jobs/id';
/** Two Jobs of one id: without hashes of their paths, both are called shop-eu-load. */
const ambiguous = (
  images: [string, string],
  namespaces: [string?, string?] = [],
  app = new App(),
) => {
  const chart = new Chart(app, 'shop', { disableResourceNameHashes: true });
  const job = (scope: Construct, id: string, i: number) =>
    new SimpleJob(scope, id, { image: images[i], metadata: { namespace: namespaces[i] } });
  return {
    app,
    chart,
    jobs: [job(chart, 'eu-load', 0), job(new Construct(chart, 'eu'), 'load', 1)],
  };
};
const CONFLICT =
  `[shop/eu/load] metadata.labels['${ID}']: is the same as that of shop/eu-load, shop-eu-load, so ` +
  'a deploy would take them for runs of one Job; change the id of one of them, or set the label';
const sameId = (second: string, first: string) =>
  `[${second}] metadata.labels['${ID}']: is the same as that of ${first}, `;

describe('two Jobs of one id', () => {
  test.each([() => new App(), () => new JobsApp()])('are an error at synth', (create) => {
    const { app } = ambiguous(['i:1', 'i:2'], [], create());
    expect(() => app.synthYaml()).toThrow(CONFLICT);
  });

  test('are an error in each chart that is synthesized', () => {
    const { chart } = ambiguous(['i:1', 'i:2']);
    expect(() => Testing.synth(chart)).toThrow(CONFLICT);
  });

  test('are an error when a chart names them itself', () => {
    class Named extends Chart {
      public generateObjectName(): string {
        return 'load';
      }
    }
    const chart = new Named(new App(), 'shop');
    new SimpleJob(chart, 'a', { image: 'i:1' });
    new SimpleJob(chart, 'b', { image: 'i:2' });
    expect(() => Testing.synth(chart)).toThrow(sameId('shop/b', 'shop/a'));
  });

  test('are an error when one is an object of another library', () => {
    const chart = chartWith();
    const labels = { [ID]: 'load' };
    new SimpleJob(chart, 'a', { image: 'i', metadata: { labels } });
    new ApiObject(chart, 'b', { apiVersion: 'batch/v1', kind: 'Job', metadata: { labels } });
    expect(() => Testing.synth(chart)).toThrow(sameId('chart/b', 'chart/a'));
  });

  test('are reported once, by their name, when they are equal', () => {
    const { chart } = ambiguous(['i:1', 'i:1']);
    expect(() => Testing.synth(chart)).toThrow(
      '[shop/eu/load] metadata.name: is the same as that of shop/eu-load, ',
    );
    expect(() => Testing.synth(chart)).not.toThrow(ID);
  });

  test('are different Jobs in different namespaces', () => {
    const { chart } = ambiguous(['i:1', 'i:2'], ['a', 'b']);
    expect(Testing.synth(chart)).toHaveLength(2);
  });

  test('can be given different ids by a label or a patch', () => {
    const labelled = ambiguous(['i:1', 'i:2']);
    labelled.jobs[0].metadata.addLabel(ID, 'eu-load');
    expect(Testing.synth(labelled.chart)).toHaveLength(2);
    const patched = ambiguous(['i:1', 'i:2']);
    const patch = JsonPatch.replace('/metadata/labels/cdk8s-jobs~1id', 'eu-load');
    ApiObject.of(patched.jobs[0]).addJsonPatch(patch);
    expect(Testing.synth(patched.chart)).toHaveLength(2);
  });
});

test('a CronJob may have the id of a Job, since it starts Jobs of its own names', () => {
  const chart = chartWith();
  new SimpleJob(chart, 'a', { image: 'i', metadata: { labels: { [ID]: 'load' } } });
  new ScheduledJob(chart, 'b', {
    image: 'i',
    schedule: '@daily',
    metadata: { labels: { [ID]: 'load' } },
  });
  expect(Testing.synth(chart)).toHaveLength(2);
});
