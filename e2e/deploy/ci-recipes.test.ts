import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { jobOf, MAIN, parseDocument } from './cli';
import { runnerCommands } from '../../test/output/runner-commands';
import { temporaryFolder } from '../../test/temporary-folder';
import { inNamespace, kubeconfig, kubectl } from '../harness';
import { recipe } from '../recipe';
import type { Report } from 'cdk8s-jobs/deploy';

interface Workflow {
  readonly jobs: { readonly deploy: { readonly steps: { name?: string; run?: string }[] } };
}

interface Pipeline {
  readonly 'deploy-jobs': { readonly script: string[] };
}

const github = (parse(recipe('GitHub Actions')) as Workflow).jobs.deploy.steps.find(
  ({ name }) => name === 'Deploy',
)!.run!;
const gitlab = (parse(recipe('GitLab CI')) as Pipeline)['deploy-jobs'].script.at(-1)!;

/** A checkout in which this package is installed, with a Job in `dist`. */
function checkout(job: object): string {
  const folder = temporaryFolder('pipeline-');
  for (const name of ['dist', 'node_modules/.bin']) {
    mkdirSync(join(folder, name), { recursive: true });
  }
  const program = join(folder, 'node_modules', '.bin', 'cdk8s-jobs');
  writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${MAIN}' "$@"\n`);
  chmodSync(program, 0o755);
  writeFileSync(join(folder, 'package.json'), '{}');
  writeFileSync(join(folder, 'dist', 'job.json'), JSON.stringify(job));
  return folder;
}

/** Runs a script of a recipe in a namespace, as the runner of GitHub does. */
async function runScript(
  script: string,
  folder: string,
  namespace: string,
  { rerun = 'changed', interruptAt }: { rerun?: string; interruptAt?: string } = {},
): Promise<{ readonly code: number | null; readonly stdout: string; readonly report: Report }> {
  expect(script).toContain(' -n shop ');
  writeFileSync(join(folder, 'script.sh'), script.replace(' -n shop ', ` -n ${namespace} `));
  const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', 'script.sh'], {
    cwd: folder,
    env: { ...process.env, KUBECONFIG: kubeconfig(), RERUN: rerun },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let stdout = '';
  child.stdout.on('data', (chunk: Buffer) => {
    const before = stdout;
    stdout += chunk.toString('utf8');
    if (interruptAt === undefined || before.includes(interruptAt)) return;
    if (stdout.includes(interruptAt)) child.kill('SIGINT'); // only this process, not its children
  });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  const json = readFileSync(join(folder, 'report.json'), 'utf8');
  return { code, stdout, report: parseDocument<Report>('report', json) };
}

test.each([
  ['GitHub Actions', github],
  ['GitLab CI', gitlab],
])('the recipe for %s stores logs and report, and runs failed Jobs again on request', (_, script) =>
  inNamespace(async (namespace) => {
    const folder = checkout(jobOf('migrate', 'echo hello; exit 3', { backoffLimit: 0 }));
    const first = await runScript(script, folder, namespace);
    expect([first.code, first.report.outcome]).toEqual([1, 'failed']);
    const [{ uid, attempts }] = first.report.jobs;
    const log = join(folder, 'logs', namespace, 'migrate', attempts[0].pod, 'main.log');
    expect(readFileSync(log, 'utf8')).toBe('hello\n');
    const [same] = (await runScript(script, folder, namespace)).report.jobs;
    expect(same).toMatchObject({ uid, outcome: 'failed' });
    const [again] = (await runScript(script, folder, namespace, { rerun: 'failed' })).report.jobs;
    expect(again.uid).not.toBe(uid);
  }),
);

test('the recipe for GitHub Actions reports a cancelled workflow, and its Job continues', () =>
  inNamespace(async (namespace) => {
    const folder = checkout(jobOf('long', 'echo started; sleep 600'));
    const { code, stdout, report } = await runScript(github, folder, namespace, {
      interruptAt: '| started',
    });
    expect([code, report.outcome]).toEqual([130, 'detached']);
    expect(runnerCommands(stdout).at(-1)!.properties.title).toBe(`Job ${namespace}/long: detached`);
    expect(existsSync(join(folder, 'logs', namespace, 'long'))).toBe(true);
    const { stdout: active } = await kubectl(
      ...['get', 'job', 'long', '-n', namespace, '-o', 'jsonpath={.status.active}'],
    );
    expect(active).toBe('1');
  }));
