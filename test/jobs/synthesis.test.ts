import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, App, Chart, Yaml, YamlOutputType } from 'cdk8s';
import { SimpleJob } from '../../src';

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

/** An app whose charts have Jobs, nested and in an order of their own. */
function appOfCharts(yamlOutputType?: YamlOutputType) {
  const outdir = mkdtempSync(join(tmpdir(), 'synthesis-'));
  folders.push(outdir);
  const app = new App({ outdir, yamlOutputType });
  const charts = ['a', 'b', 'c'].map((id) => new Chart(app, id));
  charts.push(new Chart(charts[1], 'nested'));
  const jobs = charts.flatMap((chart) =>
    ['one', 'two'].map(
      (id) =>
        new SimpleJob(chart, id, { image: `i:${chart.node.id}`, args: [`echo "${id}: on"\nexit`] }),
    ),
  );
  jobs[0].node.addDependency(jobs[1], jobs[4]);
  return { app, charts, outdir };
}
const written = (folder: string) =>
  readdirSync(folder)
    .sort()
    .map((file) => readFileSync(join(folder, file), 'utf8'));
/** What cdk8s writes of manifests by itself. */
const byCdk8s = (charts: readonly Chart[]) =>
  charts.map((chart) => Yaml.stringify(...chart.toJson()));

test('while an app is synthesized, its charts give what they give one by one', () => {
  const { app, charts, outdir } = appOfCharts();
  app.synth();
  expect(written(outdir).sort()).toEqual(byCdk8s(charts).sort());
});

test('so they do into one text', () => {
  const { app, charts } = appOfCharts();
  const text = app.synthYaml();
  expect(text.split('---\n').sort()).toEqual(
    byCdk8s(charts)
      .flatMap((file) => file.split('---\n'))
      .sort(),
  );
});

test.each([YamlOutputType.FILE_PER_APP, YamlOutputType.FILE_PER_RESOURCE])(
  'and into files by %s',
  (type) => {
    const { app, charts, outdir } = appOfCharts(type);
    app.synth();
    expect(
      written(outdir)
        .flatMap((file) => file.split('---\n'))
        .sort(),
    ).toEqual(
      byCdk8s(charts)
        .flatMap((file) => file.split('---\n'))
        .sort(),
    );
  },
);

test('the app is validated once, however many charts it has', () => {
  const { app } = appOfCharts();
  const validate = jest.fn(() => []);
  app.node.addValidation({ validate });
  app.synth();
  expect(validate).toHaveBeenCalledTimes(1);
});

test('a chart alone is validated each time', () => {
  const { app, charts } = appOfCharts();
  const validate = jest.fn(() => ['no']);
  app.node.addValidation({ validate });
  expect(() => charts[0].toJson()).toThrow('no');
  expect(() => charts[1].toJson()).toThrow('no');
});

test('a chart that has its own way to render keeps it', () => {
  const { app, outdir } = appOfCharts();
  class Own extends Chart {
    public toJson(): any[] {
      return super.toJson().map((object) => ({ ...object, own: true }));
    }
  }
  const own = new Own(app, 'own');
  new SimpleJob(own, 'job', { image: 'i:1' });
  new ApiObject(own, 'object', { apiVersion: 'v1', kind: 'X' });
  app.synth();
  expect(
    written(outdir)
      .join('')
      .match(/^own: true$/gm),
  ).toHaveLength(2);
});

test('after a synthesis, cdk8s writes YAML by itself again, also after one that fails', () => {
  const { stringify } = Yaml;
  const { app } = appOfCharts();
  app.synth();
  expect(Yaml.stringify).toBe(stringify);
  app.node.addValidation({ validate: () => ['no'] });
  expect(() => app.synth()).toThrow('no');
  expect(Yaml.stringify).toBe(stringify);
});
