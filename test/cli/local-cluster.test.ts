import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, AddressInfo } from 'node:net';
import { join } from 'node:path';
import { BundledCli, CliResult, RunOptions } from './bundled-cli';
import { problemsIn } from '../output/schema-validation';
import { temporaryFolder } from '../temporary-folder';

const describeOnPosix = process.platform === 'win32' ? describe.skip : describe;

/** A Job that runs a shell script. */
const job = (name: string, script: string, spec: object = {}) => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name },
  spec: { backoffLimit: 0, ...spec, template: template(script) },
});
const template = (script: string) => ({
  spec: {
    restartPolicy: 'Never',
    terminationGracePeriodSeconds: 1,
    containers: [{ name: 'main', image: 'none', command: ['sh', '-c', script] }],
  },
});
const cronJob = (name: string, script: string) => ({
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { name },
  spec: {
    schedule: '0 0 1 1 *',
    suspend: true,
    jobTemplate: { spec: { backoffLimit: 0, template: template(script) } },
  },
});
const endless = job('endless', 'sleep 600');

describeOnPosix('the command line, on the cluster of cdk8s-jobs local', () => {
  let cli: BundledCli;
  let server: ChildProcess;
  const kubeconfig = join(temporaryFolder('local-'), 'kubeconfig');
  const printed = { stdout: '', stderr: '' };
  let namespaces = 0;

  // Concurrent tests begin before `beforeAll`.
  let start: Promise<void> | undefined;
  const started = () => (start ??= startServer());
  async function startServer(): Promise<void> {
    cli = new BundledCli();
    server = cli.start(['local', '--write-kubeconfig', kubeconfig]);
    server.stderr!.on('data', (piece) => (printed.stderr += String(piece)));
    for await (const piece of server.stdout!) {
      printed.stdout += String(piece);
      if (printed.stdout.includes('\n')) break;
    }
  }

  afterAll(async () => {
    await started();
    const closed = once(server, 'close');
    server.kill('SIGINT');
    expect(await closed).toEqual([130, null]);
  });

  /** Runs a command in a namespace. */
  async function run(
    args: readonly string[],
    namespace: string,
    options: RunOptions = {},
  ): Promise<CliResult> {
    return command([...args, '-n', namespace], { kubeconfig, ...options });
  }
  async function command(args: readonly string[], options: RunOptions = {}): Promise<CliResult> {
    await started();
    return cli.run(args, options);
  }
  const deploy = (
    namespace: string,
    manifests: readonly object[],
    args: readonly string[] = [],
    options: RunOptions = {},
  ) => run(['deploy', '-', ...args], namespace, { manifests, ...options });
  /** Creates a namespace of its own for a test. */
  async function newNamespace(): Promise<string> {
    const name = `test-${++namespaces}`;
    const manifests = [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }];
    expect((await deploy('default', manifests)).code).toBe(0);
    return name;
  }

  test.concurrent(
    'local prints how to use it, warns that nothing is isolated, and keeps its address secret',
    async () => {
      await started();
      expect(printed.stdout).toBe(`export KUBECONFIG=${kubeconfig}\n`);
      expect(printed.stderr).toMatch(/^warning: .*processes of this machine/);
      expect(statSync(kubeconfig).mode.toString(8)).toMatch(/600$/);
      expect(readFileSync(kubeconfig, 'utf8')).toMatch(
        /server: http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]{32}\n/,
      );
    },
  );

  test.concurrent('a request without the secret of the address is forbidden', async () => {
    await started();
    const [, origin] = /server: (http:\/\/[^/]+)/.exec(readFileSync(kubeconfig, 'utf8'))!;
    expect((await fetch(`${origin}/api/v1/pods`)).status).toBe(403);
  });

  test.concurrent.each<[string, number, readonly object[], readonly string[]]>([
    ['a Job that succeeds', 0, [job('works', 'echo hi')], []],
    ['a Job that fails', 1, [job('fails', 'exit 3')], []],
    ['an invalid manifest', 2, [job('wrong', '', { parallelism: -1 })], []],
    ['an unknown option', 2, [], ['--no-such-option']],
    ['a Job that takes too long', 124, [endless], ['--timeout', '2s']],
    [
      'a Job that exceeds its deadline',
      1,
      [job('late', 'sleep 9', { activeDeadlineSeconds: 1 })],
      [],
    ],
  ])('deploy ends with the exit code of %s', async (_, code, manifests, args) => {
    const result = await deploy(await newNamespace(), manifests, args);
    expect([result.code, result.stderr]).toEqual([code, expect.any(String)]);
  });

  test.concurrent('deploy prints logs as progress and the outcome as result', async () => {
    const { stdout, stderr } = await deploy(await newNamespace(), [job('works', 'echo hi')]);
    expect(stderr).toContain('works | hi\n');
    expect(stdout).toMatch(/^succeeded +Job test-\d+\/works in \d+s\n1 Job succeeded/m);
  });

  test.concurrent('deploy prints a report that follows its schema', async () => {
    const { stdout } = await deploy(await newNamespace(), [job('fails', 'exit 3')], ['-o', 'json']);
    expect(problemsIn('report', stdout)).toEqual([]);
    expect(JSON.parse(stdout)).toMatchObject({
      outcome: 'failed',
      jobs: [{ outcome: 'failed', reason: 'BackoffLimitExceeded', attempts: [{ exitCode: 3 }] }],
    });
  });

  test.concurrent(
    'deploy ends with 3 if the namespace does not exist, and if no server answers',
    async () => {
      expect((await deploy('no-such-namespace', [job('works', 'true')])).code).toBe(3);
      const file = join(temporaryFolder('dead-'), 'kubeconfig');
      const dead = readFileSync(kubeconfig, 'utf8').replace(/127\.0\.0\.1:\d+/, '127.0.0.1:1');
      writeFileSync(file, dead);
      const result = await deploy('default', [job('works', 'true')], [], { kubeconfig: file });
      expect(result.code).toBe(3);
    },
  );

  test.concurrent(
    'deploy continues the Jobs after Ctrl-C, and a second deploy waits for them',
    async () => {
      const namespace = await newNamespace();
      const file = join(temporaryFolder('slow-'), 'end');
      const manifests = [job('slow', `until [ -e ${file} ]; do sleep 0.1; done; echo done`)];
      const first = await deploy(namespace, manifests, [], {
        onStderr: (piece, child) => {
          if (piece.includes('created')) child.kill('SIGINT');
        },
      });
      expect(first.code).toBe(130);
      const second = await deploy(namespace, manifests, [], {
        onStderr: (piece) => {
          if (piece.includes('unchanged')) writeFileSync(file, '');
        },
      });
      expect([second.code, second.stderr]).toEqual([0, expect.stringContaining('slow | done')]);
    },
  );

  test.concurrent(
    'deploy runs nothing again that has not changed, and a failed Job with --rerun failed',
    async () => {
      const namespace = await newNamespace();
      const manifests = [job('works', 'true'), job('fails', 'exit 1')];
      await deploy(namespace, manifests);
      const report = async (...args: string[]) =>
        JSON.parse((await deploy(namespace, manifests, ['-o', 'json', ...args])).stdout);
      const uids = ({ jobs }: { jobs: { name: string; uid: string }[] }) =>
        Object.fromEntries(jobs.map(({ name, uid }) => [name, uid]));
      const [before, unchanged] = [uids(await report()), uids(await report())];
      expect(unchanged).toEqual(before);
      const rerun = uids(await report('--rerun', 'failed'));
      expect(rerun.works).toBe(before.works);
      expect(rerun.fails).not.toBe(before.fails);
    },
  );

  test.concurrent('plan lists what a deploy would do, and changes nothing', async () => {
    const namespace = await newNamespace();
    const options = { manifests: [job('works', 'true')] };
    for (const _ of [1, 2]) {
      const { code, stdout } = await run(['plan', '-', '-o', 'json'], namespace, options);
      expect(code).toBe(0);
      expect(problemsIn('plan', stdout)).toEqual([]);
      expect(JSON.parse(stdout).objects).toMatchObject([{ name: 'works', action: 'create' }]);
    }
  });

  test.concurrent('wait follows a Job that runs already, and ends with its outcome', async () => {
    const namespace = await newNamespace();
    await deploy(namespace, [job('slow', 'echo begun; sleep 2; exit 4')], ['--timeout', '1s']);
    const { code, stderr } = await run(['wait', 'job/slow'], namespace);
    expect([code, stderr]).toEqual([1, expect.stringContaining('slow | begun')]);
    expect((await run(['wait', 'no-such-job'], namespace)).code).toBe(3);
    expect((await run(['wait'], namespace)).code).toBe(2);
  });

  test.concurrent('trigger runs a CronJob now, with another command and variables', async () => {
    const namespace = await newNamespace();
    await deploy(namespace, [cronJob('nightly', 'echo scheduled')]);
    const asIs = await run(['trigger', 'nightly'], namespace);
    expect([asIs.code, asIs.stderr]).toEqual([0, expect.stringContaining('scheduled')]);
    const args = ['trigger', 'nightly', '--env', 'DAY=monday', '-n', namespace];
    const other = await command([...args, '--', 'sh', '-c', 'echo on $DAY'], { kubeconfig });
    expect([other.code, other.stderr]).toEqual([0, expect.stringContaining('on monday')]);
    expect((await run(['trigger', 'no-such-cronjob'], namespace)).code).toBe(3);
  });

  test.concurrent('cleanup deletes finished runs that newer ones have superseded', async () => {
    const namespace = await newNamespace();
    const id = { labels: { 'cdk8s-jobs/id': 'report' } };
    for (const name of ['report-1', 'report-2']) {
      const manifest = job(name, 'true');
      await deploy(namespace, [{ ...manifest, metadata: { name, ...id } }]);
      await new Promise((resolve) => setTimeout(resolve, 1000)); // ages are in whole seconds
    }
    const args = ['cleanup', '--yes', '--keep-succeeded', '0', '-o', 'json'];
    const { code, stdout } = await run(args, namespace);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).deleted).toMatchObject([{ name: 'report-1' }]);
  });

  test.concurrent('deploy --local needs no cluster, and makes the namespace', async () => {
    const { code, stderr } = await command(['deploy', '-', '--local', '-n', 'anywhere'], {
      manifests: [job('works', 'echo hi')],
    });
    expect([code, stderr]).toEqual([0, expect.stringContaining('works | hi')]);
  });

  test.concurrent.each<[string, readonly string[]]>([
    ['deploy --local with a context', ['deploy', '-', '--local', '--context', 'x']],
    ['a port that is not a number', ['local', '--port', 'x']],
  ])('%s is a usage error', async (_, args) => {
    expect((await command(args)).code).toBe(2);
  });

  test.concurrent('local ends with 2 if its port is in use', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const { code, stderr } = await command(['local', '--port', String(port)]);
    other.close();
    expect([code, stderr]).toEqual([2, expect.stringContaining(String(port))]);
  });
});
