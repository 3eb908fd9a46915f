import { join } from 'node:path';
import { Yaml } from 'cdk8s';
import { Validation, ValidationContext } from 'cdk8s-cli/plugins';
import { JobValidation, JobValidationProperties } from '../../src';
import { temporaryFolder } from '../temporary-folder';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder('job-validation-');
});

const job = (name: string, pod: object = {}, spec: object = {}) => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name },
  spec: {
    ...spec,
    template: {
      spec: { restartPolicy: 'Never', containers: [{ name: 'a', image: 'a:1' }], ...pod },
    },
  },
});
const good = job('good');
const endless = job('endless', { restartPolicy: 'Always' });
const twice = job('twice', { containers: [{ name: 'a' }, { name: 'b' }] });
const untagged = job('untagged', { containers: [{ name: 'a', image: 'a' }] });
const idle = job('idle', {}, { parallelism: 0 });
const LATEST = 'container/image-latest';

/** The report of cdk8s itself about files that hold these objects. */
async function report(
  files: Record<string, readonly object[]>,
  properties?: JobValidationProperties,
) {
  const paths = Object.keys(files).map((file) => join(folder, file));
  for (const [file, objects] of Object.entries(files)) Yaml.save(join(folder, file), [...objects]);
  const context = new ValidationContext(
    paths,
    'cdk8s-jobs',
    '1.2.3',
    { endless: { path: 'shop/endless' } },
    false,
  );
  const validation: Validation = new JobValidation(properties);
  await validation.validate(context);
  return context.report.toJson();
}

test('JobValidation reports a violation with rule, construct, manifest, field and fix', async () => {
  const { violations, summary } = await report({ 'a.yaml': [good, endless] });
  expect(violations).toEqual([
    {
      ruleName: 'job/restart-policy',
      recommendation: 'rejected: must be Never or OnFailure, not "Always"',
      fix: expect.stringContaining('set Never'),
      violatingConstructs: [
        {
          resourceName: 'endless',
          constructPath: 'shop/endless',
          manifestPath: join(folder, 'a.yaml'),
          locations: ['spec.template.spec.restartPolicy'],
        },
      ],
    },
  ]);
  expect(summary).toMatchObject({
    status: 'failure',
    metadata: { Kubernetes: '1.35', 'Jobs and CronJobs': '2', Errors: '1', Warnings: '0' },
  });
});

test('a Job of an earlier synth beside its new run is a violation that names its manifest', async () => {
  const identified = (name: string) => ({
    ...job(name),
    metadata: { name, labels: { 'cdk8s-jobs/id': 'migrate' } },
  });
  const { violations } = await report({
    'a.yaml': [identified('migrate-1')],
    'b.yaml': [identified('migrate-2')],
  });
  expect(violations).toMatchObject([
    {
      ruleName: 'manifest/unique-id',
      recommendation: expect.stringContaining(`as Job migrate-1 (${join(folder, 'a.yaml')})`),
      violatingConstructs: [{ manifestPath: join(folder, 'b.yaml') }],
    },
  ]);
});

test('JobValidation reports one violation for the same problem in many fields, objects and manifests', async () => {
  const { violations, summary } = await report({
    'a.yaml': [twice],
    'b.yaml': [job('once', { containers: [{ name: 'a' }] })],
  });
  const places = violations.map(({ violatingConstructs }) =>
    violatingConstructs.map(({ resourceName, locations }) => [resourceName, ...locations]),
  );
  expect(places).toEqual([
    [
      ['twice', 'spec.template.spec.containers[0].image', 'spec.template.spec.containers[1].image'],
      ['once', 'spec.template.spec.containers[0].image'],
    ],
  ]);
  expect(summary.metadata).toMatchObject({ Errors: '3' });
});

test('JobValidation passes an app with valid Jobs', async () => {
  const { violations, summary } = await report({ 'a.yaml': [good], 'b.yaml': [job('other')] });
  expect([violations, summary.status]).toEqual([[], 'success']);
});

test.each([
  ['no object', []],
  ['objects of other kinds', [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } }]],
  ['a manifest that is not an object', [['a'], 'text' as unknown as object]],
])('JobValidation passes a file with %s', async (_, objects) => {
  expect((await report({ 'a.yaml': objects })).summary).toMatchObject({
    status: 'success',
    metadata: { 'Jobs and CronJobs': '0' },
  });
});

