import { ConnectionError } from '../../../src/deploy/kube/errors';
import type { Job, Pod } from '../../../src/deploy/kube/objects';
import type { ApiRequest } from '../../../src/deploy/kube/transport';
import { settled } from '../manual-clock';
import { COMPLETE, FAILED, manifest, outcomeOf, Scene } from '../scene';
import { Answer, bytes, list, OpenStream, watchEvent } from '../scripted-server';
import { condition, jobWith, podWith, running, terminated } from '../verdict/objects';

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

test('a Job that is deleted and created again is gone, even if the new one completes', async () => {
  const scene = new Scene();
  const report = scene.start();
  await settled();
  scene.job(jobWith(), 'DELETED');
  scene.job(jobWith({ uid: 'other', conditions: COMPLETE }), 'ADDED');
  expect(outcomeOf(await report)).toEqual(['gone', 'gone']);
});

test('a Job is replaced when another Job took its name during an outage', async () => {
  const scene = new Scene();
  const report = scene.start();
  await settled();
  scene.server.on(/^GET .*\/jobs$/, list('50', jobWith({ uid: 'other', conditions: COMPLETE })));
  scene.jobs.send(watchEvent('ERROR', { code: 410 }));
  expect(outcomeOf(await report)).toEqual(['replaced', 'replaced']);
});

/** A Job that is missing in the list after an outage. */
async function vanished(events: Answer | ((request: ApiRequest) => Promise<never>)) {
  const scene = new Scene();
  const report = scene.start();
  await settled();
  scene.server
    .on(/^GET .*\/jobs$/, list('50'))
    .on(/^GET .*\/events\?fieldSelector=involvedObject.kind=Job$/, events);
  scene.jobs.send(watchEvent('ERROR', { code: 410 }));
  await settled();
  return { scene, report };
}
const jobEvent = (reason: string, message: string, uid = 'job-uid') => ({
  metadata: { name: 'e', uid: 'e', resourceVersion: '1' },
  reason,
  message,
  involvedObject: { uid },
});

test.each(['Completed', 'BackoffLimitExceeded'])(
  'a Job that was deleted unobserved is gone, with its last event in the message (%s)',
  async (reason) => {
    const { report } = await vanished(
      list(
        '5',
        jobEvent('SuccessfulCreate', 'Created pod'),
        jobEvent(reason, 'over'),
        jobEvent('FailedIndexes', 'of another', 'other'),
      ),
    );
    expect((await report).jobs).toMatchObject([
      {
        outcome: 'gone',
        message: `the Job was deleted while disconnected; its outcome is not known; its last event: "${reason}: over"`,
      },
    ]);
  },
);

const hangs = ({ signal }: ApiRequest) =>
  new Promise<never>((_, reject) => {
    signal!.addEventListener('abort', () => reject(signal!.reason as Error));
  });
test.each<[string, Answer | typeof hangs]>([
  ['it has no events', list('5')],
  ['its events may not be read', { status: 403, json: {} }],
  ['its events do not arrive', hangs],
])('a Job that was deleted unobserved is gone when %s', async (_, answer) => {
  const { scene, report } = await vanished(answer);
  await scene.clock.pass(3_000);
  expect((await report).jobs).toMatchObject([
    {
      outcome: 'gone',
      message: 'the Job was deleted while disconnected; its outcome is not known',
    },
  ]);
});

test('deploy finds an outcome that was reached during an outage in the next list', async () => {
  const scene = new Scene();
  const report = scene.start();
  await settled();
  scene.server.on(/^GET .*\/jobs$/, list('50', jobWith({ conditions: FAILED })));
  scene.jobs.send(watchEvent('ERROR', { code: 410 }));
  expect(outcomeOf(await report)).toEqual(['failed', 'failed']);
});

test('an outage of a minute does not change the outcome of a Job', async () => {
  const scene = new Scene();
  const report = scene.start();
  await settled();
  const again = new OpenStream();
  scene.server.on(
    /^GET .*\/jobs\?.*watch=1/,
    new ConnectionError('down', 'ECONNREFUSED'),
    new ConnectionError('down', 'ECONNREFUSED'),
    again.answer,
  );
  scene.jobs.fail(new ConnectionError('reset', 'ECONNRESET'));
  await scene.clock.pass(60_000);
  again.send(watchEvent('MODIFIED', jobWith({ conditions: COMPLETE })));
  expect(outcomeOf(await report)).toEqual(['succeeded', 'succeeded']);
  expect(scene.events.filter(({ type }) => type === 'warning')).toHaveLength(1);
});

