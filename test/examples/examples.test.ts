import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Yaml } from 'cdk8s';
import { parseManifests } from '../../src/manifests/parse';
import { synthJobs } from '../../src/testing';

const EXAMPLES = join(__dirname, '..', '..', 'examples');
const examples = readdirSync(EXAMPLES);

const appOf = (example: string) =>
  (jest.requireActual(join(EXAMPLES, example, 'main.ts')) as { app(): App }).app();

test.each(examples)('the YAML that is checked in with %s is what it synthesizes', (example) => {
  const synthesized = Object.fromEntries(
    appOf(example).charts.map((chart) => [
      `${chart.node.id}.k8s.yaml`,
      Yaml.stringify(...(chart.toJson() as object[])),
    ]),
  );
  const dist = join(EXAMPLES, example, 'dist');
  const checkedIn = Object.fromEntries(
    readdirSync(dist).map((file) => [file, readFileSync(join(dist, file), 'utf8')]),
  );
  expect(checkedIn).toEqual(synthesized);
});

test('the first Job of each of the two oldest examples is one of the seeds', () => {
  const { manifests } = parseManifests(
    readFileSync(join(__dirname, '..', 'fixtures', 'seeds.yaml'), 'utf8'),
    'seeds.yaml',
  );
  expect(['hello-world', 'parallel-files'].map((example) => synthJobs(appOf(example))[0])).toEqual(
    manifests,
  );
});
