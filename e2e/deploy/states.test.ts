import { cli, deployCli, deployReport, jobOf } from './cli';
import { inNamespace, kubectl } from '../harness';

/**
 * The states reported for a Job, in order, without its name. Of a single Job, the result reports the
 * end, and no line that it runs.
 */
const statesOf = (stderr: string, job: string) =>
  stderr.split('\n').flatMap((line) => {
    const [, state, why] =
      /^(\S+) +Job \S+\/\S+?(?: in \w+)?(?: \((.*)\))?(?: \[\S+\])?$/.exec(line) ?? [];
    return state !== undefined && line.includes(`/${job}`)
      ? [why === undefined ? state : `${state} (${why})`]
      : [];
  });
const AT_ONCE = { terminationGracePeriodSeconds: 0 };
/** Runs for some seconds after SIGTERM. */
const SLOW_TO_STOP = 'trap "sleep 4; exit 0" TERM; sleep 60 & wait';

test('a Job is failing until its last Pod has terminated, then failed', () =>
  inNamespace(async (namespace) => {
    const script = `test $JOB_COMPLETION_INDEX = 0 && { sleep 3; exit 1; }; ${SLOW_TO_STOP}`;
    const { code, stderr } = await deployCli(namespace, [
      jobOf('fails', script, {
        completionMode: 'Indexed',
        completions: 2,
        parallelism: 2,
        backoffLimit: 0,
      }),
    ]);
    expect(code).toBe(1);
    expect(statesOf(stderr, 'fails')).toEqual([
      'created',
      'failing (BackoffLimitExceeded: Job has reached the specified backoff limit)',
    ]);
  }));

