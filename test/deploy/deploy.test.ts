import { ManualClock, settled } from './manual-clock';
import { bytes, list, OpenStream, ScriptedServer, watchEvent } from './scripted-server';
import { condition, jobWith, podWith, running, terminated } from './verdict/objects';
import { deploy, DeployEvent, Manifest, Report } from '../../src/deploy';
import { ConnectionError } from '../../src/deploy/kube/errors';
import type { Job, Pod } from '../../src/deploy/kube/objects';

const manifest = (name = 'job', more: object = {}): Manifest => ({ apiVersion: 'batch/v1', kind: 'Job', metadata: { name, ...more } });
const COMPLETE = [condition('Complete', 'True', { reason: 'CompletionsReached', lastTransitionTime: '2026-01-01T00:00:09Z' })];
const FAILED = [condition('Failed', 'True', { reason: 'BackoffLimitExceeded' })];

/** A cluster with one Job in it, whose watches the test drives. */
class Scene {
  public readonly clock = new ManualClock();
  public readonly jobs = new OpenStream();
  public readonly pods = new OpenStream();
  public readonly events: DeployEvent[] = [];
  public readonly stop = new AbortController();
  public readonly server = new ScriptedServer()
    .on(/^GET \/apis\/batch\/v1$/, { json: { resources: [{ name: 'jobs', kind: 'Job', namespaced: true }, { name: 'jobs/status', kind: 'Job', namespaced: true }] } })
    .on(/^GET .*\/jobs\/job$/, { status: 404, json: {} })
    .on(/^PATCH .*dryRun=All/, { json: jobWith() })
    .on(/^PATCH .*\/jobs\/job\?fieldManager=cdk8s-jobs&fieldValidation=Strict$/, { status: 201, json: jobWith() })
    .on(/^GET .*\/jobs$/, list('5', jobWith()))
    .on(/^GET .*\/jobs\?.*watch=1/, this.jobs.answer)
    .on(/^GET .*\/pods\?labelSelector=job-name$/, list('5'))
    .on(/^GET .*\/pods\?.*watch=1/, this.pods.answer)
    .on(/\/log\?/, { stream: bytes() });

  public start(timeoutSeconds?: number, manifests = [manifest()]): Promise<Report> {
    return deploy(manifests, {
      transport: this.server, clock: this.clock, namespace: 'ns', timeoutSeconds, signal: this.stop.signal, onEvent: (event) => this.events.push(event),
    });
  }

  public job(job: Job, type = 'MODIFIED'): void { this.jobs.send(watchEvent(type, job)); }
  public pod(pod: Pod, type = 'MODIFIED'): void {
    this.pods.send(watchEvent(type, pod));
    this.server.on(/^GET .*\/pods\?labelSelector=job-name$/, list('9', ...(type === 'DELETED' ? [] : [pod])));
  }
}

const outcomeOf = (report: Report) => [report.outcome, ...report.jobs.map(({ outcome }) => outcome)];

test('a Job that becomes Complete has succeeded', async () => {
  const scene = new Scene();
  const report = scene.start();
  await settled();
  scene.job(jobWith({ conditions: [condition('SuccessCriteriaMet', 'True')] }));
  await settled();
  expect(scene.events.some(({ type }) => type === 'ended')).toBe(false);
  scene.job(jobWith({ conditions: COMPLETE }));
  expect(outcomeOf(await report)).toEqual(['succeeded', 'succeeded']);
});

test('a Job of the same name with another uid decides nothing', async () => {
  const scene = new Scene();
  const report = scene.start(60);
  await settled();
  scene.job(jobWith({ uid: 'other', conditions: COMPLETE }), 'ADDED');
  await scene.clock.pass(60_000);
  expect(outcomeOf(await report)).toEqual(['timed-out', 'timed-out']);
});

test('a Job that was deleted and made again is gone, though the new one completes', async () => {
  const scene = new Scene();
  const report = scene.start();
  await settled();
  scene.job(jobWith(), 'DELETED');
  scene.job(jobWith({ uid: 'other', conditions: COMPLETE }), 'ADDED');
  expect(outcomeOf(await report)).toEqual(['gone', 'gone']);
});

