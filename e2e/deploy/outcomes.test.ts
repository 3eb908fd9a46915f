import { cli, deployCli, deployReport, jobOf, logLines } from './cli';
import { inNamespace, kubectl } from '../harness';

test('a Job that fails is exit 1, and each attempt is told with its exit code', () => inNamespace(async (namespace) => {
  const { code, report, stderr } = await deployReport(namespace, [jobOf('fails', 'echo trying; exit 3', { backoffLimit: 1 })]);
  expect(code).toBe(1);
  expect(report).toMatchObject({ schemaVersion: 1, outcome: 'failed' });
  const [job] = report.jobs;
  expect(job).toMatchObject({ namespace, name: 'fails', outcome: 'failed', reason: 'BackoffLimitExceeded' });
  expect(job.attempts.map(({ container, exitCode, reason, index, lastLines }) => ({ container, exitCode, reason, index, lastLines }))).toEqual([
    { container: 'main', exitCode: 3, reason: 'Error', index: null, lastLines: ['trying'] },
    { container: 'main', exitCode: 3, reason: 'Error', index: null, lastLines: ['trying'] },
  ]);
  expect(new Set(job.attempts.map(({ pod }) => pod)).size).toBe(2);
  for (const time of [job.startedAt, job.finishedAt, ...job.attempts.flatMap(({ startedAt, finishedAt }) => [startedAt, finishedAt])]) {
    expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  }
  expect(logLines(stderr, 'fails')).toEqual(['trying', 'trying']);
}));

test('the text of a failure holds the reason, the attempts and their last lines', () => inNamespace(async (namespace) => {
  const { code, stdout } = await deployCli(namespace, [jobOf('fails', 'for i in $(seq 30); do echo line $i; done; exit 7', { backoffLimit: 0 })]);
  expect(code).toBe(1);
  expect(stdout).toMatch(/^failed +Job \S+\/fails in \d+s: BackoffLimitExceeded: /m);
  expect(stdout).toMatch(/attempt 1: exit code 7, Pod fails-\w+, container main/);
  expect(stdout).toContain('| line 30\n');
  expect(stdout).not.toContain('| line 10\n');
}));

test('a Job that is not done in time is exit 124, and goes on', () => inNamespace(async (namespace) => {
  const { code, report } = await deployReport(namespace, [jobOf('sleeps', 'sleep 60')], ['--timeout', '5s']);
  expect(code).toBe(124);
  expect(report.outcome).toBe('timed-out');
  expect(report.jobs).toMatchObject([{ name: 'sleeps', outcome: 'timed-out', finishedAt: null, attempts: [] }]);
  const { stdout } = await kubectl('get', 'job', 'sleeps', '-n', namespace, '-o', 'jsonpath={.status.active}');
  expect(stdout).toBe('1');
}));

