import { deployReport, jobOf } from './cli';
import { inNamespace, kubectl } from '../harness';

const HOLD = 'example.com/hold';
const held = (script: string) => {
  const job = jobOf('held', script, { backoffLimit: 0 });
  return { ...job, metadata: { ...job.metadata, finalizers: [HOLD] } };
};
const TTL_0 = { backoffLimit: 0, ttlSecondsAfterFinished: 0 };

const release = (namespace: string) =>
  kubectl('patch', 'job', 'held', '-n', namespace, '--type=json', '-p', REMOVE_FINALIZERS);
const REMOVE_FINALIZERS = '[{"op":"remove","path":"/metadata/finalizers"}]';
const jobsIn = async (namespace: string) =>
  (await kubectl('get', 'jobs', '-n', namespace, '-o', 'name')).stdout.trim().split('\n');

test('a replacement whose old Job has a finalizer times out with that, and no new run starts', () =>
  inNamespace(async (namespace) => {
    await deployReport(namespace, [held('echo v1')]);
    const { code, report, stderr } = await deployReport(
      namespace,
      [jobOf('beside', 'exit 3', TTL_0), held('echo v2')],
      ['--timeout', '8s'],
    );
    expect(code).toBe(124);
    const waiting = {
      uid: null,
      outcome: 'timed-out',
      message: `timed out after 8s; not started: Job held is still being deleted; waiting for ${HOLD}`,
    };
    expect(report.jobs).toMatchObject([
      { name: 'beside', ...waiting },
      { name: 'held', ...waiting },
    ]);
    expect(report.applied).toEqual([]);
    expect(stderr).toMatch(/^warning +Job \S+\/held: still being deleted; waiting for/m);
    expect(await jobsIn(namespace)).toEqual(['job.batch/held']);
    await release(namespace);
  }));

test('Jobs beside a replacement run when its old Job is gone, and one that runs already is followed before', () =>
  inNamespace(async (namespace) => {
    const running = jobOf('running', 'sleep 12; echo over; exit 4', TTL_0);
    await deployReport(namespace, [held('echo v1')]);
    await deployReport(namespace, [running], ['--timeout', '2s']); // it continues
    const deploying = deployReport(
      namespace,
      [jobOf('beside', 'exit 3', TTL_0), held('echo v2'), running],
      ['--timeout', '90s'],
    );
    await new Promise((resolve) => {
      setTimeout(resolve, 15_000);
    });
    await release(namespace);
    const { code, report, stderr } = await deploying;
    await release(namespace);
    expect(code).toBe(1);
    expect(report.jobs).toMatchObject([
      { name: 'beside', outcome: 'failed', attempts: [{ exitCode: 3 }] },
      { name: 'held', outcome: 'succeeded' },
      { name: 'running', outcome: 'failed', attempts: [{ exitCode: 4, lastLines: ['over'] }] },
    ]);
    const at = (line: RegExp) => stderr.search(line);
    expect(at(/^failed +Job \S+\/running /m)).toBeGreaterThan(-1);
    expect(at(/^failed +Job \S+\/running /m)).toBeLessThan(at(/^replaced +Job \S+\/held$/m));
  }));