test('a Job that another has replaced while contact was lost is replaced', async () => {
  const scene = new Scene();
  const report = scene.start();
  await settled();
  scene.server.on(/^GET .*\/jobs$/, list('50', jobWith({ uid: 'other', conditions: COMPLETE })));
  scene.jobs.send(watchEvent('ERROR', { code: 410 }));
  expect(outcomeOf(await report)).toEqual(['replaced', 'replaced']);
});

test('a verdict that came while contact was lost is in the list after it', async () => {
  const scene = new Scene();
  const report = scene.start();
  await settled();
  scene.server.on(/^GET .*\/jobs$/, list('50', jobWith({ conditions: FAILED })));
  scene.jobs.send(watchEvent('ERROR', { code: 410 }));
  expect(outcomeOf(await report)).toEqual(['failed', 'failed']);
});

test('contact that is lost for a while costs the Job nothing', async () => {
  const scene = new Scene();
  const report = scene.start();
  await settled();
  const again = new OpenStream();
  scene.server.on(/^GET .*\/jobs\?.*watch=1/, new ConnectionError('down', 'ECONNREFUSED'), new ConnectionError('down', 'ECONNREFUSED'), again.answer);
  scene.jobs.fail(new ConnectionError('reset', 'ECONNRESET'));
  await scene.clock.pass(60_000);
  again.send(watchEvent('MODIFIED', jobWith({ conditions: COMPLETE })));
  expect(outcomeOf(await report)).toEqual(['succeeded', 'succeeded']);
  expect(scene.events.filter(({ type }) => type === 'warning')).toHaveLength(1);
});

test('contact that is lost for more than five minutes leaves the outcome unknown', async () => {
  const scene = new Scene();
  const report = scene.start();
  await settled();
  scene.server.on(/^GET .*\/jobs/, new ConnectionError('down', 'ECONNREFUSED'));
  scene.jobs.fail(new ConnectionError('reset', 'ECONNRESET'));
  await scene.clock.pass(299_000);
  expect(scene.events.some(({ type }) => type === 'ended')).toBe(false);
  await scene.clock.pass(10_000);
  expect(outcomeOf(await report)).toEqual(['unknown', 'unknown']);
});

test('an hour without news is no outage while the watch stands', async () => {
  const scene = new Scene();
  const report = scene.start();
  await settled();
  await scene.clock.pass(3_600_000);
  scene.job(jobWith({ conditions: COMPLETE }));
  expect(outcomeOf(await report)).toEqual(['succeeded', 'succeeded']);
});

test('the time runs from the call, the apply included', async () => {
  const scene = new Scene();
  scene.server.on(/^PATCH .*\/jobs\/job\?fieldManager=cdk8s-jobs&fieldValidation=Strict$/, async () => {
    await scene.clock.sleep(9_000);
    return { status: 201, json: jobWith() };
  });
  const report = scene.start(10);
  await scene.clock.pass(9_999);
  expect(scene.events.some(({ type }) => type === 'ended')).toBe(false);
  await scene.clock.pass(1);
  expect(outcomeOf(await report)).toEqual(['timed-out', 'timed-out']);
});

test('a server that does not answer cannot hold up the end of the time', async () => {
  const scene = new Scene();
  scene.server.on(/^PATCH .*dryRun/, ({ signal }) => new Promise((_, reject) => { signal!.addEventListener('abort', () => reject(signal!.reason as Error)); }));
  const report = scene.start(10);
  await scene.clock.pass(10_000);
  expect(await report).toMatchObject({ outcome: 'timed-out', jobs: [], applied: [] });
});

test('what is cancelled is let go, and every wait with it', async () => {
  const scene = new Scene();
  const report = scene.start();
  await settled();
  scene.stop.abort();
  expect(outcomeOf(await report)).toEqual(['detached', 'detached']);
});

test('what is cancelled before it began applies nothing', async () => {
  const scene = new Scene();
  scene.stop.abort();
  expect(await scene.start()).toMatchObject({ outcome: 'detached', applied: [], jobs: [] });
  expect(scene.server.asked).toEqual([]);
});

