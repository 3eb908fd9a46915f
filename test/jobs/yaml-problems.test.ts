import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, App, Chart, Include, Testing, Yaml } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { parseAllDocuments } from 'yaml';
import { IndexedJob, JobsApp, SimpleJob, validateJobs } from '../../src';

const chartOf = (app: App) => new Chart(app, 'shop');
const messageOf = (app: App): string => {
  try {
    app.synthYaml();
    return '';
  } catch (error) {
    return (error as Error).message;
  }
};
const manifestsOf = (app: App) =>
  parseAllDocuments(app.synthYaml(), { version: '1.1' }).map((document) => document.toJSON());

/** Where a string can be in an app, with its place in the message. */
const PLACES: [name: string, add: (chart: Chart, text: string) => void, place: string][] = [
  [
    'an argument',
    (chart, text) => new SimpleJob(chart, 'a', { image: 'i', args: ['-c', text] }),
    '[shop/a] spec.template.spec.containers[0].args[1]: ',
  ],
  [
    'a variable',
    (chart, text) => new SimpleJob(chart, 'a', { image: 'i', env: { TEXT: text } }),
    '[shop/a] spec.template.spec.containers[0].env[1].value: ',
  ],
  [
    'an annotation',
    (chart, text) =>
      new SimpleJob(chart, 'a', { image: 'i', metadata: { annotations: { a: text } } }),
    '[shop/a] metadata.annotations.a: ',
  ],
  [
    'an item of an IndexedJob',
    (chart, text) => new IndexedJob(chart, 'a', { image: 'i', items: ['x', text] }),
    '[shop/a/Items] data.1: ',
  ],
  [
    'a ConfigMap beside a Job',
    (chart, text) => {
      new SimpleJob(chart, 'a', { image: 'i' });
      new kplus.ConfigMap(chart, 'config', { data: { text } });
    },
    '[shop/config] data.text: ',
  ],
  [
    'an annotation of a Deployment beside a Job',
    (chart, text) => {
      new SimpleJob(chart, 'a', { image: 'i' });
      const web = new kplus.Deployment(chart, 'web', { containers: [{ image: 'i' }] });
      web.metadata.addAnnotation('a', text);
    },
    '[shop/web] metadata.annotations.a: ',
  ],
];

/** Strings with their description in the message. */
const TEXTS: [text: string, described: string][] = [
  ['\n\techo one\n\techo two\n', '"\\n\\techo one\\n\\techo two\\n" begins with a tab'],
  ['a\u0085b', '"a\\u0085b" contains U+0085'],
  ['a\u2028b', '"a\\u2028b" contains U+2028'],
  ['a\u007fb', '"a\\u007fb" contains U+007F'],
  ['  \n\n', '"  \\n\\n" consists of spaces and line feeds'],
];

describe.each(PLACES)('a string that kubectl would misread, in %s', (_, add, place) => {
  test.each(TEXTS)('%j is an error in an App, with the way out', (text, described) => {
    const app = new App();
    add(chartOf(app), text);
    const message = messageOf(app);
    expect(message).toContain(`${place}${described}`);
    expect(message).toContain('or use JobsApp instead of App');
    expect(message.match(/JobsApp/g)).toHaveLength(1);
  });

  test.each(TEXTS)('%j is written in double quotes by a JobsApp', (text, described) => {
    const app = new JobsApp();
    add(chartOf(app), text);
    const [json] = /^".*"/.exec(described)!;
    expect(app.synthYaml()).toContain(` ${json}\n`);
    expect(JSON.stringify(manifestsOf(app))).toContain(JSON.stringify(text));
  });

  test.each([() => new App(), () => new JobsApp()])('a lone surrogate is an error', (create) => {
    const app = create();
    add(chartOf(app), 'a\ud800b');
    expect(messageOf(app)).toContain(
      `${place}"a\\ud800b" contains U+D800, half of a surrogate pair`,
    );
  });
});

test('strings that are read back are written by App and JobsApp as before', () => {
  const yaml = [new App(), new JobsApp()].map((app) => {
    const env = { TAB: '\ta', LATER: 'a\n\tb\n', LINES: '\n\n', BELL: '\u0007', SPACE: ' ' };
    new SimpleJob(chartOf(app), 'a', { image: 'i', env });
    return app.synthYaml();
  });
  expect(yaml[0]).toBe(yaml[1]);
});

