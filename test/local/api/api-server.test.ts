import { configMap, jobManifest, JOBS, podManifest, PODS, TestServer } from './requests';

const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';
const NAMESPACES = '/api/v1/namespaces';

describe('creating an object', () => {
  test('stores a Job with defaults, its selector and the labels of its Pods', async () => {
    const server = new TestServer();
    const { status, body } = await server.send('POST', JOBS, { body: jobManifest('a') });
    expect(status).toBe(201);
    const { uid } = body.metadata;
    expect(body.spec).toMatchObject({
      backoffLimit: 6,
      completions: 1,
      selector: { matchLabels: { 'batch.kubernetes.io/controller-uid': uid } },
      template: {
        metadata: {
          labels: {
            'batch.kubernetes.io/controller-uid': uid,
            'batch.kubernetes.io/job-name': 'a',
            'controller-uid': uid,
            'job-name': 'a',
          },
        },
        spec: { dnsPolicy: 'ClusterFirst', containers: [{ imagePullPolicy: 'Always' }] },
      },
    });
    expect((await server.send('GET', `${JOBS}/a`)).body).toEqual(body);
  });

  test('gives a Job without labels those of its Pods', async () => {
    const template = jobManifest('a').spec.template;
    const plain = await new TestServer().send('POST', JOBS, { body: jobManifest('a') });
    expect(plain.body.metadata.labels).toEqual(plain.body.spec.template.metadata.labels);
    const labelled = jobManifest('a', {
      template: { ...template, metadata: { labels: { x: 'y' } } },
    });
    const { body } = await new TestServer().send('POST', JOBS, { body: labelled });
    expect(body.metadata.labels).toEqual(body.spec.template.metadata.labels);
    expect(body.metadata.labels).toMatchObject({ x: 'y', 'job-name': 'a' });
    const own = jobManifest('a', {}, { labels: { own: 'label' } });
    const kept = await new TestServer().send('POST', JOBS, { body: own });
    expect(kept.body.metadata.labels).toEqual({ own: 'label' });
  });

  test('rejects an invalid Job with the path of each field', async () => {
    const template = { spec: { restartPolicy: 'Always', containers: [] } };
    const body = jobManifest('a', { backoffLimit: -1, template });
    const answer = await new TestServer().send('POST', JOBS, { body });
    expect(answer.body).toMatchObject({ kind: 'Status', reason: 'Invalid', code: 422 });
    expect(answer.body.details.causes.map(({ field }: any) => field).sort()).toEqual([
      'spec.backoffLimit',
      'spec.template.spec.containers',
      'spec.template.spec.restartPolicy',
    ]);
  });

  test('treats unknown fields as fieldValidation says', async () => {
    const server = new TestServer();
    const send = (name: string, query: Record<string, string>) =>
      server.send('POST', JOBS, { body: jobManifest(name, { backofLimit: 1 }), query });
    const strict = await send('a', { fieldValidation: 'Strict' });
    expect([strict.status, strict.body.reason]).toEqual([400, 'BadRequest']);
    const warned = await send('b', {});
    expect([warned.status, warned.warnings]).toEqual([
      201,
      ['299 - "unknown field \\"spec.backofLimit\\""'],
    ]);
    expect(warned.body.spec.backofLimit).toBeUndefined();
    const ignored = await send('c', { fieldValidation: 'Ignore' });
    expect([ignored.status, ignored.warnings]).toEqual([201, []]);
    expect((await send('d', { fieldValidation: 'Maybe' })).status).toBe(400);
  });

  test('rejects a field of the wrong type whatever fieldValidation is', async () => {
    const body = jobManifest('a', { backoffLimit: '1' });
    const query = { fieldValidation: 'Ignore' };
    const answer = await new TestServer().send('POST', JOBS, { body, query });
    expect([answer.status, answer.body.reason]).toEqual([400, 'BadRequest']);
  });

  test('needs a namespace that exists and is not being deleted', async () => {
    const server = new TestServer();
    const post = () =>
      server.send('POST', `${NAMESPACES}/other/configmaps`, { body: configMap('a') });
    expect((await post()).body).toMatchObject({ code: 404, details: { kind: 'namespaces' } });
    const body = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'other' } };
    const created = await server.send('POST', NAMESPACES, { body });
    expect(created.body).toMatchObject({
      metadata: { labels: { 'kubernetes.io/metadata.name': 'other' } },
      status: { phase: 'Active' },
    });
    expect((await post()).status).toBe(201);
    await server.send('DELETE', `${NAMESPACES}/other`);
    expect((await server.send('GET', `${NAMESPACES}/other`)).body.status.phase).toBe('Terminating');
    expect((await post()).status).toBe(403);
    const finalized = { ...body, spec: { finalizers: [] } };
    await server.send('PUT', `${NAMESPACES}/other/finalize`, { body: finalized });
    expect((await server.send('GET', `${NAMESPACES}/other`)).status).toBe(404);
  });

  test('rejects an object of another kind, namespace or name than the path', async () => {
    const server = new TestServer();
    const statusOf = async (method: string, path: string, body: object) =>
      (await server.send(method, path, { body })).status;
    expect(await statusOf('POST', JOBS, configMap('a'))).toBe(400);
    expect(await statusOf('POST', CONFIG_MAPS, configMap('a', {}, { namespace: 'b' }))).toBe(400);
    await server.send('POST', CONFIG_MAPS, { body: configMap('a') });
    expect(await statusOf('PUT', `${CONFIG_MAPS}/a`, configMap('b'))).toBe(400);
    expect(await statusOf('POST', CONFIG_MAPS, configMap('a'))).toBe(409);
  });

  test('as a dry run stores nothing, and reports what a create would', async () => {
    const server = new TestServer();
    const query = { dryRun: 'All' };
    const first = await server.send('POST', JOBS, { body: jobManifest('a'), query });
    expect([first.status, first.body.metadata.resourceVersion]).toEqual([201, undefined]);
    expect((await server.send('GET', `${JOBS}/a`)).status).toBe(404);
    await server.send('POST', JOBS, { body: jobManifest('a') });
    expect((await server.send('POST', JOBS, { body: jobManifest('a'), query })).status).toBe(409);
  });

  test('encodes the stringData of a Secret', async () => {
    const secret = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'a' },
      stringData: { key: 'value' },
    };
    const path = '/api/v1/namespaces/default/secrets';
    const { body } = await new TestServer().send('POST', path, { body: secret });
    expect(body).toMatchObject({ type: 'Opaque', data: { key: 'dmFsdWU=' } });
    expect(body.stringData).toBeUndefined();
  });
});

