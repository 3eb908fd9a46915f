import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Consumer, run, RunResult } from './consumer';
import { temporaryFolder } from '../../test/temporary-folder';

const ROOT = join(__dirname, '..', '..');
const { version: VERSION } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

/** An app without a construct of ours, for users who want only the check. */
const app = (pod: object) => `
const { ApiObject, App, Chart } = require('cdk8s');
const app = new App();
const spec = { template: { spec: ${JSON.stringify({ containers: [{ name: 'a', image: 'a:1' }], ...pod })} } };
new ApiObject(new Chart(app, 'shop'), 'migrate', { apiVersion: 'batch/v1', kind: 'Job', spec });
app.synth();
`;
const GOOD = { restartPolicy: 'Never' };
const ENDLESS = { restartPolicy: 'Always' };

let folder: string;
let consumer: Consumer;
beforeAll(async () => {
  folder = temporaryFolder('synth-');
  expect(await run(ROOT, 'npm', 'pack', '--silent', '--pack-destination', folder)).toMatchObject({
    code: 0,
  });
  consumer = new Consumer(join(folder, 'app'), 'commonjs');
  await consumer.install(
    join(
      folder,
      readdirSync(folder).find((file) => file.endsWith('.tgz'))!,
    ),
    'cdk8s',
    'cdk8s-plus-27',
    'constructs',
  );
  // Where cdk8s installs what it is given by name, if it is not there yet.
  cpSync(
    join(consumer.folder, 'node_modules'),
    join(consumer.folder, `plugins/cdk8s-jobs/${VERSION}/node_modules`),
    { recursive: true },
  );
});

async function synth(
  pod: object,
  properties: object = {},
  from = './node_modules/cdk8s-jobs',
): Promise<RunResult> {
  consumer.write('main.js', app(pod));
  consumer.write(
    'cdk8s.yaml',
    JSON.stringify({
      language: 'typescript',
      app: 'node main.js',
      pluginsDirectory: join(consumer.folder, 'plugins'),
      validations: [{ package: from, version: VERSION, class: 'JobValidation', properties }],
    }),
  );
  return consumer.run(join(ROOT, 'node_modules/.bin/cdk8s'), 'synth', '--check-upgrade=false');
}

describe.each([
  ['the package of the app', './node_modules/cdk8s-jobs'],
  ['the package that cdk8s installs by its name', 'cdk8s-jobs'],
])('with %s', (_, from) => {
  test('cdk8s synth passes an app with valid Jobs', async () => {
    const { code, output } = await synth(GOOD, { kubernetesVersion: '1.31' }, from);
    expect(output).toMatch(/Status +│ success/);
    expect(output).toMatch(/Kubernetes +│ 1\.31 /);
    expect(output).toContain('Validations ended succesfully'); // as cdk8s spells it
    expect(code).toBe(0);
  });

  test('cdk8s synth fails with the reason for a Job that a cluster would reject', async () => {
    const { code, output } = await synth(ENDLESS, {}, from);
    expect(output).toMatch(/Status +│ failure/);
    expect(output).toContain('job/restart-policy (1 occurrences)');
    expect(output).toMatch(
      new RegExp(
        [
          '- Construct Path: shop/migrate',
          '- Manifest Path: dist/shop.k8s.yaml',
          '- Resource Name: shop-migrate-\\w+',
          '- Locations:',
          '> spec.template.spec.restartPolicy',
          '',
          'Recommendation: rejected: must be Never or OnFailure, not "Always"',
          'How to fix: set Never',
        ].join('\\s+'),
      ),
    );
    expect(code).toBe(2);
  });
});

test('invalid properties end cdk8s synth with a fix and without a stack trace', async () => {
  const { code, output } = await synth(GOOD, { kubernetesVersion: 1.3, failon: 'warning' });
  expect(output).toContain(`invalid properties of JobValidation
  kubernetesVersion: must be a string in quotes, such as '1.35', since YAML reads 1.30 as 1.3; got 1.3
  failon: is not a property of JobValidation; use kubernetesVersion, failOn or rules, or omit it]`);
  expect(output).not.toMatch(/^ +at /m);
  expect(code).toBe(1);
});