test('a Job that met its success policy is succeeding until its last Pod has terminated, and reports incomplete indexes', () =>
  inNamespace(async (namespace) => {
    const script = `test $JOB_COMPLETION_INDEX = 0 && { sleep 3; exit 0; }; ${SLOW_TO_STOP}`;
    const policy = {
      completionMode: 'Indexed',
      completions: 4,
      parallelism: 4,
      successPolicy: { rules: [{ succeededIndexes: '0' }] },
    };
    const { code, stdout, stderr } = await deployCli(namespace, [jobOf('enough', script, policy)]);
    expect(code).toBe(0);
    expect(statesOf(stderr, 'enough')).toEqual([
      'created',
      expect.stringMatching(/^succeeding \(SuccessPolicy: /),
    ]);
    expect(stdout).toMatch(
      /^succeeded +Job \S+\/enough in \d+s.*; its success policy was met, but indexes 1-3 did not complete$/m,
    );
  }));

test('a Job that is retried is reported with its backoffLimit', () =>
  inNamespace(async (namespace) => {
    const { code, stderr } = await deployCli(namespace, [
      jobOf('retries', 'sleep 2; exit 1', { backoffLimit: 1 }),
    ]);
    expect(code).toBe(1);
    expect(statesOf(stderr, 'retries')).toEqual(['created', 'retrying (1 failed, backoffLimit 1)']);
  }));

test('a suspended Job is waited for until it is resumed', () =>
  inNamespace(async (namespace) => {
    let resumed: Promise<unknown> | undefined;
    const { code, stderr } = await deployCli(
      namespace,
      [jobOf('held', 'sleep 2', { suspend: true })],
      ['--start-timeout', '20s', '--progress-timeout', '20s'],
      {
        onProgress: (text) => {
          if (/^suspended +Job/m.test(text)) {
            resumed ??= new Promise((resolve) => {
              setTimeout(resolve, 25_000);
            }).then(() =>
              kubectl(
                'patch',
                'job',
                'held',
                '-n',
                namespace,
                '--type=merge',
                '-p',
                '{"spec":{"suspend":false}}',
              ),
            );
          }
        },
      },
    );
    await resumed;
    expect(code).toBe(0);
    expect(
      statesOf(stderr, 'held').filter((state) => state !== 'pending' && state !== 'no-pods'),
    ).toEqual(['created', 'suspended', 'running']);
  }));

test('a Job with parallelism 0 is paused, one with completions 0 succeeds, and one of another controller is queued', () =>
  inNamespace(async (namespace) => {
    const { report, stderr } = await deployReport(
      namespace,
      [
        jobOf('paused', 'true', { parallelism: 0 }),
        jobOf('nothing', 'true', { completions: 0 }),
        jobOf('elsewhere', 'true', { managedBy: 'example.com/other' }),
      ],
      ['--timeout', '8s'],
    );
    expect(report.jobs).toMatchObject([
      {
        name: 'paused',
        outcome: 'timed-out',
        message: expect.stringMatching(/; its parallelism is 0$/),
      },
      { name: 'nothing', outcome: 'succeeded' },
      {
        name: 'elsewhere',
        outcome: 'timed-out',
        message: expect.stringMatching(/; it is managed by example\.com\/other$/),
      },
    ]);
    expect(statesOf(stderr, 'paused')).toEqual(['paused', 'timed-out']);
    expect(statesOf(stderr, 'elsewhere')).toEqual([
      'queued (managed by example.com/other)',
      'timed-out',
    ]);
    expect(stderr).toMatch(
      /^warning +Job \S+\/paused: its parallelism is 0, so it creates no Pods until that is raised$/m,
    );
  }));

test('the reason why a Job has no Pods is reported at once, before the wait ends', async () =>
  inNamespace(
    async (namespace) => {
      const { stderr } = await cli(['deploy', '-', '-n', namespace, '--timeout', '15s'], {
        manifests: [jobOf('refused', 'true')],
      });
      expect(statesOf(stderr, 'refused')).toEqual([
        'created',
        expect.stringMatching(/^no-pods \(FailedCreate: .*PodSecurity/),
      ]);
    },
    { podSecurity: 'restricted' },
  ));

test('a failed Job has a hint where its cause is known, and none where it is unknown', () =>
  inNamespace(async (namespace) => {
    const never = (name: string, script: string, spec: object = {}) =>
      jobOf(name, script, { backoffLimit: 0, ...spec }, AT_ONCE);
    const container = (name: string, more: object) =>
      jobOf(
        name,
        '',
        { backoffLimit: 0 },
        { ...AT_ONCE, containers: [{ name: 'main', image: 'busybox', ...more }] },
      );
    const failJob = {
      podFailurePolicy: {
        rules: [{ action: 'FailJob', onExitCodes: { operator: 'In', values: [42] } }],
      },
      backoffLimit: 6,
    };
    const KNOWN: [job: object, hint: RegExp][] = [
      [
        container('memory', {
          command: ['tail', '/dev/zero'],
          resources: { limits: { memory: '32Mi' } },
        }),
        /killed for memory: its limit is 32Mi/,
      ],
      [container('absent', { command: ['no-such-program'] }), /does not contain the program/],
      [never('unfound', 'no-such-program'), /a program was not found/],
      [never('no-program', '/etc/passwd'), /may not (be executed|execute)/],
      [never('crashes', 'kill -SEGV $$; sleep 1; exit 139'), /SIGSEGV/],
      [
        never('slow', 'sleep 60', { activeDeadlineSeconds: 3 }),
        /activeDeadlineSeconds \(3\) expired/,
      ],
      [never('policy', 'exit 42', failJob), /podFailurePolicy/],
      [
        jobOf(
          'in-place',
          'exit 1',
          { backoffLimit: 0 },
          { ...AT_ONCE, restartPolicy: 'OnFailure' },
        ),
        /logs are deleted when it fails/,
      ],
      [
        never('indexes', 'exit 1', {
          completionMode: 'Indexed',
          completions: 2,
          backoffLimit: undefined,
          backoffLimitPerIndex: 0,
        }),
        /backoffLimitPerIndex \(0\) allows/,
      ],
    ];
    const { code, report } = await deployReport(
      namespace,
      [...KNOWN.map(([job]) => job), never('own', 'exit 3')],
      ['--timeout', '100s'],
    );
    expect(code).toBe(1);
    const hints = new Map(
      report.jobs.map(({ name, hints: all }) => [
        name,
        all.map(({ message: hint }) => hint).join('\n'),
      ]),
    );
    for (const [
      {
        metadata: { name },
      },
      hint,
    ] of KNOWN as [{ metadata: { name: string } }, RegExp][]) {
      expect([name, hints.get(name)]).toEqual([name, expect.stringMatching(hint)]);
    }
    expect(report.jobs.find(({ name }) => name === 'own')!.hints).toEqual([
      expect.objectContaining({
        message: 'its Pods failed more often than backoffLimit (0) allows',
      }),
    ]);
    expect(report.jobs.find(({ name }) => name === 'indexes')!.indexes).toEqual({
      succeeded: '',
      failed: '0,1',
      failedItems: [0, 1].map((index) => ({ index, item: null })),
      incomplete: '',
    });
    for (const { command: next } of report.jobs.flatMap((job) => job.hints)) {
      const [, ...words] = next.split(' ').map((word) => word.replaceAll("'", ''));
      expect([next, (await kubectl(...words)).code]).toEqual([next, 0]);
    }
  }));

test('a Job whose deadline expires has a hint for what kept its Pod from starting, or for a sidecar', () =>
  inNamespace(async (namespace) => {
    const within = (name: string, pod: object, spec: object = {}) =>
      jobOf(
        name,
        '',
        { backoffLimit: 0, activeDeadlineSeconds: 8, ...spec },
        { ...AT_ONCE, ...pod },
      );
    const main = { name: 'main', image: 'busybox', command: ['true'] };
    const proxy = { name: 'proxy', image: 'busybox', command: ['sleep', '60'] };
    const { report } = await deployReport(namespace, [
      within('unscheduled', { nodeSelector: { disk: 'nvme' } }),
      within('no-account', { serviceAccountName: 'nosuch' }),
      within('sidecar', { containers: [main, proxy] }),
    ]);
    const job = (name: string) => report.jobs.find((each) => each.name === name)!;
    expect(report.jobs.map(({ reason }) => reason)).toEqual(Array(3).fill('DeadlineExceeded'));
    expect(job('unscheduled').blockers).toMatchObject([{ class: 'unschedulable' }]);
    expect(job('unscheduled').message).toMatch(
      /; Pod unscheduled-\w+ cannot start: Unschedulable: /,
    );
    expect(job('no-account').blockers).toMatchObject([{ class: 'account', pod: null }]);
    expect(job('sidecar').blockers).toEqual([]);
    expect(job('sidecar').hints[0].message).toMatch(/main had ended and proxy still ran/);
  }));
