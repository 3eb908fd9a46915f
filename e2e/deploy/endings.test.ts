import { deployCli, deployReport, jobOf } from './cli';
import { inNamespace, kubectl } from '../harness';

test('a deploy that times out exits with 124, and the Job continues', () =>
  inNamespace(async (namespace) => {
    const { code, report } = await deployReport(
      namespace,
      [jobOf('sleeps', 'sleep 60')],
      ['--timeout', '5s'],
    );
    expect(code).toBe(124);
    expect(report.outcome).toBe('timed-out');
    expect(report.jobs).toMatchObject([
      { name: 'sleeps', outcome: 'timed-out', finishedAt: null, attempts: [] },
    ]);
    const { stdout } = await kubectl(
      'get',
      'job',
      'sleeps',
      '-n',
      namespace,
      '-o',
      'jsonpath={.status.active}',
    );
    expect(stdout).toBe('1');
  }));

test('a Job whose image cannot be pulled times out with that as the cause', () =>
  inNamespace(async (namespace) => {
    const missing = {
      restartPolicy: 'Never',
      containers: [{ name: 'main', image: 'no-such-image' }],
    };
    const { code, report, stderr } = await deployReport(
      namespace,
      [jobOf('stuck', '', {}, missing)],
      ['--timeout', '8s'],
    );
    expect(code).toBe(124);
    expect(report.jobs[0].message).toMatch(
      /; Pod stuck-\w+ cannot start: (ErrImagePull|ImagePullBackOff): /,
    );
    expect(report.jobs[0].blockers).toMatchObject([
      { class: expect.stringMatching(/^(image|registry)$/), pod: expect.stringMatching(/^stuck-/) },
    ]);
    expect(stderr).toMatch(/^waiting +Pod \S+ \((ErrImagePull|ImagePullBackOff): /m);
  }));

test('a Job that is deleted while it runs is gone and exits with 4', () =>
  inNamespace(async (namespace) => {
    let deleted: Promise<unknown> | undefined;
    const { code, stdout } = await deployCli(
      namespace,
      [jobOf('doomed', 'echo begins; sleep 60')],
      [],
      {
        onProgress: (stderr) => {
          if (/^doomed \| begins$/m.test(stderr)) {
            deleted ??= kubectl('delete', 'job', 'doomed', '-n', namespace);
          }
        },
      },
    );
    await deleted;
    expect(code).toBe(4);
    expect(stdout).toMatch(/^gone +Job \S+\/doomed/m);
  }));

test('a Job that is deleted the moment it has ended keeps its outcome', () =>
  inNamespace(async (namespace) => {
    const ttl = { ttlSecondsAfterFinished: 0 };
    const { code, report } = await deployReport(namespace, [
      jobOf('good', 'sleep 1', ttl),
      jobOf('bad', 'sleep 1; exit 2', { ...ttl, backoffLimit: 0 }),
    ]);
    expect(code).toBe(1);
    expect(report.jobs.map(({ name, outcome }) => [name, outcome])).toEqual([
      ['good', 'succeeded'],
      ['bad', 'failed'],
    ]);
  }));

test('Ctrl-C ends a deploy with 130, SIGTERM with 143, and the Job continues', () =>
  inNamespace(async (namespace) => {
    for (const [signal, expected] of [
      ['SIGINT', 130],
      ['SIGTERM', 143],
    ] as const) {
      let killed = false; // a second signal would end it at once
      const { code, stdout } = await deployCli(namespace, [jobOf('sleeps', 'sleep 60')], [], {
        onProgress: (stderr, kill) => {
          if (!killed && /^(created|unchanged) +Job/m.test(stderr)) {
            killed = true;
            kill(signal);
          }
        },
      });
      expect(code).toBe(expected);
      expect(stdout).toMatch(/^detached +Job \S+\/sleeps/m);
    }
    expect((await kubectl('get', 'job', 'sleeps', '-n', namespace)).code).toBe(0);
  }));

test('a Job that exceeds its own timeout is timed out, and other Jobs are waited for', () =>
  inNamespace(async (namespace) => {
    const slow = jobOf('slow', 'sleep 300');
    const limited = {
      ...slow,
      metadata: { ...slow.metadata, annotations: { 'cdk8s-jobs/timeout': '3s' } },
    };
    const { code, report, stderr } = await deployReport(
      namespace,
      [limited, jobOf('good', 'sleep 12')],
      ['--job-timeout', '10m'],
    );
    expect(code).toBe(124);
    expect(report.jobs).toMatchObject([
      {
        name: 'slow',
        outcome: 'timed-out',
        reason: 'JobTimeout',
        message: 'did not finish within 3s',
      },
      { name: 'good', outcome: 'succeeded' },
    ]);
    expect(stderr.indexOf('timed-out ')).toBeLessThan(stderr.search(/succeeded +Job/));
  }));

test('a Job that does not start or does not progress exceeds the limit for that', () =>
  inNamespace(async (namespace) => {
    const noRoom = {
      containers: [{ name: 'main', image: 'busybox', resources: { requests: { cpu: '1000' } } }],
    };
    const [waits, hangs, suspended] = [
      jobOf('waits', '', {}, noRoom),
      jobOf('hangs', 'sleep 300'),
      jobOf('held', 'true', { suspend: true }),
    ];
    const { code, report } = await deployReport(
      namespace,
      [waits, hangs, suspended],
      ['--start-timeout', '10s', '--progress-timeout', '15s', '--timeout', '40s'],
    );
    expect(code).toBe(124);
    expect(report.jobs).toMatchObject([
      {
        reason: 'StartTimeout',
        message: expect.stringMatching(
          /^none of its Pods started within 10s; Pod waits-\w+ cannot start: Unschedulable: .*Insufficient cpu/,
        ),
      },
      { reason: 'ProgressTimeout', message: 'no progress for 15s' },
      {
        reason: 'Timeout',
        message: 'timed out after 40s; it is suspended',
      },
    ]);
  }));

test('an invalid timeout is an input error with its position, and nothing is applied', () =>
  inNamespace(async (namespace) => {
    const job = jobOf('job', 'true');
    const { code, stderr } = await deployCli(namespace, [
      { ...job, metadata: { ...job.metadata, annotations: { 'cdk8s-jobs/timeout': 'soon' } } },
    ]);
    expect([code, stderr]).toEqual([
      2,
      'error: (standard input):1:1: Job job: annotation cdk8s-jobs/timeout: "soon" is not a valid duration; a duration is a number with a unit, such as 90s, 5m or 1h30m\n',
    ]);
  }));
