import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Yaml } from 'cdk8s';
import { parseManifests } from '../../src/manifests/parse';
import { synthJobs } from '../../src/testing';

const EXAMPLES = join(__dirname, '..', '..', 'examples');
const examples = readdirSync(EXAMPLES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

const appOf = (example: string) =>
  (jest.requireActual(join(EXAMPLES, example, 'main.ts')) as { app(): App }).app();

describe('the examples', () => {
  test.each(examples)('%s/dist is what main.ts synthesizes', (example) => {
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

  test.each(examples)('%s is listed in examples/README.md', (example) => {
    const readme = readFileSync(join(EXAMPLES, 'README.md'), 'utf8');
    expect(readme).toContain(`| [${example}](${example}) |`);
  });

  test('hello-world and parallel-files begin with the Jobs of test/fixtures/seeds.yaml', () => {
    const { manifests } = parseManifests(
      readFileSync(join(__dirname, '..', 'fixtures', 'seeds.yaml'), 'utf8'),
      'seeds.yaml',
    );
    expect(
      ['hello-world', 'parallel-files'].map((example) => synthJobs(appOf(example))[0]),
    ).toEqual(manifests);
  });
});