test('an outage of more than five minutes leaves the outcome unknown', async () => {
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

test('an hour without changes is not an outage while the watch is open', async () => {
  const scene = new Scene();
  const report = scene.start();
  await settled();
  await scene.clock.pass(3_600_000);
  scene.job(jobWith({ conditions: COMPLETE }));
  expect(outcomeOf(await report)).toEqual(['succeeded', 'succeeded']);
});

test('the timeout of deploy starts with the call and includes the apply', async () => {
  const scene = new Scene();
  scene.server.on(
    /^PATCH .*\/jobs\/job\?fieldManager=cdk8s-jobs&fieldValidation=Strict$/,
    async () => {
      await scene.clock.sleep(9_000);
      return { status: 201, json: jobWith() };
    },
  );
  const report = scene.start(10);
  await scene.clock.pass(9_999);
  expect(scene.events.some(({ type }) => type === 'ended')).toBe(false);
  await scene.clock.pass(1);
  expect(outcomeOf(await report)).toEqual(['timed-out', 'timed-out']);
});

test('deploy times out even when the server does not answer', async () => {
  const scene = new Scene();
  scene.server.on(
    /^PATCH .*dryRun/,
    ({ signal }) =>
      new Promise((_, reject) => {
        signal!.addEventListener('abort', () => reject(signal!.reason as Error));
      }),
  );
  const report = scene.start(10);
  await scene.clock.pass(10_000);
  expect(await report).toMatchObject({ outcome: 'timed-out', jobs: [], applied: [] });
});

test('deploy ends with the outcome detached when it is cancelled', async () => {
  const scene = new Scene();
  const report = scene.start();
  await settled();
  scene.stop.abort();
  expect(outcomeOf(await report)).toEqual(['detached', 'detached']);
});

test('deploy applies nothing when it was cancelled before it began', async () => {
  const scene = new Scene();
  scene.stop.abort();
  expect(await scene.start()).toMatchObject({ outcome: 'detached', applied: [], jobs: [] });
  expect(scene.server.asked).toEqual([]);
});

test('deploy rejects a Job that is being deleted when it is applied, even if it had completed', async () => {
  const scene = new Scene();
  const dying = jobWith({ conditions: COMPLETE });
  scene.server.on(/^PATCH .*fieldValidation=Strict$/, {
    json: { ...dying, metadata: { ...dying.metadata, deletionTimestamp: 't' } },
  });
  const report = await scene.start();
  expect(report).toMatchObject({
    outcome: 'rejected',
    jobs: [],
    errors: [{ message: 'Job job is being deleted; deploy again when it is gone' }],
  });
});

test('deploy retries a watch that is denied once, since an API server that has just started may deny requests', async () => {
  const scene = new Scene();
  const report = scene.start();
  await settled();
  const again = new OpenStream();
  scene.server.on(
    /^GET .*\/jobs\?.*watch=1/,
    { status: 403, json: { message: 'not yet' } },
    again.answer,
  );
  scene.jobs.fail(new ConnectionError('reset', 'ECONNRESET'));
  await scene.clock.pass(5_000);
  again.send(watchEvent('MODIFIED', jobWith({ conditions: COMPLETE })));
  expect(outcomeOf(await report)).toEqual(['succeeded', 'succeeded']);
});

test.each(['jobs', 'pods'])(
  'deploy retries when the server rejects its credentials once while it lists %s',
  async (resource) => {
    const scene = new Scene();
    const pattern =
      resource === 'jobs' ? /^GET .*\/jobs$/ : /^GET .*\/pods\?labelSelector=job-name$/;
    scene.server.on(
      pattern,
      { status: 401, json: { message: 'Unauthorized' } },
      list('5', ...(resource === 'jobs' ? [jobWith()] : [])),
    );
    const report = scene.start();
    await scene.clock.pass(1_000);
    scene.pod(podWith({ phase: 'Running' }));
    await settled();
    scene.job(jobWith({ conditions: COMPLETE }));
    await scene.clock.pass(1_000);
    expect(outcomeOf(await report)).toEqual(['succeeded', 'succeeded']);
    expect(scene.events).toContainEqual(expect.objectContaining({ type: 'pod', state: 'running' }));
  },
);

test('deploy reports the outcome of a Job when it may not watch Pods', async () => {
  const scene = new Scene();
  scene.server.on(/^GET .*\/pods/, { status: 403, json: { message: 'pods is forbidden' } });
  const report = scene.start();
  await settled();
  scene.job(jobWith({ conditions: COMPLETE }));
  expect(outcomeOf(await report)).toEqual(['succeeded', 'succeeded']);
});

test('deploy is rejected when it may neither list nor watch Jobs', async () => {
  const scene = new Scene();
  scene.server.on(/^GET .*\/jobs$/, {
    status: 403,
    json: { message: 'jobs.batch is forbidden: cannot list' },
  });
  const report = await scene.start();
  expect(report).toMatchObject({
    outcome: 'rejected',
    applied: [{ action: 'created' }],
    jobs: [{ outcome: 'detached' }],
  });
  expect(report.errors[0].message).toContain('cannot list');
});

test('an outage of four minutes during the apply does not change the outcome of a Job', async () => {
  const scene = new Scene();
  scene.server.on(
    /^PATCH .*dryRun/,
    ...Array.from({ length: 40 }, () => new ConnectionError('down', 'ECONNREFUSED')),
    { json: jobWith() },
  );
  const report = scene.start();
  await scene.clock.pass(250_000);
  scene.job(jobWith({ conditions: COMPLETE }));
  expect(outcomeOf(await report)).toEqual(['succeeded', 'succeeded']);
});

test('deploy sends an apply whose answer was lost again, and reports the Job as created', async () => {
  const scene = new Scene();
  scene.server.on(
    /^PATCH .*\/jobs\/job\?fieldManager=cdk8s-jobs&fieldValidation=Strict$/,
    new ConnectionError('reset', 'ECONNRESET'),
    { status: 200, json: jobWith() },
  );
  const report = scene.start();
  await scene.clock.pass(1_000);
  scene.job(jobWith({ conditions: COMPLETE }));
  expect(await report).toMatchObject({ outcome: 'succeeded', applied: [{ action: 'created' }] });
});

test('deploy polls Jobs that it may list but not watch, and warns', async () => {
  const scene = new Scene();
  scene.server.on(/^GET .*\/jobs\?.*watch=1/, {
    status: 403,
    json: { message: 'jobs.batch is forbidden: cannot watch' },
  });
  const report = scene.start();
  await scene.clock.pass(10_000);
  scene.server.on(/^GET .*\/jobs$/, list('50', jobWith({ conditions: COMPLETE })));
  await scene.clock.pass(5_000);
  expect(outcomeOf(await report)).toEqual(['succeeded', 'succeeded']);
  expect(scene.events).toContainEqual({
    type: 'warning',
    message:
      'cannot watch Jobs in ns, so they are listed every few seconds: jobs.batch is forbidden: cannot watch',
  });
});

test('deploy reports what it has applied when the API server stays unreachable during the apply', async () => {
  const scene = new Scene();
  scene.server
    .on('GET /api/v1', {
      json: { resources: [{ name: 'configmaps', kind: 'ConfigMap', namespaced: true }] },
    })
    .on(/^GET .*configmaps/, { status: 404, json: {} })
    .on(/^PATCH .*configmaps/, {
      status: 201,
      json: { kind: 'ConfigMap', metadata: { namespace: 'ns', name: 'a', uid: 'a-uid' } },
    })
    .on(
      /^PATCH .*\/jobs\/.*dryRun/,
      { status: 201, json: jobWith() }, // before anything is applied
      new ConnectionError('no API server answers', 'ECONNREFUSED'),
    );
  const report = scene.start(undefined, [
    manifest(),
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } },
  ]);
  await scene.clock.pass(300_000);
  expect(await report).toMatchObject({
    outcome: 'unreachable',
    applied: [{ kind: 'ConfigMap', action: 'created' }],
    errors: [{ object: null, message: 'no API server answers' }],
  });
});