test('a Job whose image cannot be pulled times out with that as its evidence', () => inNamespace(async (namespace) => {
  const missing = { restartPolicy: 'Never', containers: [{ name: 'main', image: 'no-such-image' }] };
  const { code, report, stderr } = await deployReport(namespace, [jobOf('stuck', '', {}, missing)], ['--timeout', '8s']);
  expect(code).toBe(124);
  expect(report.jobs[0].message).toMatch(/Pod stuck-\w+ waits: (ErrImagePull|ImagePullBackOff) \(/);
  expect(stderr).toMatch(/^waiting +Pod \S+ \((ErrImagePull|ImagePullBackOff): /m);
}));

test('deploying the same files again changes nothing, runs nothing, and is a success', () => inNamespace(async (namespace) => {
  const job = jobOf('once', 'echo ran');
  const first = await deployReport(namespace, [job]);
  const second = await deployReport(namespace, [job]);
  expect([first.code, second.code]).toEqual([0, 0]);
  expect([first.report.applied[0].action, second.report.applied[0].action]).toEqual(['created', 'unchanged']);
  expect(second.report.jobs[0].uid).toBe(first.report.jobs[0].uid);
  expect(second.report.jobs[0].attempts).toEqual(first.report.jobs[0].attempts);
  expect(logLines(first.stderr, 'once')).toEqual(['ran']);
  expect(logLines(second.stderr, 'once')).toEqual([]);
  const { stdout } = await kubectl('get', 'pods', '-n', namespace, '-o', 'name');
  expect(stdout.trim().split('\n')).toHaveLength(1);
}));

test('a Job that failed before is still a failure when it is deployed again', () => inNamespace(async (namespace) => {
  const job = jobOf('fails', 'exit 1', { backoffLimit: 0 });
  await deployCli(namespace, [job]);
  const { code, report } = await deployReport(namespace, [job]);
  expect(code).toBe(1);
  expect(report.jobs[0].attempts).toMatchObject([{ exitCode: 1 }]);
}));

test('a Job that succeeds at the second attempt is a success that tells of the first', () => inNamespace(async (namespace) => {
  const flaky = jobOf('flaky', 'if mkdir /state/seen; then exit 9; fi; echo better', { backoffLimit: 2 }, {
    volumes: [{ name: 'state', hostPath: { path: `/tmp/e2e-${namespace}`, type: 'DirectoryOrCreate' } }],
    containers: [{ name: 'main', image: 'busybox', command: ['sh', '-c', 'if mkdir /state/seen; then exit 9; fi; rm -r /state/seen; echo better'], volumeMounts: [{ name: 'state', mountPath: '/state' }] }],
  });
  const { code, stdout } = await deployCli(namespace, [flaky]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^succeeded +Job \S+\/flaky in \d+s, after 1 failed attempt$/m);
}));

test('restarts in place are attempts of one Pod, with the lines of each', () => inNamespace(async (namespace) => {
  const { code, report, stderr } = await deployReport(namespace, [jobOf('restarts', 'echo run; sleep 1; exit 4', { backoffLimit: 1 }, {
    restartPolicy: 'OnFailure', terminationGracePeriodSeconds: 0,
  })]);
  expect(code).toBe(1);
  const { attempts } = report.jobs[0];
  expect(new Set(attempts.map(({ pod }) => pod)).size).toBe(1);
  expect(attempts[0]).toMatchObject({ exitCode: 4 });
  expect(logLines(stderr, 'restarts').filter((line) => line === 'run').length).toBeGreaterThanOrEqual(2);
}));

test('each index of an Indexed Job is told apart', () => inNamespace(async (namespace) => {
  const { code, report } = await deployReport(namespace, [jobOf('indexed', 'exit $JOB_COMPLETION_INDEX', {
    completions: 3, parallelism: 3, completionMode: 'Indexed', backoffLimitPerIndex: 0,
  })]);
  expect(code).toBe(1);
  expect(report.jobs[0].reason).toBe('FailedIndexes');
  expect(report.jobs[0].attempts.map(({ index, exitCode }) => [index, exitCode]).sort()).toEqual([[0, 0], [1, 1], [2, 2]]);
}));

test('a Job that is deleted while it runs is gone, exit 4, never a success', () => inNamespace(async (namespace) => {
  let deleted: Promise<unknown> | undefined;
  const { code, stdout } = await deployCli(namespace, [jobOf('doomed', 'sleep 60')], [], {
    onProgress: (stderr) => {
      if (/^running +Pod/m.test(stderr)) deleted ??= kubectl('delete', 'job', 'doomed', '-n', namespace);
    },
  });
  await deleted;
  expect(code).toBe(4);
  expect(stdout).toMatch(/^gone +Job \S+\/doomed/m);
}));

test('a Job that is removed the moment it has ended has the verdict of its end', () => inNamespace(async (namespace) => {
  const ttl = { ttlSecondsAfterFinished: 0 };
  const { code, report } = await deployReport(namespace, [jobOf('good', 'sleep 1', ttl), jobOf('bad', 'sleep 1; exit 2', { ...ttl, backoffLimit: 0 })]);
  expect(code).toBe(1);
  expect(report.jobs.map(({ name, outcome }) => [name, outcome])).toEqual([['good', 'succeeded'], ['bad', 'failed']]);
}));

test('Ctrl-C ends the waiting with exit 130, SIGTERM with 143, and the Job goes on', () => inNamespace(async (namespace) => {
  for (const [signal, expected] of [['SIGINT', 130], ['SIGTERM', 143]] as const) {
    const { code, stdout } = await deployCli(namespace, [jobOf('sleeps', 'sleep 60')], [], {
      onProgress: (stderr, kill) => { if (/^(created|unchanged) +Job/m.test(stderr)) kill(signal); },
    });
    expect(code).toBe(expected);
    expect(stdout).toMatch(/^detached +Job \S+\/sleeps/m);
  }
  expect((await kubectl('get', 'job', 'sleeps', '-n', namespace)).code).toBe(0);
}));

test('what a Job needs is there before it, whatever the order of the files', () => inNamespace(async (namespace) => {
  const pod = { containers: [{ name: 'main', image: 'busybox', command: ['sh', '-c', 'echo $GREETING'], envFrom: [{ configMapRef: { name: 'words' } }] }] };
  const own = `${namespace}-own`;
  const inOwn = (manifest: Record<string, unknown>) => ({ ...manifest, metadata: { ...(manifest.metadata as object), namespace: own } });
  const { code, stderr } = await cli(['deploy', '-'], {
    manifests: [
      inOwn(jobOf('greets', '', {}, pod)),
      inOwn({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'words' }, data: { GREETING: 'hello from a ConfigMap' } }),
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: own } },
    ],
  });
  await kubectl('delete', 'namespace', own, '--wait=false');
  expect(code).toBe(0);
  expect(logLines(stderr, 'greets')).toEqual(['hello from a ConfigMap']);
  expect(stderr.split('\n').filter((line) => line.startsWith('created')).map((line) => line.split(/\s+/)[1])).toEqual(['Namespace', 'ConfigMap', 'Job']);
}));

test('a kind whose definition is in the same input is waited for', () => inNamespace(async (namespace) => {
  const group = `${namespace}.example.com`;
  const { code, stderr } = await deployCli(namespace, [
    { apiVersion: `${group}/v1`, kind: 'Widget', metadata: { name: 'one' } },
    {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: `widgets.${group}` },
      spec: { group, scope: 'Namespaced', names: { plural: 'widgets', kind: 'Widget' }, versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }] },
    },
  ]);
  await kubectl('delete', 'crd', `widgets.${group}`, '--wait=false');
  expect(stderr).toMatch(/^created +Widget /m);
  expect(code).toBe(0);
}));

test('input without a Job is applied, and it is said that there was nothing to wait for', () => inNamespace(async (namespace) => {
  const { code, stdout } = await deployCli(namespace, [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } }]);
  expect(code).toBe(0);
  expect(stdout).toBe('1 object applied; no Job among them, so there was nothing to wait for.\n');
}));
