import { deployCli, deployReport, jobOf, logLines } from './cli';
import { apply, inNamespace, kubectl } from '../harness';
import type { Manifest } from 'cdk8s-jobs/deploy';

/** A run of the Job `migrate` as a construct renders it: its name has a hash of its content. */
function run(
  name: string,
  script = `echo ${name}`,
  annotations: Record<string, string> = {},
  spec: Record<string, unknown> = {},
): Manifest {
  const { metadata, ...job } = jobOf(name, script, spec);
  return {
    ...job,
    metadata: { ...metadata, labels: { 'cdk8s-jobs/id': 'migrate' }, annotations },
  } as unknown as Manifest;
}

async function uidOf(namespace: string, name: string): Promise<string> {
  return (await kubectl('get', 'job', name, '-n', namespace, '-o', 'jsonpath={.metadata.uid}'))
    .stdout;
}

test.concurrent('deploying A, B and A again runs each once per deploy', () =>
  inNamespace(async (namespace) => {
    const written = async (name: string) =>
      logLines((await deployCli(namespace, [run(name)])).stderr, name);
    expect(await written('a')).toEqual(['a']);
    expect(await written('b')).toEqual(['b']);
    const first = await uidOf(namespace, 'a');
    expect(await written('a')).toEqual(['a']);
    expect(await uidOf(namespace, 'a')).not.toBe(first);
    expect(await written('a')).toEqual([]);
  }),
);

test.concurrent(
  'deploying B while A is active waits until A has ended, and never runs two at once',
  () =>
    inNamespace(async (namespace) => {
      await apply(run('a', 'sleep 6; echo a'), namespace);
      const { code, report, stderr } = await deployReport(namespace, [run('b')]);
      expect(code).toBe(0);
      expect(stderr).toMatch(/^waiting +Job \S+\/b: its run a is still active$/m);
      const ended = (
        await kubectl('get', 'job', 'a', '-n', namespace, '-o', 'jsonpath={.status.completionTime}')
      ).stdout;
      expect(Date.parse(report.jobs[0].startedAt!)).toBeGreaterThanOrEqual(Date.parse(ended));
    }),
);

test.concurrent(
  'deploying B while A is active fails with --if-running fail, and applies nothing',
  () =>
    inNamespace(async (namespace) => {
      await apply(run('a', 'sleep 60'), namespace);
      const { code, stderr } = await deployCli(namespace, [run('b')], ['--if-running', 'fail']);
      expect(code).toBe(3);
      expect(stderr).toMatch(
        /Job b .*was rejected: differs from its newest run, a, but a is still active/,
      );
      expect((await kubectl('get', 'job', 'b', '-n', namespace)).code).toBe(1);
    }),
);

test.concurrent(
  'deploying B while A is active deletes A with --if-running replace, and starts when no Pod of A is left',
  () =>
    inNamespace(async (namespace) => {
      await apply(run('a', 'sleep 600'), namespace);
      const { code } = await deployCli(
        namespace,
        [run('b', 'echo b')],
        ['--if-running', 'replace'],
      );
      expect(code).toBe(0);
      expect((await kubectl('get', 'job,pod', '-n', namespace, '-o', 'name')).stdout).not.toMatch(
        /\/a/,
      );
    }),
);

test.concurrent('a run that cannot start is replaced by the run that corrects it', () =>
  inNamespace(async (namespace) => {
    const broken = run('a');
    await apply(
      {
        ...broken,
        spec: {
          template: {
            spec: {
              restartPolicy: 'Never',
              containers: [
                { name: 'main', image: 'registry.invalid/no/such:1', imagePullPolicy: 'Never' },
              ],
            },
          },
        },
      },
      namespace,
    );
    const { code, stderr } = await deployCli(namespace, [run('b')]);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^stuck +Job \S+\/a$/m);
    expect((await kubectl('get', 'job', 'a', '-n', namespace)).code).toBe(1);
  }),
);

test.concurrent(
  'a changed Job with a fixed name is replaced after it has ended, whichever manager owns it',
  () =>
    inNamespace(async (namespace) => {
      await apply(jobOf('given', 'echo one'), namespace);
      await kubectl(
        'wait',
        '--for=condition=Complete',
        'job/given',
        '-n',
        namespace,
        '--timeout=60s',
      );
      const first = await uidOf(namespace, 'given');
      const { code, report, stderr } = await deployReport(namespace, [jobOf('given', 'echo two')]);
      expect(code).toBe(0);
      expect(report.applied).toMatchObject([{ name: 'given', action: 'replaced' }]);
      expect(report.jobs[0].uid).not.toBe(first);
      expect(logLines(stderr, 'given')).toEqual(['two']);
    }),
);