describe('changing an object', () => {
  const withJob = async () => {
    const server = new TestServer();
    const { body } = await server.send('POST', JOBS, { body: jobManifest('a') });
    return { server, job: body };
  };

  test('by PUT rejects an outdated version', async () => {
    const { server, job } = await withJob();
    const put = (spec: object) =>
      server.send('PUT', `${JOBS}/a`, { body: { ...job, spec: { ...job.spec, ...spec } } });
    expect((await put({ parallelism: 2 })).body.spec.parallelism).toBe(2);
    expect((await put({ parallelism: 3 })).body).toMatchObject({ code: 409, reason: 'Conflict' });
  });

  test('rejects a change of an immutable field, and names it so that clients recognize it', async () => {
    const { server } = await withJob();
    const patch = { spec: { template: { spec: { containers: [{ name: 'main', image: 'b' }] } } } };
    const { body } = await server.patch(`${JOBS}/a`, 'strategic-merge', patch);
    expect(body.code).toBe(422);
    const causes = body.details.causes.map(({ field, message }: any) => [
      field,
      /field is immutable$/.test(message),
    ]);
    expect(causes).toEqual([['spec.template', true]]);
  });

  test.each([
    ['merge', { spec: { parallelism: 4, activeDeadlineSeconds: 9 } }],
    ['strategic-merge', { spec: { parallelism: 4, activeDeadlineSeconds: 9 } }],
    [
      'json',
      [
        { op: 'replace', path: '/spec/parallelism', value: 4 },
        { op: 'add', path: '/spec/activeDeadlineSeconds', value: 9 },
      ],
    ],
  ])('takes a %s patch', async (type, patch) => {
    const { server } = await withJob();
    const { status, body } = await server.patch(`${JOBS}/a`, type, patch);
    expect(status).toBe(200);
    expect(body.spec).toMatchObject({ parallelism: 4, activeDeadlineSeconds: 9, completions: 1 });
    expect(body.metadata.generation).toBe(2);
  });

  test('changes the status by its subresource only', async () => {
    const { server } = await withJob();
    const patch = { status: { active: 3 }, spec: { parallelism: 7 } };
    const main = await server.patch(`${JOBS}/a`, 'merge', patch);
    expect([main.body.spec.parallelism, main.body.status]).toEqual([7, {}]);
    const status = await server.patch(`${JOBS}/a/status`, 'merge', {
      status: { active: 3 },
      spec: { parallelism: 1 },
    });
    expect([status.body.spec.parallelism, status.body.status]).toEqual([7, { active: 3 }]);
    expect((await server.send('GET', `${CONFIG_MAPS}/a/status`)).status).toBe(501);
  });

  test('to another uid is not valid by a patch, and a conflict by PUT', async () => {
    const { server, job } = await withJob();
    const { body } = await server.patch(`${JOBS}/a`, 'merge', { metadata: { uid: 'other' } });
    expect([body.code, body.details.causes[0].field]).toEqual([422, 'metadata.uid']);
    const other = { ...job, metadata: { ...job.metadata, uid: 'other' } };
    expect((await server.send('PUT', `${JOBS}/a`, { body: other })).status).toBe(409);
  });
});

