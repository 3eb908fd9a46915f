import { configMap, jobManifest, TestServer } from './requests';
import { LOG, runJobs } from './stand-in-controllers';
import { ApiServer } from '../../../src/local/api/api-server';
import { serveHttp } from '../../../src/local/api/http-server';
import { ObjectStore } from '../../../src/local/store/object-store';
import {
  cleanup,
  deploy,
  DeployEvent,
  Manifest,
  plan,
  trigger,
  waitForJobs,
} from 'cdk8s-jobs/deploy';

const JOB = jobManifest('a') as Manifest;
const CRON_JOB: Manifest = {
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { name: 'nightly' },
  spec: { schedule: '0 3 * * *', jobTemplate: { spec: JOB.spec } },
};

/** A server whose Jobs run at once, and the answers that were errors. */
function setUp() {
  const store = new ObjectStore({ now: Date.now });
  const server = new ApiServer({ store, now: Date.now, logs: LOG });
  runJobs(store);
  const errors: string[] = [];
  const request: ApiServer['request'] = async (sent) => {
    const response = await server.request(sent);
    if (response.status >= 400) errors.push(`${response.status} ${sent.method} ${sent.path}`);
    return response;
  };
  const transport = { request, close: () => server.close() };
  return { errors, server, options: { transport, namespace: 'default', timeoutSeconds: 20 } };
}

describe('a deploy in this process', () => {
  test('applies objects, follows the log, and reports success', async () => {
    const { errors, options } = setUp();
    const logged: string[] = [];
    const onEvent = (event: DeployEvent) => {
      if (event.type === 'log') logged.push(event.text);
    };
    const input = [configMap('settings', { a: 'b' }) as Manifest, JOB];
    const report = await deploy(input, { ...options, onEvent });
    expect(report.outcome).toBe('succeeded');
    expect(report.applied.map(({ action }) => action)).toEqual(['created', 'created']);
    expect(logged).toEqual(['done']);
    // Only what is read before it exists is not found.
    expect(errors.filter((error) => !error.startsWith('404 GET'))).toEqual([]);
  });

  test('changes nothing the second time', async () => {
    const { options } = setUp();
    await deploy([JOB], options);
    const report = await deploy([JOB], options);
    expect(report.outcome).toBe('succeeded');
    expect(report.applied.map(({ action }) => action)).toEqual(['unchanged']);
  });

  test('plans and makes the replacement of a Job whose template changes', async () => {
    const { options } = setUp();
    await deploy([JOB], options);
    const template = {
      spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'b' }] },
    };
    const changed = jobManifest('a', { template }) as Manifest;
    const { objects } = await plan([changed], options);
    expect(objects.map(({ action }) => action)).toEqual(['replace']);
    const report = await deploy([changed], options);
    expect(report.outcome).toBe('succeeded');
    expect(report.applied.map(({ action }) => action)).toEqual(['replaced']);
  });

  test('applies nothing if the server would reject a Job', async () => {
    const { options, server } = setUp();
    const invalid = jobManifest('b', { backoffLimit: -1 }) as Manifest;
    const report = await deploy([JOB, invalid], options);
    expect(report.outcome).toBe('rejected');
    expect(
      server.answer({ method: 'GET', path: '/apis/batch/v1/namespaces/default/jobs/a' }).status,
    ).toBe(404);
  });

  test('triggers a CronJob, waits for Jobs and cleans up', async () => {
    const { errors, options } = setUp();
    expect((await deploy([CRON_JOB], options)).outcome).toBe('succeeded');
    const run = await trigger('nightly', options);
    expect(run.outcome).toBe('succeeded');
    const waited = await waitForJobs({ names: [run.jobs[0].name] }, options);
    expect(waited.outcome).toBe('succeeded');
    await cleanup(options);
    expect(errors.filter((error) => !error.startsWith('404 GET'))).toEqual([]);
  });
});

describe('the server over HTTP', () => {
  test('answers requests, streams watches, and closes with them open', async () => {
    const test = new TestServer();
    const http = await serveHttp((request) => test.server.answer(request));
    const path = `${http.url}/api/v1/namespaces/default/configmaps`;
    const abort = new AbortController();
    const watching = await fetch(`${path}?watch=1`, { signal: abort.signal });
    const reader = watching.body!.getReader();
    const created = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(configMap('a', { text: 'ü' })),
    });
    expect(created.status).toBe(201);
    const { value } = await reader.read();
    const event = JSON.parse(new TextDecoder().decode(value));
    expect([event.type, event.object.data]).toEqual(['ADDED', { text: 'ü' }]);
    await http.close();
    await expect(reader.read()).rejects.toThrow();
    await expect(fetch(path)).rejects.toThrow();
    expect(test.openTimers).toBe(0);
  });

  test('releases a watch when its client is gone', async () => {
    const test = new TestServer();
    const http = await serveHttp((request) => test.server.answer(request));
    const abort = new AbortController();
    await fetch(`${http.url}/api/v1/pods?watch=1`, { signal: abort.signal });
    expect(test.openTimers).toBe(1);
    abort.abort();
    for (let i = 0; i < 100 && test.openTimers > 0; i++) {
      await new Promise((r) => setTimeout(r, 10));
    }
    expect(test.openTimers).toBe(0);
    await http.close();
  });

  test('rejects a port that is in use, a body that is not JSON, and one that is too large', async () => {
    const test = new TestServer();
    const http = await serveHttp((request) => test.server.answer(request));
    const port = Number(new URL(http.url).port);
    await expect(serveHttp((request) => test.server.answer(request), port)).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
    const post = async (body: string) =>
      (await fetch(`${http.url}/api/v1/namespaces/default/pods`, { method: 'POST', body })).status;
    expect(await post('{')).toBe(400);
    expect(await post('x'.repeat(4 * 1024 * 1024))).toBe(413);
    await http.close();
  });
});
