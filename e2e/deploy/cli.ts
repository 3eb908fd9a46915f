import { ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { problemsIn, SchemaName } from '../../test/output/schema-validation';
import { kubeconfig } from '../harness';
import type { Manifest, Report } from 'cdk8s-jobs/deploy';

export const MAIN = join(__dirname, '..', '..', 'lib', 'cli', 'main.js');

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  /** Given on standard input, as one stream of documents. */
  readonly manifests?: readonly object[];
  readonly env?: NodeJS.ProcessEnv;
  /** Called with the process once it runs, and with what it has said on stderr so far, each time it says more. */
  readonly onProgress?: (stderr: string, kill: (signal: NodeJS.Signals) => void) => void;
}

/** The built command line, started as its users start it. The caller reads its output. */
export function startCli(
  args: readonly string[],
  { manifests, env }: CliOptions = {},
): ChildProcessWithoutNullStreams {
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { ...process.env, KUBECONFIG: kubeconfig(), ...env },
  });
  child.stdin.end(manifests?.map((manifest) => JSON.stringify(manifest)).join('\n---\n'));
  return child;
}

/** The built command line, as its users run it. */
export async function cli(
  args: readonly string[],
  { onProgress, ...options }: CliOptions = {},
): Promise<CliResult> {
  const child = startCli(args, options);
  let progress = '';
  child.stderr.on('data', (chunk: Buffer) => {
    progress += chunk.toString('utf8');
    onProgress?.(progress, (signal) => child.kill(signal));
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await ended, stdout, stderr };
}

/** Deploys manifests that a test made, in the namespace of the test. */
export async function deployCli(
  namespace: string,
  manifests: readonly object[],
  args: readonly string[] = [],
  options: CliOptions = {},
): Promise<CliResult> {
  return cli(['deploy', '-', '-n', namespace, ...args], { ...options, manifests });
}

/** The same, with the report instead of text on stdout. */
export async function deployReport(
  namespace: string,
  manifests: readonly object[],
  args: readonly string[] = [],
): Promise<CliResult & { readonly report: Report }> {
  const result = await deployCli(namespace, manifests, ['-o', 'json', ...args]);
  return { ...result, report: parseDocument<Report>('report', result.stdout) };
}

/** Parses what `-o json` has printed. @throws Error if it is not as its JSON schema describes it */
export function parseDocument<T>(name: SchemaName, json: string): T {
  const problems = problemsIn(name, json);
  if (problems.length > 0) throw new Error(`not a valid ${name}:\n${problems.join('\n')}`);
  return JSON.parse(json) as T;
}

/** A Job that runs a shell script in busybox. */
export function jobOf(
  name: string,
  script: string,
  spec: Record<string, unknown> = {},
  pod: Record<string, unknown> = {},
): Manifest {
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name },
    spec: {
      template: {
        spec: {
          restartPolicy: 'Never',
          containers: [{ name: 'main', image: 'busybox', command: ['sh', '-c', script] }],
          ...pod,
        },
      },
      ...spec,
    },
  };
}

/** What the Pods of a Job wrote, from the lines of stderr. */
export function logLines(stderr: string, job: string): string[] {
  return stderr
    .split('\n')
    .filter((line) => new RegExp(`^${job}(?:[-/[]\\S+)? \\| `).test(line.slice(0, 200)))
    .map((line) => line.replace(/^\S+ \| /, ''));
}