test('a Job that had completed before is a success at once, and its log is not shown again', async () => {
  const scene = new Scene();
  const done = jobWith({ conditions: COMPLETE });
  const pod = podWith({ phase: 'Succeeded', containers: [terminated(0, { containerID: 'a' })] });
  scene.server
    .on(/^GET .*\/jobs\/job$/, { json: done })
    .on(/^PATCH .*fieldValidation=Strict$/, { json: done })
    .on(/^GET .*\/pods\?labelSelector=job-name$/, list('9', pod));
  const report = await scene.start();
  expect(report).toMatchObject({ outcome: 'succeeded', applied: [{ action: 'unchanged' }], jobs: [{ attempts: [{ exitCode: 0 }] }] });
  expect(scene.server.asked.filter((line) => line.includes('/log'))).toEqual([]);
});

test('the last news of Pods is asked for after the verdict, since it may come after it', async () => {
  const scene = new Scene();
  const report = scene.start();
  await settled();
  scene.server.on(/^GET .*\/pods\?labelSelector=job-name$/, list('9', podWith({ phase: 'Failed', containers: [terminated(3, { containerID: 'a' })] })));
  scene.job(jobWith({ conditions: FAILED }));
  expect((await report).jobs[0].attempts).toMatchObject([{ exitCode: 3 }]);
});

test('a log that breaks goes on where it was', async () => {
  const scene = new Scene();
  const streams = [new OpenStream(), new OpenStream()];
  scene.server.on(/\/log\?.*follow=true/, ...streams.map(({ answer }) => answer));
  const report = scene.start();
  await settled();
  scene.pod(podWith({ containers: [running('main', 0, 'a')] }));
  await settled();
  streams[0].send('2026-01-01T00:00:01.1Z one\n2026-01-01T00:00:01.2Z two\n');
  await settled();
  streams[0].fail(new ConnectionError('reset', 'ECONNRESET'));
  await scene.clock.pass(5_000);
  streams[1].send('2026-01-01T00:00:01.1Z one\n2026-01-01T00:00:01.2Z two\n2026-01-01T00:00:01.3Z three\n');
  await settled();
  scene.server.on(/\/log\?container=main&timestamps=true&sinceTime/, { stream: bytes('2026-01-01T00:00:01.1Z one\n2026-01-01T00:00:01.2Z two\n2026-01-01T00:00:01.3Z three\n2026-01-01T00:00:01.4Z four') });
  scene.pod(podWith({ phase: 'Succeeded', containers: [terminated(0, { containerID: 'a' })] }));
  scene.job(jobWith({ conditions: COMPLETE }));
  await settled();
  streams[1].end();
  await scene.clock.pass(5_000);
  await report;
  expect(scene.events.flatMap((event) => (event.type === 'log' ? event.text : []))).toEqual(['one', 'two', 'three', 'four']);
});

test('logs that do not end delay the end by ten silent seconds at most, and that is said', async () => {
  const scene = new Scene();
  scene.server.on(/\/log\?/, new OpenStream().answer);
  const report = scene.start();
  await settled();
  scene.pod(podWith({ containers: [running('main', 0, 'a')] }));
  await settled();
  scene.job(jobWith({ conditions: COMPLETE }));
  await scene.clock.pass(11_000);
  expect(outcomeOf(await report)).toEqual(['succeeded', 'succeeded']);
  expect(scene.events).toContainEqual({ type: 'warning', message: '1 log could not be read to the end' });
});

test('a log that may not be read is a warning, not a failure', async () => {
  const scene = new Scene();
  scene.server.on(/\/log\?/, { status: 403, json: { message: 'pods "pod" is forbidden: cannot get resource "pods/log"' } });
  const report = scene.start();
  await settled();
  scene.pod(podWith({ containers: [running('main', 0, 'a')] }));
  scene.job(jobWith({ conditions: COMPLETE }));
  expect(outcomeOf(await report)).toEqual(['succeeded', 'succeeded']);
  expect(scene.events).toContainEqual(expect.objectContaining({ type: 'warning', message: expect.stringContaining('cannot get resource "pods/log"') }));
});

test('Pods that may not be watched are a warning, not a failure', async () => {
  const scene = new Scene();
  scene.server.on(/^GET .*\/pods/, { status: 403, json: { message: 'pods is forbidden' } });
  const report = scene.start();
  await settled();
  scene.job(jobWith({ conditions: COMPLETE }));
  expect(outcomeOf(await report)).toEqual(['succeeded', 'succeeded']);
});

