import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { synthesizeSmallestApp } from './snippets';
import type { PlannedObject } from '../../src/deploy/commands/plan';
import type { DeployEvent } from '../../src/deploy/core/events';
import type { AttemptReport, JobReport, Report } from '../../src/deploy/core/report';
import { decide } from '../../src/deploy/plan/decision';
import { failureHints } from '../../src/deploy/verdict/hints';
import { explainCronJob } from '../../src/explain/explain-cron-job';
import type { CronJobManifest } from '../../src/kubernetes/manifest';
import { checkPaths } from '../../src/manifests/check';
import { parseManifests } from '../../src/manifests/parse';
import { checkText } from '../../src/output/check-text';
import { colorsFor } from '../../src/output/colors';
import { explainText } from '../../src/output/explain-text';
import { planText } from '../../src/output/plan-text';
import { Progress } from '../../src/output/progress';
import { summaryText } from '../../src/output/summary-text';
import { temporaryFolder } from '../temporary-folder';

const plain = colorsFor({}, {});
const progress = (events: readonly DeployEvent[]) => {
  const formatter = new Progress({ colors: plain, pods: true, textResult: true, now: () => 0 });
  return events.flatMap((event) => formatter.lines(event).map((line) => `${line}\n`)).join('');
};
const namespace = 'default';
const jobRef = (name: string, ns = namespace) =>
  ({ apiVersion: 'batch/v1', kind: 'Job', namespace: ns, name }) as const;

const created = (name: string): DeployEvent => ({
  type: 'applied',
  object: { ...jobRef(name), action: 'created' },
});
const watching = (...names: string[]): DeployEvent => ({
  type: 'watching',
  jobs: names.map((name) => ({ namespace, name, startedAt: null })),
});
const line = (pod: string, text: string): DeployEvent => ({
  type: 'log',
  namespace,
  job: pod.replace(/-\w+$/, ''),
  pod,
  container: 'main',
  restarts: 0,
  multiPod: false,
  index: null,
  multiContainer: false,
  time: '',
  text,
});
const pod = (name: string, state: 'succeeded' | 'failed'): DeployEvent => ({
  type: 'pod',
  namespace,
  job: name.replace(/-\w+$/, ''),
  pod: name,
  multiPod: false,
  index: null,
  state,
});
const ended = (job: JobReport): DeployEvent => ({ type: 'ended', job });

function succeeded(name: string, seconds: number): JobReport {
  return {
    namespace,
    name,
    uid: name,
    outcome: 'succeeded',
    reason: null,
    message: null,
    startedAt: '2026-01-01T00:00:00Z',
    finishedAt: new Date(Date.UTC(2026, 0, 1, 0, 0, seconds)).toISOString(),
    indexes: null,
    pods: { active: 0, succeeded: 1, failed: 0 },
    blockers: [],
    hints: [],
    attempts: [],
  };
}

const report = (...jobs: JobReport[]): Report => ({
  schemaVersion: 1,
  outcome: jobs.some(({ outcome }) => outcome === 'failed') ? 'failed' : 'succeeded',
  jobs,
  applied: jobs.map(({ name }) => ({ ...jobRef(name), action: 'created' })),
  errors: [],
});

/** The check and the deploy of the smallest app. */
async function smallestApp(): Promise<string> {
  const dist = synthesizeSmallestApp();
  const [, name] = /^ {2}name: (.+)$/m.exec(readFileSync(join(dist, 'shop.k8s.yaml'), 'utf8'))!;
  const job = succeeded(name, 4);
  const events = [
    created(name),
    watching(name),
    line(`${name}-6m48g`, 'Hello, World!'),
    pod(`${name}-6m48g`, 'succeeded'),
    ended(job),
  ];
  return [
    `$ npx tsx main.ts\n$ npx cdk8s-jobs check dist\n${checkText(await checkPaths([dist]), plain)}`,
    '$ npx cdk8s-jobs deploy dist\n',
    progress(events),
    '\n', // on a terminal, an empty line separates progress and result
    summaryText(report(job), 5, plain),
    '$ echo $?\n0\n',
  ].join('');
}

const LOG = ['applying 0042_orders', 'ERROR: relation orders exists'];

function failedMigration(): JobReport {
  const verdict = { outcome: 'failed', reason: 'BackoffLimitExceeded' } as const;
  const attempt = (name: string): AttemptReport => ({
    pod: name,
    index: null,
    item: null,
    container: 'main',
    exitCode: 3,
    reason: 'Error',
    message: null,
    output: null,
    startedAt: null,
    finishedAt: null,
    lastLines: LOG,
  });
  const job = { ...jobRef('migrate'), metadata: { namespace, name: 'migrate' } };
  return {
    ...succeeded('migrate', 14),
    outcome: 'failed',
    reason: verdict.reason,
    message: 'Job has reached the specified backoff limit',
    attempts: [attempt('migrate-zr4mx'), attempt('migrate-54s5k')],
    hints: failureHints({ ...job, spec: { backoffLimit: 1 } } as never, verdict as never, []),
  };
}

