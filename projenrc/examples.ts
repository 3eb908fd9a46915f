/** Writes the YAML files of each example. test/examples compares them with what the example synthesizes. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { App, Yaml } from 'cdk8s';

const EXAMPLES = join(__dirname, '..', 'examples');

const load = createRequire(__filename);

const examples = readdirSync(EXAMPLES, { withFileTypes: true }).filter((e) => e.isDirectory());
for (const { name: example } of examples) {
  const dist = join(EXAMPLES, example, 'dist');
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist);
  const { app } = load(join(EXAMPLES, example, 'main.ts')) as { app(): App };
  for (const chart of app().charts) {
    writeFileSync(
      join(dist, `${chart.node.id}.k8s.yaml`),
      Yaml.stringify(...(chart.toJson() as object[])),
    );
  }
}
