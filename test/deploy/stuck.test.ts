import { settled } from './manual-clock';
import { COMPLETE, manifest, outcomeOf, Scene } from './scene';
import { list } from './scripted-server';
import { condition, jobWith, podWith, running, waiting } from './verdict/objects';
import type { DeployEvent } from '../../src/deploy';
import type { KubeEvent, Pod } from '../../src/deploy/kube/objects';

const EVENTS = /^GET .*\/events\?fieldSelector=type=Warning,involvedObject.kind=Job$/;
const unpullable = (more: object = {}) =>
  podWith({ phase: 'Pending', containers: [waiting('ErrImagePull', 'not found')], ...more });
const created = (pod: Pod, creationTimestamp: string): Pod => ({
  ...pod,
  metadata: { ...pod.metadata, creationTimestamp },
});
const event = (message: string, lastTimestamp: string, uid = 'job-uid'): KubeEvent => ({
  metadata: { name: 'e', uid: 'e', resourceVersion: '1' },
  type: 'Warning',
  reason: 'FailedCreate',
  message,
  lastTimestamp,
  involvedObject: { uid },
});
const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1) + seconds * 1000).toISOString();
const FORBIDDEN = 'Error creating: pods "a" is forbidden: violates PodSecurity "restricted:latest"';
/** Repeats events at these seconds. */
async function again(
  scene: Scene,
  seconds: readonly number[],
  events: (seconds: readonly number[]) => KubeEvent[],
): Promise<void> {
  for (let i = 1; i <= seconds.length; i++) {
    scene.server.on(EVENTS, list('5', ...events(seconds.slice(0, i))));
    await scene.clock.pass(5_000);
  }
}
const warnings = (events: readonly DeployEvent[]) =>
  events.flatMap((one) => (one.type === 'warning' ? [one.message] : []));
const ended = (scene: Scene) => scene.events.some(({ type }) => type === 'ended');

