import { settled } from './manual-clock';
import { Scene } from './scene';
import { condition, jobWith, podWith, running, terminated } from './verdict/objects';
import type { Report } from '../../src/deploy';
import type { ContainerStatus, Pod } from '../../src/deploy/kube/objects';

describe('a Job whose deadline expired', () => {
  const reason = 'DeadlineExceeded';
  const message = 'Job was active longer than specified deadline';
  const lastTransitionTime = '2026-01-01T00:00:10Z';
  const expired = (type: string) =>
    condition(type, 'True', { reason, message, lastTransitionTime });
  const unscheduled = condition('PodScheduled', 'False', {
    reason: 'Unschedulable',
    message: '0/1 nodes are available',
  });
  const pending = (name: string) => podWith({ name, phase: 'Pending', conditions: [unscheduled] });
  const dying = (pod: Pod, deletionTimestamp: string) => ({
    ...pod,
    metadata: { ...pod.metadata, deletionTimestamp, deletionGracePeriodSeconds: 0 },
  });

  async function reportAfter(pods: readonly Pod[], wait = 0): Promise<Report['jobs'][number]> {
    const scene = new Scene();
    const report = scene.start();
    await settled();
    for (const pod of pods) {
      scene.pod(pod);
      await settled();
    }
    await scene.clock.pass(wait);
    for (const pod of pods) scene.pod(pod, 'DELETED');
    scene.job(jobWith({ conditions: [expired('FailureTarget')] }));
    await settled();
    scene.job(jobWith({ conditions: [expired('FailureTarget'), expired('Failed')] }));
    await scene.clock.pass(60_000);
    return (await report).jobs[0];
  }

  test('reports what kept its Pod from starting, when the Pod was deleted for the deadline', async () => {
    const pod = pending('a');
    const job = await reportAfter([pod, dying(pod, '2026-01-01T00:00:10Z')]);
    expect(job).toMatchObject({
      outcome: 'failed',
      reason,
      message: `${message}; Pod a cannot start: Unschedulable: 0/1 nodes are available`,
      blockers: [{ class: 'unschedulable', pod: 'a' }],
    });
    expect(job.hints.map(({ command }) => command)).toEqual([
      'kubectl describe pod a -n ns',
      'kubectl events -n ns --for job/job',
    ]);
  });

  test('reports no blocker of a Pod that a user deleted before', async () => {
    const pod = pending('a');
    const later = podWith({ name: 'b', containers: [running()] });
    const job = await reportAfter([
      pod,
      dying(pod, '2026-01-01T00:00:05Z'),
      later,
      dying(later, '2026-01-01T00:00:10Z'),
    ]);
    expect(job).toMatchObject({ outcome: 'failed', message, blockers: [] });
  });

  test('reports no Pod that takes long to terminate as its blocker', async () => {
    const pod = podWith({ name: 'a', containers: [running()] });
    const job = await reportAfter([pod, dying(pod, '2026-01-01T00:00:10Z')], 100_000);
    expect(job).toMatchObject({ outcome: 'failed', message, blockers: [] });
  });

  test('gives the hint for a sidecar that still ran when its main container had ended', async () => {
    const ended = terminated(0, { finishedAt: '2026-01-01T00:00:03Z' });
    const stopped = terminated(137, { name: 'proxy', finishedAt: '2026-01-01T00:00:12Z' });
    const both = (proxy: ContainerStatus) => podWith({ name: 'a', containers: [ended, proxy] });
    const job = await reportAfter([
      both(running('proxy')),
      dying(both(running('proxy')), '2026-01-01T00:00:10Z'),
      dying(both(stopped), '2026-01-01T00:00:10Z'),
    ]);
    expect(job.hints[0].message).toMatch(
      /^in Pod a, main had ended and proxy still ran when the Pod was deleted; .*initContainers/,
    );
  });

  test('gives no hint for sidecars when all containers ran until the deadline', async () => {
    const stopped = ['main', 'other'].map((name) =>
      terminated(143, { name, finishedAt: '2026-01-01T00:00:10Z' }),
    );
    const containers = [running('main'), running('other')];
    const job = await reportAfter([
      podWith({ name: 'a', containers }),
      dying(podWith({ name: 'a', containers: stopped }), '2026-01-01T00:00:10Z'),
    ]);
    expect(job.hints.map((hint) => hint.message)).toEqual([
      expect.stringContaining('activeDeadlineSeconds'),
    ]);
  });
});
