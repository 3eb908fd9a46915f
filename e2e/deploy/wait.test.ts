import { cli, CliResult, deployCli, jobOf, logLines, parseDocument } from './cli';
import { apply, inNamespace, kubectl } from '../harness';
import type { Report } from 'cdk8s-jobs/deploy';

async function waited(
  namespace: string,
  args: readonly string[],
): Promise<CliResult & { readonly report: Report }> {
  const result = await cli(['wait', '-n', namespace, '-o', 'json', ...args]);
  return { ...result, report: parseDocument<Report>('report', result.stdout) };
}

test.concurrent(
  'wait resumes after a killed deploy: it prints every line and the outcome, and restores the TTL',
  () =>
    inNamespace(async (namespace) => {
      const job = jobOf('long', 'for i in 1 2 3 4 5 6; do echo line $i; sleep 1; done', {
        ttlSecondsAfterFinished: 30,
      });
      const killed = await deployCli(namespace, [job], [], {
        onProgress: (stderr, kill) => {
          if (stderr.includes('| line 2')) kill('SIGKILL');
        },
      });
      expect(killed.code).toBe(null);
      const { code, report, stderr } = await waited(namespace, ['long']);
      expect(code).toBe(0);
      expect(report.jobs).toMatchObject([{ name: 'long', outcome: 'succeeded' }]);
      expect(logLines(stderr, 'long')).toEqual([1, 2, 3, 4, 5, 6].map((i) => `line ${i}`));
      const { stdout } = await kubectl(
        'get',
        'job',
        'long',
        '-n',
        namespace,
        '-o',
        'jsonpath={.spec.ttlSecondsAfterFinished} {.metadata.annotations}',
      );
      expect(stdout).toBe('30 ');
      // Both commands own the TTL under the same name.
      expect(
        (
          await deployCli(namespace, [
            { ...job, spec: { ...(job.spec as object), ttlSecondsAfterFinished: 29 } },
          ])
        ).code,
      ).toBe(0);
    }),
);

test.concurrent('wait reports Jobs that have already ended, with their whole logs', () =>
  inNamespace(async (namespace) => {
    const jobs = [
      jobOf('good', 'for i in 1 2 3; do echo line $i; sleep 1; done'),
      jobOf('bad', 'echo line 1; sleep 2; echo line 2; exit 3', { backoffLimit: 0 }),
    ];
    const killed = await deployCli(namespace, jobs, [], {
      onProgress: (stderr, kill) => {
        if (stderr.includes('| line 1')) kill('SIGKILL');
      },
    });
    expect(killed.code).toBe(null);
    await kubectl('wait', 'job/good', '-n', namespace, '--for=condition=Complete', '--timeout=60s');
    await kubectl('wait', 'job/bad', '-n', namespace, '--for=condition=Failed', '--timeout=60s');
    const { code, report, stderr } = await waited(namespace, ['good', 'bad']);
    expect(code).toBe(1);
    expect(report.jobs.map(({ name, outcome }) => [name, outcome])).toEqual([
      ['good', 'succeeded'],
      ['bad', 'failed'],
    ]);
    expect(logLines(stderr, 'good')).toEqual(['line 1', 'line 2', 'line 3']);
    expect(logLines(stderr, 'bad')).toEqual(['line 1', 'line 2']);
  }),
);

test.concurrent('wait finds Jobs by label, however they were created', () =>
  inNamespace(async (namespace) => {
    const labelled = (name: string, script: string, team: string) => {
      const job = jobOf(name, script, { backoffLimit: 0 });
      return { ...job, metadata: { name, labels: { team } } };
    };
    for (const job of [
      labelled('good', 'sleep 2', 'a'),
      labelled('bad', 'sleep 2; exit 4', 'a'),
      labelled('other', 'exit 1', 'b'),
    ]) {
      await apply(job, namespace);
    }
    const { code, report } = await waited(namespace, ['-l', 'team=a']);
    expect(code).toBe(1);
    expect(report.jobs.map(({ name, outcome }) => [name, outcome]).sort()).toEqual([
      ['bad', 'failed'],
      ['good', 'succeeded'],
    ]);
  }),
);

test.concurrent('wait reports a Job that does not exist, and exits with 3', () =>
  inNamespace(async (namespace) => {
    const { code, stderr } = await waited(namespace, ['no-such-job']);
    expect(code).toBe(3);
    expect(stderr).toBe(`error: Job no-such-job not found in namespace ${namespace}\n`);
    expect((await waited(namespace, ['-l', 'no=such'])).stderr).toContain(
      `no Job in namespace ${namespace} matches no=such`,
    );
    expect((await cli(['wait', '-n', namespace])).code).toBe(2);
  }),
);