test('the rest of a JobsApp is written as App writes it', () => {
  const lines = (app: App, text: string) => {
    new SimpleJob(chartOf(app), 'a', { image: 'i', metadata: { name: 'a' }, env: { TEXT: text } });
    return app.synthYaml().split('\n');
  };
  const plain = lines(new App(), 'text');
  const escaped = lines(new JobsApp(), 'te\u0085xt');
  const changed = escaped.filter((line, i) => line !== plain[i]).map((line) => line.trim());
  expect(changed).toEqual([
    expect.stringMatching(/^cdk8s-jobs\/spec-hash: /),
    'value: "te\\u0085xt"',
  ]);
});

test('an object that cdk8s has to write is JSON if it has such a string', () => {
  const app = new JobsApp();
  const chart = chartOf(app);
  new SimpleJob(chart, 'a', { image: 'i' });
  const spec = { weight: 0.5, text: '\ta\n' };
  new ApiObject(chart, 'other', { apiVersion: 'example.com/v1', kind: 'Other', spec });
  expect(manifestsOf(app)).toContainEqual(expect.objectContaining({ spec }));
});

test('a key of an object is an error too', () => {
  const app = new App();
  const chart = chartOf(app);
  new SimpleJob(chart, 'a', { image: 'i' });
  new ApiObject(chart, 'b', { apiVersion: 'v1', kind: 'B', spec: { 'a\u0085': 1 } } as never);
  expect(messageOf(app)).toContain('[shop/b] spec: the key "a\\u0085" contains U+0085');
});

describe('a string that is read as a number', () => {
  const withConfig = (add: (chart: Chart) => void) => {
    const app = new App();
    const chart = chartOf(app);
    new SimpleJob(chart, 'a', { image: 'i' });
    add(chart);
    return messageOf(app);
  };

  test('is an error in an object beside a Job', () => {
    const message = withConfig((chart) => {
      new kplus.ConfigMap(chart, 'config', { data: { mode: '0o644' } });
    });
    expect(message).toContain('[shop/config] data.mode: "0o644" is written to YAML without quotes');
  });

  test('is accepted in an Include, whose file contains a number', () => {
    const folder = mkdtempSync(join(tmpdir(), 'vendor-'));
    const url = join(folder, 'vendor.yaml');
    writeFileSync(url, 'apiVersion: example.com/v1\nkind: Other\nspec: { mode: 0o644 }\n');
    expect(withConfig((chart) => new Include(chart, 'vendor', { url }))).toBe('');
    rmSync(folder, { recursive: true });
  });
});

test('validateJobs alone finds such strings in other objects', () => {
  const app = new App();
  const chart = chartOf(app);
  new ApiObject(chart, 'job', {
    apiVersion: 'batch/v1',
    kind: 'Job',
    spec: { template: { spec: { containers: [{ name: 'a', image: 'i', args: ['a\u0085'] }] } } },
  } as never);
  expect(messageOf(app)).toBe('');
  validateJobs(chart);
  expect(messageOf(app)).toContain('args[0]: "a\\u0085" contains U+0085');
});

test('a Deployment with spread constraints is written as without a Job beside it', () => {
  const deployment = (withJob: boolean) => {
    const chart = chartOf(new App());
    const spec = { spread: true, containers: [{ image: 'i' }] };
    new kplus.Deployment(chart, 'web', spec);
    if (withJob) new SimpleJob(chart, 'a', { image: 'i' });
    return Yaml.stringify(Testing.synth(chart).find(({ kind }) => kind === 'Deployment'));
  };
  expect(deployment(true)).toBe(deployment(false));
});

test('the error of another object is reported once for each synth, until its cause is gone', () => {
  const app = new App();
  const chart = new Chart(app, 'shop');
  new SimpleJob(chart, 'a', { image: 'i' });
  const { metadata } = new kplus.ConfigMap(new Chart(app, 'other'), 'config');
  metadata.addAnnotation('a', 'b\u0085');
  for (let synths = 0; synths < 2; synths++) {
    expect(messageOf(app).match(/\[.*\] .*U\+0085/g)).toEqual([
      expect.stringMatching(/^\[other\/config\] metadata\.annotations\.a: /),
    ]);
  }
  metadata.addAnnotation('a', 'b');
  expect(() => app.synthYaml()).not.toThrow();
});