test('deploy watches all Jobs of a namespace with two watches', async () => {
  const scene = new Scene();
  const names = Array.from({ length: 20 }, (_, i) => `job${i}`);
  const jobOf = (name: string) => jobWith({ name, uid: name });
  scene.server
    .on(/^GET .*\/jobs\/job\d+$/, { status: 404, json: {} })
    .on(/^PATCH .*fieldValidation=Strict$/, ({ path }) => ({
      status: 201,
      json: jobOf(path.split('/').pop()!),
    }))
    .on(/^GET .*\/jobs$/, list('5', ...names.map(jobOf)));
  const report = scene.start(
    undefined,
    names.map((name) => manifest(name)),
  );
  await settled();
  for (const name of names) scene.job(jobWith({ name, uid: name, conditions: COMPLETE }));
  expect((await report).jobs.map(({ name }) => name)).toEqual(names);
  expect(scene.server.asked.filter((line) => line.includes('watch=1'))).toHaveLength(2);
});

describe('an answer about another object', () => {
  const job = jobWith({ conditions: COMPLETE });
  test.each([
    ['kind', { ...job, kind: 'ConfigMap' }],
    ['name', { ...job, metadata: { ...job.metadata, name: 'other' } }],
    ['namespace', { ...job, metadata: { ...job.metadata, namespace: 'other' } }],
    ['uid that is empty', { ...job, metadata: { ...job.metadata, uid: '' } }],
  ])('makes no Job succeed: %s', async (_, answer) => {
    const scene = new Scene();
    scene.server.on(/^PATCH .*fieldValidation=Strict$/, { status: 201, json: answer });
    const report = await scene.start();
    expect(report.outcome).toBe('unreachable');
    expect(report.errors[0].message).toMatch(/^the answer to a request for Job ns\/job has /);
  });
});

