import { settled } from './manual-clock';
import { COMPLETE, manifest, outcomeOf, Scene } from './scene';
import { list, OpenStream } from './scripted-server';
import { jobWith, podWith, running, terminated, waiting } from './verdict/objects';
import { deploy, DeployOptions } from '../../src/deploy';
import type { Job, Pod } from '../../src/deploy/kube/objects';

const ended = (scene: Scene) =>
  scene.events.flatMap((event) => (event.type === 'ended' ? [event.job.outcome] : []));
/** A deploy whose Job is seen in a first state. */
async function started(options: DeployOptions, job: Job = jobWith()) {
  const scene = new Scene();
  scene.server
    .on(/^GET .*\/jobs$/, list('5', job))
    .on(/^PATCH .*\/jobs\/job\?fieldManager=cdk8s-jobs&fieldValidation=Strict$/, {
      status: 201,
      json: job,
    });
  const report = scene.start(undefined, [manifest()], options);
  await settled();
  return { scene, report };
}

describe('limits', () => {
  describe('jobTimeoutSeconds', () => {
    test('ends the wait for the Job, and reports what blocked it', async () => {
      const { scene, report } = await started({
        jobTimeoutSeconds: 90,
        onStuck: { image: 'warn' },
      });
      scene.pod(podWith({ phase: 'Pending', containers: [waiting('ErrImagePull', 'not found')] }));
      await scene.clock.pass(89_000);
      expect(ended(scene)).toEqual([]);
      await scene.clock.pass(2_000);
      expect((await report).jobs[0]).toMatchObject({
        outcome: 'timed-out',
        reason: 'JobTimeout',
        message: 'did not finish within 1m30s; Pod pod cannot start: ErrImagePull: not found',
      });
    });

    test('does not end the wait for other Jobs', async () => {
      const scene = new Scene();
      const jobOf = (name: string, timeout?: string) =>
        jobWith({
          name,
          uid: name,
          annotations: timeout === undefined ? undefined : { 'cdk8s-jobs/timeout': timeout },
        });
      scene.server
        .on(/^GET .*\/jobs\/(short|long)$/, { status: 404, json: {} })
        .on(/^PATCH .*\/jobs\/short\?/, { status: 201, json: jobOf('short', '10s') })
        .on(/^PATCH .*\/jobs\/long\?/, { status: 201, json: jobOf('long') })
        .on(/^GET .*\/jobs$/, list('5', jobOf('short', '10s'), jobOf('long')));
      const report = scene.start(undefined, [manifest('short'), manifest('long')], {
        jobTimeoutSeconds: 600,
      });
      await scene.clock.pass(11_000);
      expect(ended(scene)).toEqual(['timed-out']);
      scene.job(jobWith({ name: 'long', uid: 'long', conditions: COMPLETE }));
      expect(outcomeOf(await report)).toEqual(['timed-out', 'timed-out', 'succeeded']);
    });

    test('ends the wait for its logs too', async () => {
      const { scene, report } = await started({ jobTimeoutSeconds: 10 });
      scene.server.on(/\/log\?/, new OpenStream().answer);
      scene.pod(podWith({ containers: [running('main', 0, 'a')] }));
      await scene.clock.pass(11_000);
      expect(outcomeOf(await report)).toEqual(['timed-out', 'timed-out']);
      expect(scene.events.filter(({ type }) => type === 'warning')).toEqual([]);
    });

    test('is overridden by the annotation of the Job', async () => {
      for (const options of [{ jobTimeoutSeconds: 10 }, {}]) {
        const { scene, report } = await started(
          options,
          jobWith({ annotations: { 'cdk8s-jobs/timeout': '1m30s' } }),
        );
        await scene.clock.pass(85_000);
        expect(ended(scene)).toEqual([]);
        await scene.clock.pass(10_000);
        expect(outcomeOf(await report)).toEqual(['timed-out', 'timed-out']);
      }
    });

    test('rejects an annotation that is not a valid duration, before any request', async () => {
      const scene = new Scene();
      const job = manifest('job', { annotations: { 'cdk8s-jobs/timeout': '5 minutes' } });
      await expect(
        deploy([job], { transport: scene.server, clock: scene.clock, namespace: 'ns' }),
      ).rejects.toThrow(
        'Job job: annotation cdk8s-jobs/timeout: "5 minutes" is not a valid duration',
      );
      expect(scene.server.asked).toEqual([]);
    });

    test('does not affect a Job that ends in time', async () => {
      const { scene, report } = await started({
        jobTimeoutSeconds: 10,
        startTimeoutSeconds: 5,
        progressTimeoutSeconds: 5,
      });
      scene.pod(podWith({ containers: [running()] }));
      await scene.clock.pass(4_000);
      scene.job(jobWith({ conditions: COMPLETE }));
      await scene.clock.pass(30_000);
      expect(outcomeOf(await report)).toEqual(['succeeded', 'succeeded']);
    });
  });

  describe('startTimeoutSeconds', () => {
    const limit = { startTimeoutSeconds: 60 };
    const dying = (pod: Pod): Pod => ({
      ...pod,
      metadata: { ...pod.metadata, deletionTimestamp: 't', deletionGracePeriodSeconds: 30 },
    });

    test("expires when none of the Job's Pods has run", async () => {
      const { scene, report } = await started(limit);
      scene.pod(podWith({ phase: 'Pending' }));
      await scene.clock.pass(61_000);
      expect((await report).jobs[0]).toMatchObject({
        outcome: 'timed-out',
        reason: 'StartTimeout',
        message: 'none of its Pods started within 1m',
      });
    });

    test.each<[string, (scene: Scene) => void]>([
      ['a Pod runs', (scene) => scene.pod(podWith({ containers: [running()] }))],
      [
        'Pods may not be read and the status counts a running one',
        (scene) => scene.job(jobWith({ status: { active: 1, ready: 1 } })),
      ],
      ['a Pod has ended unobserved', (scene) => scene.job(jobWith({ status: { failed: 1 } }))],
    ])('no longer applies when %s', async (_, happen) => {
      const { scene, report } = await started(limit);
      happen(scene);
      await scene.clock.pass(300_000);
      expect(ended(scene)).toEqual([]);
      scene.stop.abort();
      await report;
    });

    test('starts when the Job is resumed', async () => {
      const { scene, report } = await started(limit, jobWith({ spec: { suspend: true } }));
      await scene.clock.pass(600_000);
      scene.job(jobWith());
      await scene.clock.pass(58_000);
      expect(ended(scene)).toEqual([]);
      await scene.clock.pass(5_000);
      expect(outcomeOf(await report)).toEqual(['timed-out', 'timed-out']);
    });

    test('starts again after a suspension, whatever ran before', async () => {
      const { scene, report } = await started(limit);
      scene.pod(podWith({ containers: [running()] }));
      await settled();
      scene.job(jobWith({ spec: { suspend: true }, status: { failed: 1 } }));
      scene.pod(dying(podWith({ containers: [running()] })));
      await settled();
      scene.pod(podWith(), 'DELETED');
      scene.job(jobWith({ status: { failed: 1 } }));
      await scene.clock.pass(62_000);
      expect((await report).jobs[0]).toMatchObject({
        outcome: 'timed-out',
        reason: 'StartTimeout',
      });
    });
  });

  describe('progressTimeoutSeconds', () => {
    const limit = { progressTimeoutSeconds: 60 };

    test('expires when nothing has changed for so long', async () => {
      const { scene, report } = await started(limit);
      scene.pod(podWith({ containers: [running()] }));
      await scene.clock.pass(50_000);
      scene.pod(podWith({ phase: 'Succeeded', containers: [terminated(0)] }));
      await scene.clock.pass(50_000);
      scene.job(jobWith({ status: { succeeded: 1 } }));
      await scene.clock.pass(59_000);
      expect(ended(scene)).toEqual([]);
      await scene.clock.pass(3_000);
      expect((await report).jobs[0]).toMatchObject({
        outcome: 'timed-out',
        reason: 'ProgressTimeout',
        message: 'no progress for 1m',
      });
    });

    test('starts again with each line of a log', async () => {
      const { scene, report } = await started(limit);
      const log = new OpenStream();
      scene.server.on(/\/log\?/, log.answer);
      scene.pod(podWith({ containers: [running('main', 0, 'a')] }));
      for (let minute = 0; minute < 5; minute++) {
        await scene.clock.pass(50_000);
        log.send(`2026-01-01T00:0${minute}:00Z tick\n`);
      }
      await settled();
      expect(ended(scene)).toEqual([]);
      await scene.clock.pass(62_000);
      expect(ended(scene)).toEqual(['timed-out']);
      log.end();
      scene.stop.abort();
      await report;
    });

    test('does not start again when a Pod waits for another reason', async () => {
      const { scene, report } = await started({ ...limit, onStuck: { image: 'ignore' } });
      for (let i = 0; i < 4; i++) {
        scene.pod(
          podWith({
            phase: 'Pending',
            containers: [waiting(['ErrImagePull', 'ImagePullBackOff'][i % 2], 'not found')],
          }),
        );
        await scene.clock.pass(16_000);
      }
      expect((await report).jobs[0]).toMatchObject({
        reason: 'ProgressTimeout',
        blockers: [{ class: 'image' }],
      });
    });

    test('does not start again when another controller annotates the Job', async () => {
      const { scene, report } = await started(limit);
      for (let i = 0; i < 4; i++) {
        scene.job(jobWith({ annotations: { seen: String(i) } }));
        await scene.clock.pass(16_000);
      }
      expect((await report).jobs[0]).toMatchObject({ reason: 'ProgressTimeout' });
    });

    test('stops while the Job is queued', async () => {
      const { scene, report } = await started(limit, jobWith({ spec: { suspend: true } }));
      await scene.clock.pass(600_000);
      expect(ended(scene)).toEqual([]);
      scene.stop.abort();
      await report;
    });
  });

  test('do not count the time for which the machine was suspended', async () => {
    const scene = new Scene();
    const report = scene.start(600, [manifest()], {
      jobTimeoutSeconds: 300,
      startTimeoutSeconds: 200,
      progressTimeoutSeconds: 200,
    });
    await settled();
    scene.pod(podWith({ phase: 'Pending', containers: [waiting('ErrImagePull', 'not found')] }));
    await scene.clock.pass(5_000);
    scene.clock.jump(3_600_000);
    await scene.clock.pass(10_000);
    expect(ended(scene)).toEqual([]);
    scene.job(jobWith({ conditions: COMPLETE }));
    await scene.clock.pass(1_000);
    expect(outcomeOf(await report)).toEqual(['succeeded', 'succeeded']);
  });
});
