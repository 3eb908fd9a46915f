import type { DeployOptions, Report } from '../../../src/deploy';
import type { Condition, Job } from '../../../src/deploy/kube/objects';
import { settled } from '../manual-clock';
import { COMPLETE, FAILED, manifest, outcomeOf, Scene } from '../scene';
import { Answer, list } from '../scripted-server';
import { jobWith } from '../verdict/objects';

const GONE = { status: 404, json: {} };
const HOLD = 'example.com/hold';
const OLD = jobWith({ name: 'old', uid: 'old-uid', conditions: COMPLETE });
const IMMUTABLE = {
  status: 422,
  json: {
    message: 'invalid',
    details: { causes: [{ message: 'field is immutable', field: 'spec.template' }] },
  },
};
const dying = (finalizers: string[]): Answer => ({
  json: { ...OLD, metadata: { ...OLD.metadata, deletionTimestamp: 't', finalizers } },
});

/**
 * A deploy of `old`, which replaces an existing Job whose deletion hangs, of `new`, and of
 * `kept`, which already runs.
 */
class Replacement extends Scene {
  public readonly sent: string[] = [];

  public constructor() {
    super();
    const [added, kept, replaced] = ['new', 'kept', 'old'].map((name) =>
      jobWith({ name, uid: `${name}-2` }),
    );
    const accept = (job: Job) => () => {
      this.sent.push(job.metadata.name);
      return { status: 201, json: job };
    };
    this.server
      .on(/^PATCH .*\/jobs\/kept\?.*dryRun=All/, { json: kept })
      .on(/^PATCH .*\/jobs\/old\?.*dryRun=All/, IMMUTABLE)
      .on(/^GET .*\/jobs\/new$/, GONE)
      .on(/^GET .*\/jobs\/kept$/, { json: kept })
      .on(/^GET .*\/jobs\/old$/, { json: OLD }, dying(['foregroundDeletion', HOLD]), dying([HOLD]))
      .on(/^DELETE .*\/jobs\/old$/, dying([HOLD]))
      .on(/^PATCH .*\/jobs\/new\?fieldManager=cdk8s-jobs&fieldValidation=Strict$/, accept(added))
      .on(/^PATCH .*\/jobs\/kept\?fieldManager=cdk8s-jobs&fieldValidation=Strict$/, accept(kept))
      .on(/^PATCH .*\/jobs\/old\?fieldManager=cdk8s-jobs&fieldValidation=Strict$/, accept(replaced))
      .on(/^GET .*\/jobs$/, list('5', added, kept, replaced));
  }

  public deploy(timeoutSeconds?: number, more?: DeployOptions): Promise<Report> {
    return this.start(
      timeoutSeconds,
      ['old', 'new', 'kept'].map((name) => manifest(name)),
      more,
    );
  }

  public end(name: string, conditions: Condition[], type?: string): void {
    this.job(jobWith({ name, uid: `${name}-2`, conditions }), type);
  }

  public get ended(): string[] {
    return this.events.flatMap((event) =>
      event.type === 'ended' ? `${event.job.name} ${event.job.outcome}` : [],
    );
  }
}