test('deploy reports the outcome of an unchanged Job that its TTL deleted after the dry run', async () => {
  const scene = new Scene();
  const ended = jobWith({ conditions: COMPLETE });
  scene.server
    .on(/^PATCH .*dryRun=All/, { json: ended })
    .on(/^GET .*\/jobs\/job$/, { json: ended })
    .on(/^PATCH .*fieldValidation=Strict$/, {
      status: 409,
      json: {
        message: 'Operation cannot be fulfilled: uid mismatch, no existing object was found',
      },
    });
  const report = await scene.start();
  expect(report.errors).toEqual([]);
  expect(report.jobs).toMatchObject([{ name: 'job', uid: 'job-uid', outcome: 'succeeded' }]);
});

describe('a conflict about suspend', () => {
  const conflict = (field: string) => ({
    status: 409,
    json: {
      message: 'Apply failed',
      details: {
        causes: [{ reason: 'FieldManagerConflict', message: 'conflict with "kueue"', field }],
      },
    },
  });
  const start = (live: Job, field: string) => {
    const scene = new Scene();
    scene.server.on(/^GET .*\/jobs\/job$/, { json: live }).on(/^PATCH/, ({ body, query }) => {
      const { spec } = JSON.parse(body!) as Job;
      return query?.force === 'true' || spec?.suspend === undefined
        ? { json: live }
        : conflict(field);
    });
    return scene.start(undefined, [{ ...manifest(), spec: { suspend: true } }]);
  };
  const ended = jobWith({ conditions: COMPLETE });

  test('does not reject the deploy when the Job has ended', async () => {
    const report = await start(ended, '.spec.suspend');
    expect(report).toMatchObject({ outcome: 'succeeded', errors: [] });
    expect(report.applied).toMatchObject([{ action: 'unchanged' }]);
  });

  test.each([
    ['the Job has not ended', jobWith(), '.spec.suspend'],
    ['it is about another field', ended, '.spec.parallelism'],
  ])('rejects the deploy when %s', async (_, live, field) => {
    expect(await start(live, field)).toMatchObject({ outcome: 'rejected', applied: [] });
  });
});

test('an attempt that the deadline of its Job ended says so, with its last lines', async () => {
  const scene = new Scene();
  const report = scene.start();
  await settled();
  const runs = podWith({ containers: [running('main', 0, 'a')] });
  const deletion = {
    deletionTimestamp: '2026-01-01T00:00:13Z', // requested 3 seconds before
    deletionGracePeriodSeconds: 3,
  };
  const dying = (pod: Pod) => ({ ...pod, metadata: { ...pod.metadata, ...deletion } });
  const end = podWith({ phase: 'Succeeded', containers: [terminated(0, { containerID: 'a' })] });
  scene.server.on(/\/log\?/, { stream: bytes('2026-01-01T00:00:11Z stuck at row 17\n') });
  for (const pod of [runs, dying(runs), dying(end)]) {
    scene.pod(pod);
    await settled();
  }
  scene.pod(dying(end), 'DELETED');
  const lastTransitionTime = '2026-01-01T00:00:10Z';
  const reason = 'DeadlineExceeded';
  scene.job(jobWith({ conditions: [condition('Failed', 'True', { reason, lastTransitionTime })] }));
  await scene.clock.pass(60_000);
  expect((await report).jobs[0].attempts).toMatchObject([
    { exitCode: 0, reason, lastLines: ['stuck at row 17'] },
  ]);
});