describe('blockers', () => {
  test('end the wait after 20 seconds when an image cannot be pulled', async () => {
    const scene = new Scene();
    const report = scene.start();
    await settled();
    scene.pod(unpullable());
    await scene.clock.pass(19_900);
    expect(ended(scene)).toBe(false);
    await scene.clock.pass(4_000);
    const {
      jobs: [job],
    } = await report;
    expect(job).toMatchObject({
      outcome: 'stuck',
      reason: 'ErrImagePull',
      message: 'Pod pod cannot start: ErrImagePull: not found',
      blockers: [{ class: 'image', reason: 'ErrImagePull', message: 'not found', pod: 'pod' }],
      hints: [
        {
          message: 'correct the name of the image, or set imagePullSecrets',
          command: 'kubectl describe pod pod -n ns',
        },
      ],
    });
  });

  test('keep their start time during a backoff, and get another when the cause changes', async () => {
    const scene = new Scene();
    const report = scene.start();
    await settled();
    scene.pod(
      podWith({
        phase: 'Pending',
        containers: [waiting('CreateContainerConfigError', 'configmap "a" not found')],
      }),
    );
    await scene.clock.pass(15_000);
    scene.pod(unpullable());
    await scene.clock.pass(10_000);
    scene.pod(
      podWith({
        phase: 'Pending',
        containers: [waiting('ImagePullBackOff', 'Back-off pulling image "x"')],
      }),
    );
    await scene.clock.pass(9_000);
    expect(ended(scene)).toBe(false);
    await scene.clock.pass(2_000);
    expect(outcomeOf(await report)).toEqual(['stuck', 'stuck']);
  });

  test('have no effect when they disappear in time', async () => {
    const scene = new Scene();
    const report = scene.start();
    await settled();
    scene.pod(unpullable());
    await scene.clock.pass(15_000);
    scene.pod(podWith());
    await scene.clock.pass(60_000);
    scene.job(jobWith({ conditions: COMPLETE }));
    expect(outcomeOf(await report)).toEqual(['succeeded', 'succeeded']);
  });

  test('are only a warning while another Pod of the Job runs', async () => {
    const scene = new Scene();
    const report = scene.start();
    await settled();
    scene.pod(podWith({ name: 'busy' }));
    scene.pod(unpullable());
    await scene.clock.pass(60_000);
    expect(ended(scene)).toBe(false);
    expect(warnings(scene.events)).toEqual([
      expect.stringContaining('Pod pod cannot start: ErrImagePull: not found'),
    ]);
    scene.pod(podWith({ name: 'busy', phase: 'Succeeded' }));
    await scene.clock.pass(2_000);
    expect(outcomeOf(await report)).toEqual(['stuck', 'stuck']);
  });

  test('warn once of an unschedulable Pod, and keep waiting', async () => {
    const scene = new Scene();
    const report = scene.start(600);
    await settled();
    scene.pod(
      podWith({
        phase: 'Pending',
        conditions: [
          condition('PodScheduled', 'False', { reason: 'Unschedulable', message: 'no room' }),
        ],
      }),
    );
    await scene.clock.pass(600_000);
    expect(warnings(scene.events)).toEqual([
      'Pod pod cannot start: Unschedulable: no room; lower the requests, or make room on a matching node (kubectl describe pod pod -n ns)',
    ]);
    expect(outcomeOf(await report)).toEqual(['timed-out', 'timed-out']);
  });

  test('are in the report of a Job that timed out, each cause once', async () => {
    const scene = new Scene();
    const report = scene.start(10);
    await settled();
    scene.pod(unpullable());
    scene.pod(unpullable({ name: 'other' }));
    scene.pod(podWith({ name: 'third', phase: 'Pending', containers: [waiting('SomethingNew')] }));
    await scene.clock.pass(10_000);
    expect((await report).jobs[0]).toMatchObject({
      outcome: 'timed-out',
      message: expect.stringMatching(/; Pod pod cannot start: ErrImagePull: not found$/),
      blockers: [
        { reason: 'ErrImagePull', pod: 'pod' },
        { class: 'other', reason: 'SomethingNew', message: null, pod: 'third' },
      ],
      hints: [
        { command: 'kubectl describe pod pod -n ns' },
        { command: 'kubectl describe pod third -n ns' },
      ],
    });
  });

  test('warn of a Pod that is still terminating a minute after its grace period', async () => {
    const scene = new Scene();
    const report = scene.start(200);
    await settled();
    const pod = podWith({ containers: [running()] });
    const dying = {
      ...pod,
      metadata: { ...pod.metadata, deletionTimestamp: at(30), deletionGracePeriodSeconds: 30 },
      spec: { ...pod.spec, nodeName: 'lost' },
    };
    scene.pod(dying);
    await scene.clock.pass(89_000);
    expect(warnings(scene.events)).toEqual([]);
    await scene.clock.pass(3_000);
    expect(warnings(scene.events)).toEqual([
      expect.stringMatching(
        /^Pod pod does not terminate: Terminating: on node lost; check its node/,
      ),
    ]);
    await scene.clock.pass(200_000);
    expect((await report).jobs[0]).toMatchObject({
      outcome: 'timed-out',
      blockers: [{ class: 'terminating' }],
    });
  });

  test('do not include a Pod within its grace period', async () => {
    const scene = new Scene();
    const report = scene.start(10);
    await settled();
    const pod = podWith({ containers: [running()] });
    scene.pod({
      ...pod,
      metadata: { ...pod.metadata, deletionTimestamp: at(30), deletionGracePeriodSeconds: 30 },
    });
    await scene.clock.pass(10_000);
    expect((await report).jobs[0].blockers).toEqual([]);
  });

  test('are fatal as onStuck says', async () => {
    const scene = new Scene();
    const report = scene.start(100, [manifest()], { onStuck: { image: 'ignore' } });
    await settled();
    scene.pod(unpullable());
    await scene.clock.pass(100_000);
    expect(warnings(scene.events)).toEqual([]);
    expect(outcomeOf(await report)).toEqual(['timed-out', 'timed-out']);
  });

  describe('of a Job without Pods', () => {
    test('end the wait when its Pods are rejected repeatedly', async () => {
      const scene = new Scene();
      const report = scene.start();
      await settled();
      await again(scene, [0, 1, 3, 7, 15], (times) =>
        times.map((second) => event(FORBIDDEN, at(second))),
      );
      expect(ended(scene)).toBe(false);
      await again(scene, [31], () =>
        [0, 1, 3, 7, 15, 31].map((second) => event(FORBIDDEN, at(second))),
      );
      expect((await report).jobs[0]).toMatchObject({
        outcome: 'stuck',
        reason: 'FailedCreate',
        message: expect.stringMatching(/^no Pod can be created: FailedCreate: .*PodSecurity/),
        hints: [{ command: 'kubectl describe job job -n ns' }],
      });
    });

    test('do not end the wait when its Pods were rejected once', async () => {
      const scene = new Scene();
      const report = scene.start(300);
      await settled();
      scene.server.on(EVENTS, list('5', event(FORBIDDEN, at(0))));
      await scene.clock.pass(300_000);
      expect(outcomeOf(await report)).toEqual(['timed-out', 'timed-out']);
    });

    test('from before its first Pod do not count between its Pods', async () => {
      const scene = new Scene();
      const report = scene.start(300);
      await settled();
      scene.pod(created(podWith({ phase: 'Failed' }), at(100)));
      await again(scene, [0, 20, 40, 60, 80, 99], (times) =>
        times.map((second) => event(FORBIDDEN, at(second))),
      );
      await again(scene, [101], () => [{ ...event(FORBIDDEN, at(101)), firstTimestamp: at(0) }]);
      expect(ended(scene)).toBe(false);
      await scene.clock.pass(300_000);
      expect(outcomeOf(await report)).toEqual(['timed-out', 'timed-out']);
    });

    test('need no request when its Pods are created at once', async () => {
      const scene = new Scene();
      const report = scene.start();
      await settled();
      scene.pod(podWith());
      await scene.clock.pass(60_000);
      scene.job(jobWith({ conditions: COMPLETE }));
      await report;
      expect(scene.server.asked.filter((request) => request.includes('/events'))).toEqual([]);
    });

    test('are unknown when events may not be read, which is a warning', async () => {
      const scene = new Scene();
      const report = scene.start(60);
      await settled();
      scene.server.on(EVENTS, { status: 403, json: { code: 403, message: 'events is forbidden' } });
      await scene.clock.pass(60_000);
      await report;
      expect(warnings(scene.events)).toEqual([
        'cannot list events in ns, so what prevents Pods from starting may not be reported: events is forbidden',
      ]);
    });

    test('are looked up in events at most every five seconds', async () => {
      const scene = new Scene();
      const report = scene.start(63);
      await settled();
      await scene.clock.pass(63_000);
      await report;
      expect(
        scene.server.asked.filter((request) => request.includes('/events')).length,
      ).toBeLessThanOrEqual(13);
    });
  });

  test('include a missing ConfigMap of a volume, which only events report', async () => {
    const scene = new Scene();
    const report = scene.start();
    await settled();
    scene.pod(podWith({ phase: 'Pending', containers: [waiting('ContainerCreating')] }));
    const mount = {
      ...event(
        'MountVolume.SetUp failed for volume "v" : configmap "nope" not found',
        at(32),
        'pod-uid',
      ),
      reason: 'FailedMount',
      firstTimestamp: at(1),
    };
    scene.server.on(
      /^GET .*\/events\?fieldSelector=type=Warning,involvedObject.kind=Pod$/,
      list('5', mount),
    );
    await scene.clock.pass(10_000);
    expect((await report).jobs[0]).toMatchObject({ outcome: 'stuck', reason: 'FailedMount' });
  });
});
