import { ManualClock, settled } from './manual-clock';
import { COMPLETE, FAILED, manifest, outcomeOf, Scene } from './scene';
import { Answer, list } from './scripted-server';
import { jobWith } from './verdict/objects';
import type { OnCancel } from '../../src/deploy';
import { ConnectionError } from '../../src/deploy/kube/errors';
import type { Job } from '../../src/deploy/kube/objects';
import type { ApiRequest } from '../../src/deploy/kube/transport';

const SUSPEND = /^PATCH .*\/jobs\/job\?fieldManager=cdk8s-jobs$/;
const DELETE = /^DELETE .*\/jobs\/job$/;
const hangs = ({ signal }: ApiRequest) =>
  new Promise<never>((_, reject) => {
    signal!.addEventListener('abort', () => reject(signal!.reason as Error));
  });

/** Starts a deploy that waits for its Job. */
async function waiting(onCancel: OnCancel, job: Job = jobWith()) {
  const scene = new Scene();
  scene.server.on(/^GET .*\/jobs$/, list('5', job));
  const report = scene.start(undefined, [{ ...manifest(), spec: { parallelism: 2 } }], {
    onCancel,
  });
  await settled();
  return { scene, report };
}

describe('onCancel', () => {
  test('deletes the Job of the applied uid in the foreground', async () => {
    const { scene, report } = await waiting('delete');
    let body: string | undefined;
    scene.server.on(DELETE, (request) => {
      body = request.body;
      return { json: jobWith() };
    });
    scene.stop.abort();
    expect(await report).toMatchObject({
      outcome: 'cancelled',
      jobs: [{ outcome: 'cancelled', message: 'interrupted; the Job was deleted' }],
    });
    expect(JSON.parse(body!)).toEqual({
      kind: 'DeleteOptions',
      apiVersion: 'v1',
      propagationPolicy: 'Foreground',
      preconditions: { uid: 'job-uid' },
    });
    expect(scene.events.filter(({ type }) => type === 'ended')).toHaveLength(1);
  });

  test('suspends the Job by applying its manifest, so that the next apply resumes it', async () => {
    const { scene, report } = await waiting('suspend');
    let request: ApiRequest | undefined;
    scene.server.on(SUSPEND, (sent) => {
      request = sent;
      return { json: jobWith({ spec: { suspend: true } }) };
    });
    scene.stop.abort();
    expect(await report).toMatchObject({
      outcome: 'cancelled',
      jobs: [{ message: 'interrupted; the Job was suspended' }],
    });
    expect(request!.headers).toEqual({ 'content-type': 'application/apply-patch+yaml' });
    expect(JSON.parse(request!.body!)).toEqual({
      ...manifest(),
      metadata: { name: 'job', namespace: 'ns', uid: 'job-uid' },
      spec: { parallelism: 2, suspend: true },
    });
  });

  test('sends no request when it is detach', async () => {
    const { scene, report } = await waiting('detach');
    scene.stop.abort();
    expect(outcomeOf(await report)).toEqual(['detached', 'detached']);
    expect(scene.server.asked.filter((line) => /^(PATCH|DELETE)/.test(line))).toHaveLength(2); // the dryRun and the apply
  });

  test.each(['suspend', 'delete'] as const)(
    'ends after three seconds when the server does not answer: %s',
    async (onCancel) => {
      const { scene, report } = await waiting(onCancel);
      scene.server.on(onCancel === 'delete' ? DELETE : SUSPEND, hangs);
      let over = false;
      void report.then(() => {
        over = true;
      });
      scene.stop.abort();
      await scene.clock.pass(2_900);
      expect(over).toBe(false);
      await scene.clock.pass(100);
      const { outcome, jobs } = await report;
      expect([outcome, jobs[0].outcome]).toEqual(['detached', 'detached']);
      expect(jobs[0].message).toMatch(
        /could not be (suspended|deleted) and may continue: the API server did not answer within 3s$/,
      );
    },
  );

  test.each<[string, { status: number; json: object } | Error, string, RegExp]>([
    [
      'forbids the deletion',
      { status: 403, json: { message: 'jobs.batch "job" is forbidden: cannot delete' } },
      'detached',
      /could not be deleted and may continue: jobs\.batch "job" is forbidden/,
    ],
    [
      'is unreachable',
      new ConnectionError('no API server answers', 'ECONNREFUSED'),
      'detached',
      /may continue: the API server did not answer within 3s/,
    ],
    ['has no such Job', { status: 404, json: {} }, 'gone', /was deleted before/],
  ])('reports that the server %s', async (_, answer, outcome, message) => {
    const { scene, report } = await waiting('delete');
    scene.server.on(DELETE, answer);
    scene.stop.abort();
    await scene.clock.pass(3_000);
    expect((await report).jobs[0]).toMatchObject({
      outcome,
      message: expect.stringMatching(message),
    });
  });

  test.each([
    ['succeeded', COMPLETE],
    ['failed', FAILED],
  ] as const)(
    'reports a Job that had %s before it was suspended as such',
    async (outcome, conditions) => {
      const { scene, report } = await waiting('suspend');
      scene.server.on(SUSPEND, { json: jobWith({ conditions: [...conditions] }) });
      scene.stop.abort();
      expect(outcomeOf(await report)).toEqual([outcome, outcome]);
    },
  );

  test.each<[string, Job, string, RegExp]>([
    [
      'in a queue, which would resume it',
      jobWith({ labels: { 'kueue.x-k8s.io/queue-name': 'a' } }),
      'detached',
      /not suspended, because it is in queue a/,
    ],
    [
      'that is already suspended',
      jobWith({ spec: { suspend: true } }),
      'cancelled',
      /was already suspended/,
    ],
  ])('does not suspend a Job %s', async (_, job, outcome, message) => {
    const { scene, report } = await waiting('suspend', job);
    scene.stop.abort();
    expect((await report).jobs[0]).toMatchObject({
      outcome,
      message: expect.stringMatching(message),
    });
  });

  /** Interrupts a deploy of two Jobs before the apply of the second is answered. */
  async function interruptedInApply(
    answer: (request: ApiRequest, clock: ManualClock) => Promise<Answer>,
  ) {
    const scene = new Scene();
    scene.server
      .on(/^GET .*\/jobs\/late$/, { status: 404, json: {} })
      .on(/^PATCH .*\/jobs\/late\?fieldManager=cdk8s-jobs&fieldValidation=Strict$/, (request) =>
        answer(request, scene.clock),
      )
      .on(/^DELETE /, { json: jobWith() });
    const report = scene.start(undefined, [manifest(), manifest('late')], { onCancel: 'delete' });
    await settled();
    scene.stop.abort();
    await scene.clock.pass(1_000);
    return { scene, report: await report };
  }

  test('deletes what was applied, and warns of an apply that was not answered', async () => {
    const { scene, report } = await interruptedInApply(hangs);
    expect(report).toMatchObject({
      outcome: 'cancelled',
      jobs: [{ name: 'job', outcome: 'cancelled' }],
    });
    expect(scene.events.filter(({ type }) => type === 'ended')).toHaveLength(1);
    expect(scene.events).toContainEqual(
      expect.objectContaining({
        type: 'warning',
        object: expect.objectContaining({ name: 'late' }),
        message: expect.stringMatching(/^apply result unknown/),
      }),
    );
  });

  test('deletes a Job whose apply is answered shortly after the interruption', async () => {
    const { scene, report } = await interruptedInApply(({ signal }, clock) =>
      clock
        .sleep(900, signal)
        .then(() => ({ status: 201, json: jobWith({ name: 'late', uid: 'late-uid' }) })),
    );
    expect(report).toMatchObject({
      outcome: 'cancelled',
      jobs: [
        { name: 'job', outcome: 'cancelled' },
        { name: 'late', outcome: 'cancelled' },
      ],
    });
    expect(scene.server.asked.filter((line) => line.startsWith('DELETE'))).toHaveLength(2);
  });

  test.each(['detach', 'suspend', 'delete'] as const)(
    'ends after three seconds in all when the server falls silent during the apply: %s',
    async (onCancel) => {
      const scene = new Scene();
      scene.server
        .on(/^PATCH .*\/jobs\/job\?fieldManager=cdk8s-jobs&fieldValidation=Strict$/, {
          status: 201,
          json: jobWith({ annotations: { 'cdk8s-jobs/ttl': '0' } }),
        })
        .on(/^PATCH .*\/jobs\/late\?fieldManager=cdk8s-jobs&fieldValidation=Strict$/, hangs)
        .on(SUSPEND, hangs)
        .on(DELETE, hangs);
      let over = false;
      const report = scene
        .start(undefined, [manifest(), manifest('late')], { onCancel })
        .finally(() => {
          over = true;
        });
      await settled();
      scene.stop.abort();
      await scene.clock.pass(2_900);
      expect(over).toBe(false);
      await scene.clock.pass(100);
      expect(over).toBe(true);
      expect(outcomeOf(await report)).toEqual(['detached', 'detached']);
      expect(scene.events).toContainEqual(
        expect.objectContaining({
          message: expect.stringMatching(/^could not restore ttlSecondsAfterFinished/),
        }),
      );
    },
  );

  test('deletes all Jobs at once, and reports the one that could not be deleted', async () => {
    const scene = new Scene();
    const names = Array.from({ length: 50 }, (_, i) => `job${i}`);
    scene.server
      .on(/^GET .*\/jobs\/job\d+$/, { status: 404, json: {} })
      .on(/^PATCH .*fieldValidation=Strict$/, ({ path }) => ({
        status: 201,
        json: jobWith({ name: path.split('/').pop()!, uid: path.split('/').pop()! }),
      }))
      .on(/^GET .*\/jobs$/, list('5', ...names.map((name) => jobWith({ name, uid: name }))))
      .on(/^DELETE /, () => scene.clock.sleep(2_000).then(() => ({ json: jobWith() })))
      .on(/^DELETE .*job7$/, { status: 403, json: {} });
    const report = scene.start(
      undefined,
      names.map((name) => manifest(name)),
      { onCancel: 'delete' },
    );
    await settled();
    scene.stop.abort();
    await scene.clock.pass(2_000);
    const { outcome, jobs } = await report;
    expect([
      outcome,
      jobs.filter((job) => job.outcome === 'cancelled').length,
      jobs.filter((job) => job.outcome === 'detached').map(({ name }) => name),
    ]).toEqual(['detached', 49, ['job7']]);
  });

  test('cancels nothing when the deploy times out', async () => {
    const scene = new Scene();
    const report = scene.start(5, [manifest()], { onCancel: 'delete' });
    await scene.clock.pass(5_000);
    expect(outcomeOf(await report)).toEqual(['timed-out', 'timed-out']);
  });
});
