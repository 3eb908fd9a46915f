import { CliOptions, deployCli, deployReport, jobOf, parseDocument } from './cli';
import { freezingProxy } from './freezing-proxy';
import { inNamespace, kubectl } from '../harness';
import type { Report } from 'cdk8s-jobs/deploy';

/** Interrupts a deploy once a Pod of each of its Jobs runs. */
function interruptWhen(
  running: number,
  signal: NodeJS.Signals,
  before: () => void = () => undefined,
): Required<Pick<CliOptions, 'onProgress'>> {
  let interrupted = false; // a second signal would end it at once
  return {
    onProgress: (stderr, kill) => {
      if (interrupted || [...stderr.matchAll(/ \| begins$/gm)].length < running) return;
      interrupted = true;
      before();
      kill(signal);
    },
  };
}

const jobOfNamespace = async (namespace: string, name: string, path: string) =>
  (await kubectl('get', 'job', name, '-n', namespace, '-o', `jsonpath={${path}}`)).stdout;
const sleeps = (name: string) =>
  jobOf(name, 'echo begins; sleep 60', {}, { terminationGracePeriodSeconds: 0 });

test('an interrupted deploy suspends Jobs with --on-cancel suspend, and the next deploy resumes them', () =>
  inNamespace(async (namespace) => {
    const quick = (name: string) =>
      jobOf(
        name,
        'echo begins; sleep 6; echo done',
        { ttlSecondsAfterFinished: 1000 },
        { terminationGracePeriodSeconds: 0 },
      );
    const jobs = [quick('one'), quick('two')];
    const first = await deployCli(
      namespace,
      jobs,
      ['--on-cancel', 'suspend', '-o', 'json'],
      interruptWhen(2, 'SIGTERM'),
    );
    expect(first.code).toBe(143);
    const { outcome, jobs: cancelled } = parseDocument<Report>('report', first.stdout);
    expect([outcome, ...cancelled.map((job) => job.outcome)]).toEqual([
      'cancelled',
      'cancelled',
      'cancelled',
    ]);
    expect(await jobOfNamespace(namespace, 'one', '.spec.suspend')).toBe('true');
    expect(await jobOfNamespace(namespace, 'two', '.spec.ttlSecondsAfterFinished')).toBe('1000'); // as it was written, not as it is kept meanwhile
    const second = await deployReport(namespace, jobs);
    expect([second.code, ...second.report.applied.map(({ action }) => action)]).toEqual([
      0,
      'configured',
      'configured',
    ]);
    expect(second.report.jobs.map(({ uid }) => uid)).toEqual(cancelled.map(({ uid }) => uid));
    expect(await jobOfNamespace(namespace, 'one', '.spec.suspend')).toBe('false');
  }));

test('an interrupted deploy with --on-cancel suspend changes no other field of the Job', () =>
  inNamespace(async (namespace) => {
    const spec = async () => {
      const {
        spec: { suspend, ...rest },
        metadata: { labels, annotations },
      } = JSON.parse(
        (await kubectl('get', 'job', 'job', '-n', namespace, '-o', 'json')).stdout,
      ) as Record<string, Record<string, unknown>>;
      return { suspend, rest, labels, annotations };
    };
    let before: ReturnType<typeof spec> | undefined;
    const job = sleeps('job');
    const { code } = await deployCli(
      namespace,
      [{ ...job, metadata: { ...job.metadata, labels: { a: 'b' } } }],
      ['--on-cancel', 'suspend'],
      {
        onProgress: (stderr, kill) => {
          if (/ \| begins$/m.test(stderr)) before ??= spec().finally(() => kill('SIGINT'));
        },
      },
    );
    expect(code).toBe(130);
    expect(await spec()).toEqual({ ...(await before!), suspend: true });
  }));

test('an interrupted deploy deletes Jobs and their Pods with --on-cancel delete, within seconds', () =>
  inNamespace(async (namespace) => {
    let since = 0;
    const { code, stdout } = await deployCli(
      namespace,
      [sleeps('one'), sleeps('two')],
      ['--on-cancel', 'delete'],
      interruptWhen(2, 'SIGINT', () => {
        since = Date.now();
      }),
    );
    expect(Date.now() - since).toBeLessThan(5_000);
    expect(code).toBe(130);
    expect(stdout).toMatch(/^cancelled +Job \S+\/one.*deleted$/m);
    expect(
      (await kubectl('wait', '--for=delete', 'job', '--all', '-n', namespace, '--timeout=60s'))
        .code,
    ).toBe(0);
    expect((await kubectl('get', 'pods', '-n', namespace, '-o', 'name')).stdout).toBe('');
  }));

test('an interrupted deploy waits three seconds for an unresponsive API server, then reports that the Job may continue', () =>
  inNamespace(async (namespace) => {
    const proxy = await freezingProxy();
    let since = 0;
    try {
      const { code, stdout } = await deployCli(
        namespace,
        [sleeps('job')],
        ['--on-cancel', 'delete'],
        {
          env: { KUBECONFIG: proxy.kubeconfig },
          ...interruptWhen(1, 'SIGTERM', () => {
            since = Date.now();
            proxy.freeze();
          }),
        },
      );
      const took = Date.now() - since;
      expect(code).toBe(143);
      expect(stdout).toMatch(
        /^detached +Job \S+\/job: .*could not be deleted and may continue: the API server did not answer within 3s$/m,
      );
      expect(took).toBeGreaterThanOrEqual(2_900);
      expect(took).toBeLessThan(8_000);
    } finally {
      proxy.close();
    }
    expect(await jobOfNamespace(namespace, 'job', '.metadata.deletionTimestamp')).toBe('');
  }));

test('a second signal ends a deploy at once', () =>
  inNamespace(async (namespace) => {
    const proxy = await freezingProxy();
    let isInterrupted = false;
    try {
      const { code, stdout } = await deployCli(
        namespace,
        [sleeps('job')],
        ['--on-cancel', 'delete'],
        {
          env: { KUBECONFIG: proxy.kubeconfig },
          onProgress: (stderr, kill) => {
            if (isInterrupted || !/ \| begins$/m.test(stderr)) return;
            isInterrupted = true;
            proxy.freeze();
            kill('SIGINT');
            setTimeout(() => kill('SIGINT'), 500);
          },
        },
      );
      expect([code, stdout]).toEqual([130, '']); // the first signal alone leads to a report
    } finally {
      proxy.close();
    }
  }));