describe('server-side apply', () => {
  test('creates an object, and changes it afterwards', async () => {
    const server = new TestServer();
    const first = await server.apply(`${JOBS}/a`, jobManifest('a', { parallelism: 1 }));
    expect(first.status).toBe(201);
    const same = await server.apply(`${JOBS}/a`, jobManifest('a', { parallelism: 1 }));
    expect([same.status, same.body]).toEqual([200, first.body]);
    const second = await server.apply(`${JOBS}/a`, jobManifest('a', { parallelism: 2 }));
    expect(second.body.spec).toMatchObject({ parallelism: 2, selector: first.body.spec.selector });
    expect(second.body.metadata.managedFields).toHaveLength(1);
  });

  test('is rejected if another manager has set a field, unless it is forced', async () => {
    const server = new TestServer();
    await server.apply(`${JOBS}/a`, jobManifest('a', { parallelism: 1 }));
    const other = (query: Record<string, string>) =>
      server.apply(`${JOBS}/a`, jobManifest('a', { parallelism: 2 }), {
        fieldManager: 'b',
        ...query,
      });
    const conflict = await other({});
    expect(conflict.body.details.causes).toEqual([
      { reason: 'FieldManagerConflict', message: 'conflict with "me"', field: '.spec.parallelism' },
    ]);
    expect((await other({ force: 'true', dryRun: 'All' })).body.spec.parallelism).toBe(2);
    expect((await other({})).status).toBe(409);
    expect((await other({ force: 'true' })).status).toBe(200);
  });

  test('conflicts with a manager that has updated the field', async () => {
    const server = new TestServer();
    const query = { fieldManager: 'editor' };
    await server.send('POST', JOBS, { body: jobManifest('a', { parallelism: 1 }), query });
    const { body } = await server.apply(`${JOBS}/a`, jobManifest('a', { parallelism: 2 }));
    expect(body.details.causes).toEqual([
      {
        reason: 'FieldManagerConflict',
        message: 'conflict with "editor" using batch/v1',
        field: '.spec.parallelism',
      },
    ]);
  });

  test('needs a manager, and rejects fields that the kind does not have', async () => {
    const server = new TestServer();
    const headers = { 'content-type': 'application/apply-patch+yaml' };
    const anonymous = await server.send('PATCH', `${JOBS}/a`, { headers, body: jobManifest('a') });
    expect(anonymous.status).toBe(422);
    const unknown = await server.apply(`${JOBS}/a`, jobManifest('a', { backofLimit: 1 }));
    expect(unknown.status).toBe(500);
    expect(unknown.body.message).toMatch(/^failed to create typed patch object/);
  });

  test('with a uid changes the object of this uid only, and never creates one', async () => {
    const server = new TestServer();
    const withUid = (uid: string) => jobManifest('a', { suspend: true }, { uid });
    expect((await server.apply(`${JOBS}/a`, withUid('x'))).status).toBe(409);
    const { body } = await server.apply(`${JOBS}/a`, jobManifest('a'));
    expect((await server.apply(`${JOBS}/a`, withUid('x'))).status).toBe(422);
    expect((await server.apply(`${JOBS}/a`, withUid(body.metadata.uid))).status).toBe(200);
  });
});

