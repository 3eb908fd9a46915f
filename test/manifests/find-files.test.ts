import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkPaths } from '../../src/manifests/check';
import { exceedsThreshold } from '../../src/manifests/check-report';
import { InputError } from '../../src/manifests/problem';
import { readManifests } from '../../src/manifests/read-manifests';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'find-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const JOB = `apiVersion: batch/v1
kind: Job
metadata: {name: good}
spec:
  template:
    spec:
      restartPolicy: Never
      containers: [{name: main, image: "busybox:1.36", command: [date]}]
`;
const BAD_JOB = JOB.replace('Never', 'Sometimes');
const TEMPLATE = '{{- if .Values.on }}\nkind: ConfigMap\nname: {{ .Release.Name }}\n{{- end }}\n';

function write(files: Readonly<Record<string, string>>): void {
  for (const [file, text] of Object.entries(files)) {
    const path = join(folder, file);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, text);
  }
}

/** Checks a path in the folder. */
async function check(path = '.') {
  const report = await checkPaths([join(folder, path)]);
  const relative = (file: string) => file.replace(`${folder}/`, '').replace(folder, '.');
  return {
    failed: exceedsThreshold(report, 'error'),
    checked: report.counts.checked,
    notManifests: report.counts.notManifests,
    files: report.findings.map(({ file }) => relative(file)),
    skipped: report.skipped.map(({ path: at, kind }) => `${kind} ${relative(at)}`),
  };
}

describe('a check of a folder', () => {
  test('passes in a new cdk8s project', async () => {
    write({
      'cdk8s.yaml': 'language: typescript\napp: npx tsx main.ts\nimports: [k8s]\n',
      'package.json': '{"name": "shop", "jest": {"moduleFileExtensions": ["ts", "js"]}}',
      'tsconfig.json': '{\n  // what kind of modules\n  "compilerOptions": {"strict": true,},\n}\n',
      'package-lock.json': `{"packages": {"kind-of": "${'x'.repeat(4_000_000)}"}}`,
      'node_modules/p/package.json': '[',
      'node_modules/p/job.yaml': BAD_JOB,
      '.github/workflows/build.yml': 'on: push\n',
      'imports/k8s.ts': 'export {};\n',
      'dist/shop.k8s.yaml': JOB,
      'dist/construct-metadata.json': '{"version": "1.0.0"}',
    });
    expect(await check()).toEqual({
      failed: false,
      checked: 1,
      notManifests: 4,
      files: [],
      skipped: [],
    });
  });

  test.each([
    ['an object without apiVersion and kind', 'a: 1\n'],
    ['a list', '- a\n'],
    ['YAML that kubectl does not read', 'a: [\n'],
    ['the index of a Helm repository', 'apiVersion: v1\nentries: {}\n'],
    ['binary data', '\0\x01\x02\x03'],
  ])('counts %s, which is an error in a file that is named', async (_, text) => {
    write({ 'job.yaml': JOB, 'other.yaml': text });
    expect(await check()).toMatchObject({ failed: false, notManifests: 1, files: [] });
    expect(await check('other.yaml')).toMatchObject({ failed: true, files: ['other.yaml'] });
  });

  test.each([
    ['a manifest that kubectl does not read', `${JOB}schedule: */5 * * * *\n`],
    ['a Job without kind', JOB.replace('kind: Job\n', '')],
    ['a Job without apiVersion', JOB.replace('apiVersion: batch/v1\n', '')],
    ['a wrong Job', BAD_JOB],
  ])('finds %s', async (_, text) => {
    write({ 'a/job.yaml': text });
    expect(await check()).toMatchObject({ failed: true, files: ['a/job.yaml'] });
  });

  test('finds files whatever the case of their extension', async () => {
    write({ 'a.YAML': JOB, 'b.Yml': JOB, 'c.JSON': JSON.stringify({ a: 1 }) });
    expect(await check()).toMatchObject({ checked: 2, notManifests: 1 });
  });

  test('skips what Helm renders, and reads the rest of the folder of a chart', async () => {
    write({
      'chart/Chart.yaml': 'apiVersion: v2\nname: c\nversion: 0.1.0\n',
      'chart/values.yaml': 'kind: Job\n',
      'chart/values-prod.yaml': 'kind: Job\n',
      'chart/templates/cm.yaml': TEMPLATE,
      'chart/templates/job.yaml': BAD_JOB,
      'chart/charts/db/Chart.yaml': 'apiVersion: v2\nname: db\n',
      'chart/crds/crd.yaml': BAD_JOB,
      'chart/examples/job.yaml': JOB,
      'job.yaml': JOB,
    });
    const expected = { failed: false, checked: 2, files: [], skipped: ['chart chart'] };
    expect(await check()).toMatchObject(expected);
    expect(await check('chart')).toMatchObject({ ...expected, checked: 1 });
  });

  test('skips a template outside of a chart', async () => {
    write({ 'deploy/job.yaml.yaml': TEMPLATE, 'jinja.yml': '{% if on %}\na: 1\n{% endif %}\n' });
    expect(await check()).toMatchObject({
      failed: false,
      skipped: ['template deploy/job.yaml.yaml', 'template jinja.yml'],
    });
    expect(await check('jinja.yml')).toMatchObject({ failed: true, files: ['jinja.yml'] });
  });

  test('does not take a string with braces for a template', async () => {
    write({ 'job.yaml': `${JOB.replace('[date]', '["echo", "{{workflow.name}}"]')}a: @b\n` });
    expect(await check()).toMatchObject({ failed: true, files: ['job.yaml'], skipped: [] });
  });

  test.each(['kustomization.yaml', 'kustomization.yml', 'Kustomization'])(
    'checks the resources in %s, and not its patches',
    async (name) => {
      const patch = 'apiVersion: batch/v1\nkind: Job\nmetadata: {name: good}\nspec: {a: 1}\n';
      write({
        [`app/${name}`]: [
          'resources: [job.yaml]',
          'patches: [{path: patch.yaml}, {patch: "- op: remove"}]',
          'patchesStrategicMerge: [merge.yaml, "kind: Job\\n"]',
          'patchesJson6902: [{target: {kind: Job}, path: ../shared/json.yaml}]',
        ].join('\n'),
        'app/job.yaml': BAD_JOB,
        'app/patch.yaml': patch,
        'app/merge.yaml': patch,
        'shared/json.yaml': '- {op: replace, path: /spec}\n',
      });
      expect(await check()).toMatchObject({
        failed: true,
        checked: 1,
        notManifests: 0,
        files: ['app/job.yaml'],
        skipped: ['kustomization app'],
      });
    },
  );

  test('checks a patch that is also a resource', async () => {
    write({
      'a/kustomization.yaml': 'resources: [../job.yaml]\n',
      'b/kustomization.yaml': 'patches: [{path: ../job.yaml}]\n',
      'job.yaml': BAD_JOB,
    });
    expect((await check()).files).toEqual(['job.yaml']);
  });

  test('reads a Kustomization of Flux as an object', async () => {
    const flux = 'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\n';
    write({ 'kustomization.yaml': flux, 'job.yaml': JOB });
    expect(await check()).toMatchObject({ failed: false, checked: 1, skipped: [] });
  });

  test('reports a kustomization that kubectl does not read', async () => {
    const broken =
      'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [\n';
    write({ 'kustomization.yaml': broken, 'job.yaml': JOB });
    expect(await check()).toMatchObject({ failed: true, files: ['kustomization.yaml'] });
  });
});

describe('readManifests of a folder', () => {
  const messages = () =>
    readManifests([folder]).then(
      () => [],
      (error: InputError) => error.problems.map(({ message }) => message.replaceAll(folder, 'DIR')),
    );

  test('rejects charts and kustomizations, and names the command to use', async () => {
    write({
      'my chart/Chart.yaml': 'name: c\n',
      'overlay/kustomization.yaml': 'resources: [job.yaml]\n',
      'job.yaml': JOB,
    });
    expect(await messages()).toEqual([
      "DIR/my chart is a Helm chart: run helm template 'DIR/my chart' | cdk8s-jobs deploy -",
      'DIR/overlay is a kustomization, and its patches are not read: run kustomize build DIR/overlay | cdk8s-jobs deploy -',
    ]);
  });

  test.each([
    ['templates', TEMPLATE],
    ['files of another purpose', 'a: 1\n'],
  ])('rejects %s, so that nothing is missing without notice', async (_, text) => {
    write({ 'job.yaml': JOB, 'other.yaml': text });
    expect(await messages()).toHaveLength(1);
  });
});
