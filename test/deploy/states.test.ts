import { settled } from './manual-clock';
import { COMPLETE, FAILED, Scene } from './scene';
import { list } from './scripted-server';
import { condition, jobWith, podWith, running, terminated } from './verdict/objects';
import type { Job } from '../../src/deploy/kube/objects';

/** The events of a scene that report the state of its Job. */
const stateEvents = ({ events }: Scene) =>
  events.flatMap((event) =>
    event.type === 'job'
      ? [[event.state, event.message ?? event.reason].filter(Boolean).join(': ')]
      : [],
  );
async function see(scene: Scene, ...jobs: Job[]): Promise<void> {
  for (const job of jobs) {
    scene.job(job);
    await settled();
  }
}

describe('job events', () => {
  test('report each state of a Job once, and leave Pods to pod events', async () => {
    const scene = new Scene();
    const report = scene.start();
    await settled();
    scene.pod(podWith({ phase: 'Pending' }));
    await settled();
    expect(stateEvents(scene)).toEqual([]);
    scene.pod(podWith({ containers: [running()] }));
    await settled();
    scene.pod(podWith({ phase: 'Failed', containers: [terminated(1)] }));
    await see(scene, jobWith({ status: { failed: 1 } }), jobWith({ status: { failed: 1 } }));
    scene.pod(podWith({ name: 'second', containers: [running()] }));
    await see(
      scene,
      jobWith({ conditions: [condition('SuccessCriteriaMet', 'True')] }),
      jobWith({ conditions: [...COMPLETE, condition('SuccessCriteriaMet', 'True')] }),
    );
    await scene.clock.pass(12_000);
    await report;
    expect(stateEvents(scene)).toEqual([
      'running',
      'retrying: 1 failed, backoffLimit 6',
      'running',
      'succeeding',
    ]);
  });

  test('report one retry when a Pod fails before the Job counts it', async () => {
    const scene = new Scene();
    const report = scene.start();
    await settled();
    for (const [name, failed] of [
      ['first', 1],
      ['second', 2],
    ] as const) {
      scene.pod(podWith({ name, containers: [running()] }));
      await settled();
      scene.pod(podWith({ name, phase: 'Failed', containers: [terminated(1)] }));
      await see(scene, jobWith({ status: { failed } }));
    }
    scene.stop.abort();
    await report;
    expect(stateEvents(scene)).toEqual([
      'running',
      'retrying: 1 failed, backoffLimit 6',
      'running',
      'retrying: 2 failed, backoffLimit 6',
    ]);
  });

  test('report that a Job is about to end only while it has Pods', async () => {
    const scene = new Scene();
    const report = scene.start();
    await settled();
    scene.pod(podWith({ phase: 'Succeeded', containers: [terminated(0)] }));
    await see(
      scene,
      jobWith({ conditions: [condition('SuccessCriteriaMet', 'True')] }),
      jobWith({ conditions: COMPLETE }),
    );
    await scene.clock.pass(2_000);
    await report;
    expect(stateEvents(scene)).toEqual([]);
  });

  test('report a Job that waits in a queue and then runs', async () => {
    const scene = new Scene();
    const queued = jobWith({
      spec: { suspend: true },
      labels: { 'kueue.x-k8s.io/queue-name': 'a' },
    });
    scene.server.on(/^GET .*\/jobs$/, list('5', queued));
    const report = scene.start();
    await settled();
    await see(scene, queued, jobWith(), jobWith({ conditions: FAILED }));
    await report;
    expect(stateEvents(scene)).toEqual(['queued: in queue a', 'no-pods']);
  });

  test('warn once of a Job whose parallelism is 0', async () => {
    const scene = new Scene();
    const paused = jobWith({ spec: { parallelism: 0 } });
    scene.server.on(/^GET .*\/jobs$/, list('5', paused));
    const report = scene.start(60);
    await settled();
    await see(scene, paused, paused);
    await scene.clock.pass(60_000);
    expect((await report).jobs[0].message).toMatch(/; its parallelism is 0$/);
    expect(scene.events.filter(({ type }) => type === 'warning')).toEqual([
      {
        type: 'warning',
        object: { apiVersion: 'batch/v1', kind: 'Job', namespace: 'ns', name: 'job' },
        message: expect.stringMatching(/parallelism is 0/),
      },
    ]);
  });

  test.each([
    ['suspended', jobWith({ spec: { suspend: true } })],
    ['whose parallelism is 0', jobWith({ spec: { parallelism: 0 } })],
    [
      'of another controller',
      jobWith({ spec: { managedBy: 'example.com/other' }, status: { active: 1 } }),
    ],
  ])('are not explained by Kubernetes events when a Job %s has no Pods', async (_, job) => {
    const scene = new Scene();
    scene.server.on(/^GET .*\/jobs$/, list('5', job));
    const report = scene.start(120);
    await settled();
    await scene.clock.pass(120_000);
    await report;
    expect(scene.server.asked.filter((request) => request.includes('/events'))).toEqual([]);
  });

  test('drop blockers from before a suspension', async () => {
    const scene = new Scene();
    const report = scene.start(300);
    await settled();
    scene.server.on(
      /^GET .*\/events\?/,
      list('5', {
        metadata: { name: 'e', uid: 'e', resourceVersion: '1' },
        reason: 'FailedCreate',
        message: 'pods "a" is forbidden: no',
        involvedObject: { uid: 'job-uid' },
        firstTimestamp: '2026-01-01T00:00:00Z',
        lastTimestamp: '2026-01-01T00:00:15Z',
      } as never),
    );
    await scene.clock.pass(10_000);
    await see(scene, jobWith({ spec: { suspend: true } }));
    await scene.clock.pass(100_000);
    await see(scene, jobWith({ status: { startTime: '2026-01-01T00:02:00Z' } }));
    await scene.clock.pass(190_000);
    expect((await report).jobs[0]).toMatchObject({ outcome: 'timed-out', blockers: [] });
  });

  test("end with a report that has the Job's indexes and Pod counts", async () => {
    const scene = new Scene();
    const report = scene.start();
    await settled();
    scene.job(
      jobWith({
        spec: { completionMode: 'Indexed', completions: 100_000 },
        status: {
          conditions: FAILED,
          succeeded: 4,
          failed: 7,
          completedIndexes: '0-2,5',
          failedIndexes: '3,4',
        },
      }),
    );
    expect((await report).jobs[0]).toMatchObject({
      indexes: { succeeded: '0-2,5', failed: '3,4', incomplete: '6-99999' },
      pods: { active: 0, succeeded: 4, failed: 7 },
    });
  });
});