describe('deleting', () => {
  test('a Job with a policy answers with a Status, and without one keeps its Pods and warns', async () => {
    const server = new TestServer();
    for (const name of ['a', 'b']) await server.send('POST', JOBS, { body: jobManifest(name) });
    const query = { propagationPolicy: 'Background' };
    const first = await server.send('DELETE', `${JOBS}/a`, { query });
    expect(first.body).toMatchObject({
      kind: 'Status',
      status: 'Success',
      details: { name: 'a', group: 'batch', kind: 'jobs' },
    });
    const second = await server.send('DELETE', `${JOBS}/b`);
    expect(second.warnings).toHaveLength(1);
    expect(second.body.metadata.finalizers).toEqual(['orphan']);
  });

  test('checks the preconditions of the body, and deletes nothing as a dry run', async () => {
    const server = new TestServer();
    const { body: job } = await server.send('POST', JOBS, { body: jobManifest('a') });
    const remove = (options: object) =>
      server.send('DELETE', `${JOBS}/a`, { body: { propagationPolicy: 'Background', ...options } });
    expect((await remove({ preconditions: { uid: 'other' } })).status).toBe(409);
    const { uid } = job.metadata;
    expect((await remove({ preconditions: { uid }, dryRun: ['All'] })).status).toBe(200);
    expect((await remove({ preconditions: { uid } })).status).toBe(200);
    expect((await remove({})).status).toBe(404);
  });

  test('a collection deletes what its selectors match', async () => {
    const server = new TestServer();
    for (const [name, tier] of [
      ['a', 'x'],
      ['b', 'x'],
      ['c', 'y'],
    ]) {
      await server.send('POST', CONFIG_MAPS, { body: configMap(name, {}, { labels: { tier } }) });
    }
    const query = { labelSelector: 'tier=x' };
    const { body } = await server.send('DELETE', CONFIG_MAPS, { query });
    expect(body.items.map(({ metadata }: any) => metadata.name)).toEqual(['a', 'b']);
    const left = await server.send('GET', CONFIG_MAPS);
    expect(left.body.items.map(({ metadata }: any) => metadata.name)).toEqual(['c']);
  });
});

describe('other requests', () => {
  test.each([
    ['GET', '/apis/unknown.io/v1/things', 404],
    ['GET', '/nowhere', 404],
    ['POST', `${JOBS}/a`, 405],
    ['PUT', JOBS, 405],
    ['GET', `${PODS}/a/exec`, 501],
  ])('%s %s is answered with a Status of %d', async (method, path, code) => {
    const { status, body } = await new TestServer().send(method, path);
    expect([status, body.kind, body.code]).toEqual([code, 'Status', code]);
  });

  test('serve the kinds of a CustomResourceDefinition, in all their versions', async () => {
    const server = new TestServer();
    const definition = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'things.x.io' },
      spec: {
        group: 'x.io',
        names: { kind: 'Thing', plural: 'things' },
        scope: 'Namespaced',
        versions: [
          { name: 'v1', served: true, storage: true, subresources: { status: {} } },
          { name: 'v2', served: true, storage: false },
          { name: 'v3', served: false, storage: false },
        ],
      },
    };
    const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
    const { body } = await server.send('POST', path, { body: definition });
    expect(body.status.conditions).toContainEqual(expect.objectContaining({ type: 'Established' }));
    const things = (version: string) => `/apis/x.io/${version}/namespaces/default/things`;
    const thing = { apiVersion: 'x.io/v1', kind: 'Thing', metadata: { name: 'a' }, spec: { b: 1 } };
    expect((await server.apply(`${things('v1')}/a`, thing)).status).toBe(201);
    const other = await server.send('GET', `${things('v2')}/a`);
    expect(other.body).toMatchObject({ apiVersion: 'x.io/v2', spec: { b: 1 } });
    expect((await server.send('GET', things('v3'))).status).toBe(404);
  });

  test('show Events of both groups as the same objects', async () => {
    const server = new TestServer();
    const event = {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: 'a' },
      involvedObject: { kind: 'Job', name: 'j' },
      reason: 'SuccessfulCreate',
      message: 'created',
    };
    await server.send('POST', '/api/v1/namespaces/default/events', { body: event });
    const path = '/apis/events.k8s.io/v1/namespaces/default/events/a';
    const { body } = await server.send('GET', path);
    expect(body).toMatchObject({
      apiVersion: 'events.k8s.io/v1',
      regarding: { kind: 'Job', name: 'j' },
      note: 'created',
    });
    expect(body.message).toBeUndefined();
  });

  test('give a Pod its defaults, and answer its deletion with the Pod', async () => {
    const server = new TestServer();
    const { body } = await server.send('POST', PODS, { body: podManifest('a', 'main') });
    expect(body).toMatchObject({
      spec: { serviceAccountName: 'default', schedulerName: 'default-scheduler', priority: 0 },
      status: { phase: 'Pending' },
    });
    expect((await server.send('DELETE', `${PODS}/a`)).body.kind).toBe('Pod');
  });
});