test.concurrent(
  'a replacement that the API server would reject is rejected, and the old Job is kept',
  () =>
    inNamespace(async (namespace) => {
      await deployCli(namespace, [jobOf('given', 'echo one')]);
      const first = await uidOf(namespace, 'given');
      const { code } = await deployCli(
        namespace,
        [jobOf('given', 'echo two', { backoffLimit: -1 })],
        ['--validate', 'ignore'],
      );
      expect(code).toBe(3);
      expect(await uidOf(namespace, 'given')).toBe(first);
    }),
);

test.concurrent(
  'an active run that is deployed again continues, and its mutable fields change',
  () =>
    inNamespace(async (namespace) => {
      await apply(run('a', 'sleep 4'), namespace);
      const before = await uidOf(namespace, 'a');
      const { code, report } = await deployReport(namespace, [
        run('a', 'sleep 4', {}, { activeDeadlineSeconds: 300 }),
      ]);
      expect(code).toBe(0);
      expect(report).toMatchObject({
        applied: [{ action: 'configured' }],
        jobs: [{ uid: before, outcome: 'succeeded' }],
      });
    }),
);

test.concurrent('a failed Job stays failed until it changes or --rerun includes it', () =>
  inNamespace(async (namespace) => {
    const failing = run('a', 'exit 1', {}, { backoffLimit: 0 });
    expect((await deployCli(namespace, [failing])).code).toBe(1);
    const first = await uidOf(namespace, 'a');
    expect((await deployCli(namespace, [failing])).code).toBe(1);
    expect(await uidOf(namespace, 'a')).toBe(first);
    expect((await deployCli(namespace, [failing], ['--rerun', 'failed'])).code).toBe(1);
    expect(await uidOf(namespace, 'a')).not.toBe(first);
  }),
);

test.concurrent(
  'a Job with rerun policy Always runs at every deploy, one with UntilSuccess not after a success',
  () =>
    inNamespace(async (namespace) => {
      const every = run('e', 'echo e', { 'cdk8s-jobs/rerun-policy': 'Always' });
      const once = (name: string) => {
        const manifest = run(name, `echo ${name}`, { 'cdk8s-jobs/rerun-policy': 'UntilSuccess' });
        return {
          ...manifest,
          metadata: { ...manifest.metadata, labels: { 'cdk8s-jobs/id': 'seed' } },
        };
      };
      await deployCli(namespace, [every, once('o1')]);
      const { code, report, stderr } = await deployReport(namespace, [every, once('o2')]);
      expect(code).toBe(0);
      expect(logLines(stderr, 'e')).toEqual(['e']);
      expect(report.jobs.map(({ name, outcome }) => [name, outcome])).toEqual([
        ['e', 'succeeded'],
        ['o1', 'skipped'],
      ]);
      expect(report.jobs[1].message).toBe(
        'already succeeded as Job o1 (rerun policy UntilSuccess)',
      );
    }),
);

test.concurrent(
  'a Job with ttlSecondsAfterFinished 0 is reported with its log, and deleted afterwards',
  () =>
    inNamespace(async (namespace) => {
      const { code, report, stderr } = await deployReport(namespace, [
        jobOf('works', 'echo hello', { ttlSecondsAfterFinished: 0 }),
        jobOf('fails', 'echo sorry; exit 3', { ttlSecondsAfterFinished: 0, backoffLimit: 0 }),
      ]);
      expect(code).toBe(1);
      expect(report.jobs.map(({ name, outcome }) => [name, outcome])).toEqual([
        ['works', 'succeeded'],
        ['fails', 'failed'],
      ]);
      expect(logLines(stderr, 'works')).toEqual(['hello']);
      expect(report.jobs[1].attempts).toMatchObject([{ exitCode: 3, lastLines: ['sorry'] }]);
      const gone = await kubectl(
        'wait',
        '--for=delete',
        'job/works',
        'job/fails',
        '-n',
        namespace,
        '--timeout=30s',
      );
      expect(gone.code).toBe(0);
    }),
);

test.concurrent('a TTL that a killed deploy held is restored by the next deploy', () =>
  inNamespace(async (namespace) => {
    const job = jobOf('short', 'echo begins; sleep 8', { ttlSecondsAfterFinished: 60 });
    const ttl = async () =>
      (
        await kubectl(
          'get',
          'job',
          'short',
          '-n',
          namespace,
          '-o',
          'jsonpath={.spec.ttlSecondsAfterFinished}',
        )
      ).stdout;
    await deployCli(namespace, [job], [], {
      onProgress: (stderr, kill) => {
        if (stderr.includes('| begins')) kill('SIGKILL');
      },
    });
    expect(await ttl()).toBe('600');
    const { code, report } = await deployReport(namespace, [job]);
    expect(code).toBe(0);
    expect(report.applied).toMatchObject([{ action: 'unchanged' }]);
    expect(await ttl()).toBe('60');
  }),
);
