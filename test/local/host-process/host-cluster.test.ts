import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { deploy, DeployEvent, JobReport, Manifest } from '../../../src/deploy';
import { HostCluster, startHostCluster } from '../../../src/local/host-cluster';

const describeOnPosix = process.platform === 'win32' ? describe.skip : describe;

/** A Job of one container. */
function job(
  script: string,
  spec: object = {},
  pod: object = {},
  container: object = {},
): Manifest {
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'job' },
    spec: {
      backoffLimit: 0,
      ...spec,
      template: {
        spec: {
          restartPolicy: 'Never',
          terminationGracePeriodSeconds: 1,
          ...pod,
          containers: [
            { name: 'main', image: 'none', command: ['sh', '-ec', script], ...container },
          ],
        },
      },
    },
  };
}

describeOnPosix('Jobs as processes of this machine', () => {
  let cluster: HostCluster;
  beforeEach(() => {
    cluster = startHostCluster(process.cwd());
  });
  afterEach(() => cluster.close());

  async function run(...manifests: Manifest[]): Promise<{
    readonly job: JobReport;
    readonly lines: string[];
    readonly events: DeployEvent[];
  }> {
    const events: DeployEvent[] = [];
    const report = await deploy(manifests, {
      transport: cluster.api,
      timeoutSeconds: 30,
      onEvent: (event) => events.push(event),
    });
    expect(report.errors).toEqual([]);
    const lines = events.flatMap((event) => (event.type === 'log' ? event.text : []));
    return { job: report.jobs[0], lines, events };
  }

  function waitingReason(): string {
    const { body } = cluster.api.answer({ method: 'GET', path: '/api/v1/namespaces/default/pods' });
    return JSON.parse(body as string).items[0].status.containerStatuses[0].state.waiting.reason;
  }

  test('succeed with all lines that they write', async () => {
    const { job: report, lines } = await run(
      job('i=0; while [ $i -lt 500 ]; do echo $i; i=$((i+1)); done; printf end'),
    );
    expect(report.outcome).toBe('succeeded');
    expect(lines).toEqual([...Array.from({ length: 500 }, (_, i) => `${i}`), 'end']);
  });

  test('fail with the exit code and the termination message of their program', async () => {
    const { job: report } = await run(job('echo why > /dev/termination-log; exit 3'));
    expect(report).toMatchObject({
      outcome: 'failed',
      reason: 'BackoffLimitExceeded',
      attempts: [{ exitCode: 3, reason: 'Error', message: 'why\n' }],
    });
  });

  test('have volumes at the paths of their mounts, shared by their containers', async () => {
    const mount = { volumeMounts: [{ name: 'shared', mountPath: '/shared' }] };
    const init = {
      name: 'init',
      image: 'none',
      command: ['sh', '-c', 'echo hi > /shared/x'],
      ...mount,
    };
    const { lines } = await run(
      job(
        'cat /shared/x',
        {},
        { volumes: [{ name: 'shared', emptyDir: {} }], initContainers: [init] },
        mount,
      ),
    );
    expect(lines).toEqual(['hi']);
  });

  test('know their index, and items from a ConfigMap', async () => {
    const items = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'items' },
      data: { '0': 'a', '1': 'b' },
    };
    const { job: report, lines } = await run(
      items,
      job(
        'echo $JOB_COMPLETION_INDEX $(cat /item)',
        { completions: 2, parallelism: 2, completionMode: 'Indexed' },
        { volumes: [{ name: 'items', configMap: { name: 'items' } }] },
        {
          volumeMounts: [
            { name: 'items', mountPath: '/item', subPathExpr: '$(JOB_COMPLETION_INDEX)' },
          ],
        },
      ),
    );
    expect(report.outcome).toBe('succeeded');
    expect(lines.sort()).toEqual(['0 a', '1 b']);
  });

  test('are restarted in place with OnFailure, and keep the log of each run', async () => {
    const script =
      'if [ -e /state/ran ]; then echo second; else touch /state/ran; echo first; exit 1; fi';
    const { job: report, lines } = await run(
      job(
        script,
        { backoffLimit: 2 },
        { restartPolicy: 'OnFailure', volumes: [{ name: 'state', emptyDir: {} }] },
        { volumeMounts: [{ name: 'state', mountPath: '/state' }] },
      ),
    );
    expect(report).toMatchObject({
      outcome: 'succeeded',
      attempts: [{ exitCode: 1 }, { exitCode: 0 }],
    });
    expect(lines).toEqual(['first', 'second']);
  });

  test('end their sidecars when they have ended', async () => {
    const sidecar = {
      name: 'proxy',
      image: 'none',
      restartPolicy: 'Always',
      command: ['sleep', '60'],
    };
    const { job: report } = await run(job('sleep 0.1', {}, { initContainers: [sidecar] }));
    expect(report.outcome).toBe('succeeded');
  });

  test('are killed with their children when a deadline expires', async () => {
    const { job: report, lines } = await run(
      job("trap '' TERM; sleep 61 & echo $!; wait", { activeDeadlineSeconds: 1 }),
    );
    expect(report).toMatchObject({ outcome: 'failed', reason: 'DeadlineExceeded' });
    await sleep(100);
    expect(isRunning(Number(lines[0]))).toBe(false);
  });

  test('are killed when the cluster ends', async () => {
    const { lines, done } = await new Promise<{ lines: string; done: Promise<unknown> }>(
      (resolve) => {
        const running = deploy([job('echo $$$$; exec sleep 62')], {
          transport: cluster.api,
          timeoutSeconds: 5,
          onEvent: (event) => {
            if (event.type === 'log') resolve({ lines: event.text, done: running });
          },
        });
      },
    );
    expect(isRunning(Number(lines))).toBe(true);
    await cluster.close();
    expect(isRunning(Number(lines))).toBe(false);
    await done;
  });

  test('with a program that does not exist fail, and say why', async () => {
    const { job: report } = await run(job('', {}, {}, { command: ['no-such-program'] }));
    expect(report).toMatchObject({
      outcome: 'failed',
      attempts: [{ exitCode: 128, reason: 'StartError' }],
    });
  });

  test.each([
    ['no command', { command: undefined }],
    ['a Secret that does not exist', { envFrom: [{ secretRef: { name: 'missing' } }] }],
  ])('with %s wait, and say why', async (_, container) => {
    const path = '/apis/batch/v1/namespaces/default/jobs';
    const body = JSON.stringify(job('true', {}, {}, container));
    cluster.api.answer({ method: 'POST', path, body });
    await sleep(100);
    expect(waitingReason()).toBe('CreateContainerConfigError');
  });
});

/** Whether a process runs. One that has ended may remain until its parent asks how. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    const file = `/proc/${pid}/stat`;
    return !existsSync(file) || !/\) Z/.test(readFileSync(file, 'utf8'));
  } catch {
    return false;
  }
}