describe('a deploy that replaces a Job', () => {
  test('starts no new run before the replaced Job is gone, then all', async () => {
    const scene = new Replacement();
    const report = scene.deploy();
    await scene.clock.pass(600_000);
    expect(scene.sent).toEqual(['kept']);
    scene.end('kept', COMPLETE); // both watches of this scene share a stream
    scene.server.on(/^GET .*\/jobs\/old$/, GONE);
    await scene.clock.pass(2_000);
    expect(scene.sent).toEqual(['kept', 'old', 'new']);
    for (const name of ['old', 'new']) scene.end(name, COMPLETE);
    await scene.clock.pass(60_000);
    expect((await report).jobs).toMatchObject([
      { name: 'old', uid: 'old-2', outcome: 'succeeded' },
      { name: 'new', outcome: 'succeeded' },
      { name: 'kept', outcome: 'succeeded' },
    ]);
    expect((await report).applied.map(({ name, action }) => `${name} ${action}`)).toEqual([
      'old replaced',
      'new created',
      'kept unchanged',
    ]);
  });

  test('follows a Job that runs already while the deletion hangs, until a TTL deletes it', async () => {
    const scene = new Replacement();
    const report = scene.deploy(100);
    await settled();
    scene.end('kept', FAILED, 'DELETED');
    await scene.clock.pass(50_000);
    expect(scene.ended).toEqual(['kept failed']);
    await scene.clock.pass(50_000);
    expect((await report).jobs[2]).toMatchObject({ uid: 'kept-2', outcome: 'failed' });
    expect((await report).outcome).toBe('failed'); // worse than the timeout
  });

  test('applies the limits of a Job that runs already while the deletion hangs', async () => {
    const scene = new Replacement();
    const report = scene.deploy(100, { jobTimeoutSeconds: 20 });
    await scene.clock.pass(25_000);
    expect(scene.ended).toEqual(['kept timed-out']);
    await scene.clock.pass(75_000);
    await report;
  });

  test('reports every Job, and the finalizers that delay the deletion, when it times out', async () => {
    const scene = new Replacement();
    const report = scene.deploy(10);
    await scene.clock.pass(10_000);
    const waiting = {
      uid: null,
      outcome: 'timed-out',
      reason: 'Timeout',
      message: `timed out after 10s; not started: Job old is still being deleted; waiting for ${HOLD}`,
      hints: [{ command: "kubectl get job old -n ns -o jsonpath='{.metadata.finalizers}'" }],
    };
    expect(outcomeOf(await report)).toEqual(['timed-out', 'timed-out', 'timed-out', 'timed-out']);
    expect((await report).jobs).toMatchObject([
      { name: 'old', ...waiting },
      { name: 'new', ...waiting },
      { name: 'kept', uid: 'kept-2' },
    ]);
    expect(scene.events).toContainEqual(
      expect.objectContaining({
        type: 'warning',
        message: `still being deleted; waiting for ${HOLD}`,
      }),
    );
  });

  test('reports new runs as cancelled when it is interrupted while the deletion hangs', async () => {
    const scene = new Replacement();
    const report = scene.deploy();
    await scene.clock.pass(5_000);
    scene.stop.abort();
    await scene.clock.pass(3_000);
    expect(outcomeOf(await report)).toEqual(['detached', 'cancelled', 'cancelled', 'detached']);
    expect(scene.sent).toEqual(['kept']);
  });

  test('starts nothing when the deletion is rejected, and reports the outcome of what runs', async () => {
    const scene = new Replacement();
    scene.server.on(/^DELETE/, ({ body }) =>
      body!.includes('dryRun') ? { json: {} } : { status: 403, json: { message: 'cannot delete' } },
    );
    const report = scene.deploy();
    await settled();
    scene.end('kept', COMPLETE);
    await scene.clock.pass(60_000);
    expect(await report).toMatchObject({
      outcome: 'rejected',
      errors: [{ object: { name: 'old' }, message: 'cannot delete' }],
      jobs: [
        { name: 'new', outcome: 'cancelled', message: 'the Job was not started' },
        { name: 'kept', outcome: 'succeeded' },
      ],
    });
    expect(scene.sent).toEqual(['kept']);
  });

  test('reports the run that it waits for when it times out', async () => {
    const scene = new Replacement();
    const active = jobWith({ name: 'old', uid: 'old-uid' });
    scene.server
      .on(/^GET .*\/jobs\/old$/, { json: active })
      .on(/^GET .*\/jobs$/, list('5', active, jobWith({ name: 'kept', uid: 'kept-2' })));
    const report = scene.deploy(10);
    await scene.clock.pass(10_000);
    const message = 'timed out after 10s; not started: Job old is still active';
    expect((await report).jobs).toMatchObject([{ message }, { message }, { uid: 'kept-2' }]);
  });
});