function failedDeploy(): string {
  const run = (name: string) => [...LOG.map((text) => line(name, text)), pod(name, 'failed')];
  const [first, second] = [run('migrate-zr4mx'), run('migrate-54s5k')];
  const events = [
    created('greet'),
    created('migrate'),
    watching('greet', 'migrate'),
    ...first.slice(0, 2),
    line('greet-6m48g', 'Hello, World!'),
    first[2],
    pod('greet-6m48g', 'succeeded'),
    {
      type: 'job',
      namespace,
      job: 'migrate',
      state: 'retrying',
      message: '1 failed, backoffLimit 1',
    } as const,
    ended(succeeded('greet', 4)),
    ...second,
    ended(failedMigration()),
  ];
  return `$ cdk8s-jobs deploy dist\n${progress(events)}`;
}

const planned = (
  action: PlannedObject['action'],
  ref: Pick<PlannedObject, 'apiVersion' | 'kind' | 'namespace' | 'name'>,
  more: Partial<PlannedObject> = {},
): PlannedObject => ({
  ...ref,
  action,
  reason: null,
  changes: [],
  previousRun: null,
  conflicts: [],
  waitsFor: [],
  warnings: [],
  ...more,
});
const imageChange = (from: string, to: string) => [
  { path: 'spec.template.spec.containers[main].image', from, to },
];

/** Why a Job runs again if its newest run has this name, by the decision that a deploy makes. */
function rerunReason(name: string, newest: string): string | null {
  const run = { ...jobRef(newest), metadata: { name: newest, uid: newest }, status: {} };
  const decision = decide(
    { ...jobRef(name), metadata: { name } },
    [run as never],
    { kind: 'immutable', fields: ['spec.template'], warnings: [] } as never,
    {},
  );
  return decision.type === 'run' ? decision.reason : null;
}

function plan(...objects: PlannedObject[]): string {
  return planText(
    { schemaVersion: 1, outcome: 'succeeded', warnings: [], objects, errors: [] },
    plain,
  );
}

const NIGHTLY = `apiVersion: batch/v1
kind: CronJob
metadata:
  name: nightly-report
spec:
  schedule: "30 6 * * *"
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: main
              image: registry.example.com/report:1.4
`;

/** What `check` prints of a manifest, and its exit code. */
async function checked(manifest: string): Promise<string> {
  const folder = temporaryFolder('docs-check-');
  const file = join(folder, 'nightly.yaml');
  writeFileSync(file, manifest);
  const text = checkText(await checkPaths([file]), plain).replaceAll(`${folder}/`, '');
  return `$ cdk8s-jobs check nightly.yaml\n${text}$ echo $?\n1\n`;
}

const DST_NIGHTLY = NIGHTLY.replace('30 6', '30 2').replace(
  '  jobTemplate:\n    spec:\n',
  '  timeZone: Europe/Berlin\n  concurrencyPolicy: Forbid\n  jobTemplate:\n    spec:\n' +
    '      activeDeadlineSeconds: 3600\n',
);

/** What `explain` prints of a CronJob on the eve of a change of the clocks. */
function explained(): string {
  const [manifest] = parseManifests(DST_NIGHTLY, 'nightly.yaml').manifests;
  const bounds = explainCronJob(manifest as CronJobManifest, new Date('2027-03-27T12:00:00Z'), 2);
  const object = { kind: 'CronJob', namespace: null, name: 'nightly-report', bounds } as const;
  const command = 'cdk8s-jobs explain nightly.yaml --runs 2 --from 2027-03-27T12:00:00Z';
  return `$ ${command}\n${explainText([object], plain, 100).trimEnd()}\n`;
}

/** What the programs print, as README and docs show it, by the name of its block. */
export async function transcripts(): Promise<Record<string, string>> {
  const misspelled = NIGHTLY.replace('    spec:\n', '    spec:\n      backofLimit: 3\n');
  const wrong = NIGHTLY.replace('  jobTemplate', '  timeZone: Europe/Wien\n  jobTemplate').replace(
    '/report:',
    '/Report:',
  );
  return {
    'smallest-app': await smallestApp(),
    'check-unknown-field': await checked(misspelled),
    'check-two-findings': await checked(wrong),
    'explain-cron-job': explained(),
    'deploy-progress': failedDeploy(),
    'deploy-result': `${summaryText(report(succeeded('greet', 4), failedMigration()), 15, plain)}$ echo $?\n1\n`,
    'plan-replace': `$ cdk8s-jobs plan dist\n${plan(
      planned('unchanged', jobRef('greet')),
      planned('replace', jobRef('migrate'), {
        reason: rerunReason('migrate', 'migrate'),
        changes: imageChange('shop/migrate:1', 'shop/migrate:2'),
      }),
    )}`,
    'plan-three-objects': plan(
      planned('unchanged', {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        namespace: 'shop',
        name: 'settings',
      }),
      planned('replace', jobRef('report', 'shop'), {
        reason: rerunReason('report', 'report'),
        changes: imageChange('report:1', 'report:2'),
      }),
      planned('create', jobRef('migrate-x7k2p9qd', 'shop'), {
        reason: rerunReason('migrate-x7k2p9qd', 'migrate-3mfs81ac'),
        changes: imageChange('migrate:1', 'migrate:2'),
        previousRun: 'migrate-3mfs81ac',
        waitsFor: ['migrate-3mfs81ac'],
      }),
    ),
  };
}

/** Marks that the next code block is a transcript. */
export const transcriptMark = (name: string) => `<!-- transcript ${name} -->`;