test('JobValidation reports findings of an object without a name', async () => {
  const { violations } = await report({
    'a.yaml': [{ ...endless, metadata: { generateName: 'endless-' } }],
  });
  expect(violations[0].violatingConstructs[0].resourceName).toBe('(without a name)');
});

test.each<[string, object, string, string]>([
  ['a Job that would be rejected', endless, 'failure', 'failure'],
  [
    'a Job that would never start',
    job('no-time', {}, { activeDeadlineSeconds: 0 }),
    'failure',
    'failure',
  ],
  [
    'a field that would be dropped',
    job('managed', {}, { managedBy: 'example.com/controller' }),
    'success',
    'failure',
  ],
  ['a warning', idle, 'success', 'failure'],
  ['an info', untagged, 'success', 'success'],
  ['no finding', good, 'success', 'success'],
])(
  'JobValidation reports %s, and fails depending on failOn',
  async (_, object, byErrors, byWarnings) => {
    const status = async (failOn?: 'error' | 'warning') =>
      (await report({ 'a.yaml': [object] }, { kubernetesVersion: '1.31', failOn })).summary.status;
    expect([await status(), await status('error'), await status('warning')]).toEqual([
      byErrors,
      byErrors,
      byWarnings,
    ]);
  },
);

test('JobValidation counts infos, and reports none', async () => {
  const { violations, summary } = await report({ 'a.yaml': [untagged] });
  expect([violations, summary.metadata]).toEqual([
    [],
    expect.objectContaining({ Warnings: '0', Info: '1' }),
  ]);
});

test('JobValidation takes the severities of rules from its properties', async () => {
  const rules = { [LATEST]: 'error', 'job/restart-policy': 'off' } as const;
  const { violations } = await report({ 'a.yaml': [untagged, endless] }, { rules });
  expect(violations.map(({ ruleName }) => ruleName)).toEqual([LATEST]);
});

test('JobValidation applies the annotation of an object that is an exception', async () => {
  const annotations = { 'cdk8s-jobs/ignore': 'job/restart-policy: another tool sets it' };
  const exception = { ...endless, metadata: { name: 'endless', annotations } };
  expect((await report({ 'a.yaml': [exception] })).summary.status).toBe('success');
});

test('JobValidation counts errors and warnings separately', async () => {
  const { violations, summary } = await report({ 'a.yaml': [idle, endless] });
  expect(violations.map(({ recommendation }) => recommendation.split(':')[0])).toEqual([
    'warning',
    'rejected',
  ]);
  expect(summary.metadata).toMatchObject({ Errors: '1', Warnings: '1' });
});

test('JobValidation uses the rules of the given Kubernetes version', async () => {
  const managed = job('managed', {}, { managedBy: 'example.com/controller' });
  const rules = async (kubernetesVersion?: string) =>
    (await report({ 'a.yaml': [managed] }, { kubernetesVersion })).violations.map(
      ({ ruleName }) => ruleName,
    );
  expect([await rules(), await rules('1.35'), await rules('v1.29.4')]).toEqual([
    [],
    [],
    ['manifest/unknown-field'],
  ]);
});

test.each<[string, object, string]>([
  [
    'an unknown version',
    { kubernetesVersion: '1.12' },
    'kubernetesVersion: unknown Kubernetes version "1.12"; use a version from 1.27 to 1.37, e.g. 1.35',
  ],
  [
    'a version without quotes, which YAML reads as a number',
    { kubernetesVersion: 1.3 },
    'kubernetesVersion: must be a string in quotes',
  ],
  [
    'an empty version',
    { kubernetesVersion: null },
    'kubernetesVersion: must be a string in quotes',
  ],
  [
    'an unknown severity',
    { failOn: 'rejected' },
    'failOn: must be error or warning; got "rejected"',
  ],
  ['a misspelled name', { failon: 'error' }, 'failon: is not a property of JobValidation'],
])('JobValidation rejects properties with %s', (_, properties, problem) => {
  expect(() => new JobValidation(properties)).toThrow(
    `cdk8s.yaml: invalid properties of JobValidation\n  ${problem}`,
  );
});

test('JobValidation lists all invalid properties at once, without a stack trace', () => {
  let thrown: Error | undefined;
  try {
    new JobValidation({ kubernetesVersion: '2', failOn: 'never' } as object);
  } catch (error) {
    thrown = error as Error;
  }
  expect(thrown?.message.split('\n')).toHaveLength(3);
  expect(thrown?.stack).toBe(`Error: ${thrown?.message}`);
});