test('Jobs that may not be watched are a refusal: no verdict without looking', async () => {
  const scene = new Scene();
  scene.server.on(/^GET .*\/jobs$/, { status: 403, json: { message: 'jobs.batch is forbidden: cannot list' } });
  const report = await scene.start();
  expect(report).toMatchObject({ outcome: 'refused', applied: [{ action: 'created' }], jobs: [{ outcome: 'detached' }] });
  expect(report.errors[0].message).toContain('cannot list');
});

test('contact that is lost while objects are applied says what had been applied', async () => {
  const scene = new Scene();
  scene.server
    .on('GET /api/v1', { json: { resources: [{ name: 'configmaps', kind: 'ConfigMap', namespaced: true }] } })
    .on(/^GET .*configmaps/, { status: 404, json: {} })
    .on(/^PATCH .*configmaps/, { status: 201, json: jobWith() })
    .on(/^PATCH .*dryRun/, new ConnectionError('no API server answers', 'ECONNREFUSED'));
  const report = await scene.start(undefined, [manifest(), { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } }]);
  expect(report).toMatchObject({ outcome: 'unreachable', applied: [{ kind: 'ConfigMap', action: 'created' }], errors: [{ object: null, message: 'no API server answers' }] });
});

test('a webhook that does not support rehearsals does not keep a Job from being applied', async () => {
  const scene = new Scene();
  scene.server.on(/^PATCH .*dryRun/, { status: 400, json: { message: 'admission webhook "x" does not support dry run' } });
  const report = scene.start();
  await settled();
  scene.job(jobWith({ conditions: COMPLETE }));
  expect(outcomeOf(await report)).toEqual(['succeeded', 'succeeded']);
});

test('two watches serve all Jobs of a namespace', async () => {
  const scene = new Scene();
  const names = Array.from({ length: 20 }, (_, i) => `job${i}`);
  const jobOf = (name: string) => jobWith({ name, uid: name });
  scene.server
    .on(/^GET .*\/jobs\/job\d+$/, { status: 404, json: {} })
    .on(/^PATCH .*fieldValidation=Strict$/, ({ path }) => ({ status: 201, json: jobOf(path.split('/').pop()!) }))
    .on(/^GET .*\/jobs$/, list('5', ...names.map(jobOf)));
  const report = scene.start(undefined, names.map((name) => manifest(name)));
  await settled();
  for (const name of names) scene.job(jobWith({ name, uid: name, conditions: COMPLETE }));
  expect((await report).jobs.map(({ name }) => name)).toEqual(names);
  expect(scene.server.asked.filter((line) => line.includes('watch=1'))).toHaveLength(2);
});

test.each(['applied', 'pod', 'log', 'ended', 'warning'])('what goes wrong in onEvent, with an event of type %s, is not swallowed', async (type) => {
  const scene = new Scene();
  scene.server.on(/\/log\?/, { stream: bytes('2026-01-01T00:00:01Z line\n') });
  const failing = deploy([manifest()], {
    transport: scene.server, clock: scene.clock, namespace: 'ns', onEvent: (event) => { if (event.type === type) throw new Error('mine'); },
  });
  const told = expect(failing).rejects.toThrow('mine');
  await settled();
  scene.pod(podWith({ containers: [running('main', 0, 'a')] }));
  await settled();
  scene.jobs.fail(new ConnectionError('reset', 'ECONNRESET'));
  await settled();
  scene.job(jobWith({ conditions: COMPLETE }));
  await scene.clock.pass(1_000);
  await told;
});

test('what is cancelled while the last lines are read ends at once, with the verdicts that there are', async () => {
  const scene = new Scene();
  scene.server.on(/\/log\?/, new OpenStream().answer);
  const report = scene.start();
  await settled();
  scene.pod(podWith({ containers: [running('main', 0, 'a')] }));
  scene.job(jobWith({ conditions: FAILED }));
  await settled();
  scene.stop.abort();
  expect(outcomeOf(await report)).toEqual(['failed', 'failed']);
});

test('last news of Pods that cannot be had are a warning, not a failure', async () => {
  const scene = new Scene();
  const report = scene.start();
  await settled();
  scene.server.on(/^GET .*\/pods\?labelSelector=job-name$/, { status: 500, json: { message: 'etcd is away' } });
  scene.job(jobWith({ conditions: COMPLETE }));
  expect(outcomeOf(await report)).toEqual(['succeeded', 'succeeded']);
  expect(scene.events).toContainEqual({ type: 'warning', message: 'the last news of Pods in ns is missing: etcd is away' });
});
