import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Chart, YamlOutputType } from 'cdk8s';
import { checkov } from './checkov';
import { kubeScore } from './kube-score';
import { temporaryFolder } from '../../test/temporary-folder';
import {
  IndexedJob,
  JobDefaults,
  JobDefaultsParts,
  ParallelJob,
  ScheduledJob,
  SimpleJob,
  WorkQueueJob,
} from 'cdk8s-jobs';

const IMAGE = `registry.example.com/app@sha256:${'0123456789abcdef'.repeat(4)}`;

let folder: string;
beforeAll(async () => {
  folder = temporaryFolder('linters-');
  const file = written('first', JobDefaults.none());
  for (const lint of [kubeScore, checkov]) expect(await lint(file)).not.toEqual([]); // installs them, which takes minutes on a new machine
}, 30 * 60_000);

/** A file with a Job of each pattern, and what Jobs bring along. */
function written(
  name: string,
  defaults: JobDefaults,
  { image = IMAGE, namespace = 'shop' } = {},
): string {
  const app = new App({ yamlOutputType: YamlOutputType.FILE_PER_APP });
  const chart = new Chart(app, 'shop', { namespace });
  defaults.applyTo(chart);
  new SimpleJob(chart, 'simple', {
    containers: [{ name: 'app', image, command: ['app'] }],
    initContainers: [
      { name: 'init', image },
      { name: 'sidecar', image, restartPolicy: 'Always', ports: [{ number: 80 }] },
    ],
  });
  new ParallelJob(chart, 'parallel', { image, completions: 3, parallelism: 2 });
  new IndexedJob(chart, 'indexed', { image, items: ['a', 'b'] }).exposePods();
  new WorkQueueJob(chart, 'work-queue', { image, workers: 2 });
  new ScheduledJob(chart, 'scheduled', { image, schedule: '@daily' });
  const file = join(folder, `${name}.yaml`);
  writeFileSync(file, app.synthYaml());
  return file;
}

const LINTERS = { 'kube-score': kubeScore, checkov };
type Linter = keyof typeof LINTERS;

test.each<Linter>(['kube-score', 'checkov'])(
  '%s finds nothing under strict defaults',
  async (linter) => {
    expect(await LINTERS[linter](written('strict', JobDefaults.strict()))).toEqual([]);
  },
);

const strict = (changes: Partial<JobDefaultsParts>) =>
  written('changed', JobDefaults.strict().with(changes));

/** As docs/defaults.md lists them. */
test.each<[what: string, linter: Linter, check: string, file: () => string]>([
  [
    'a limit of the CPU',
    'kube-score',
    'container-resources',
    () => strict({ container: { resources: { limits: { cpu: null } } } }),
  ],
  [
    'a limit of the CPU',
    'checkov',
    'CKV_K8S_11',
    () => strict({ container: { resources: { limits: { cpu: null } } } }),
  ],
  [
    'a pull at each start',
    'kube-score',
    'container-image-pull-policy',
    () => strict({ container: { imagePullPolicy: null } }),
  ],
  [
    'a starting deadline',
    'kube-score',
    'cronjob-has-deadline',
    () => strict({ cronJob: { startingDeadlineSeconds: null } }),
  ],
  ['a network policy', 'kube-score', 'pod-networkpolicy', () => strict({ isolate: false })],
  ['a network policy', 'checkov', 'CKV2_K8S_6', () => strict({ isolate: false })],
  [
    'a digest',
    'checkov',
    'CKV_K8S_43',
    () => written('tag', JobDefaults.strict().with({ required: [] }), { image: 'busybox:1.36' }),
  ],
  [
    'another namespace than default',
    'checkov',
    'CKV_K8S_21',
    () => written('default', JobDefaults.strict(), { namespace: 'default' }),
  ],
])('%s satisfies %s (%s)', async (_, linter, check, file) => {
  const checks = new Set((await LINTERS[linter](file())).map((finding) => finding.check));
  expect([...checks]).toEqual([check]);
});
