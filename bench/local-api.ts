/**
 * Measures how many requests a second the embedded API server answers over loopback, from a process
 * of its own: npx tsx bench/local-api.ts
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Pool } from 'undici';
import { ApiServer } from '../src/local/api/api-server';
import { serveHttp } from '../src/local/api/http-server';
import { ObjectStore } from '../src/local/store/object-store';

const SECONDS = 3;
const CONNECTIONS = 16;
const JOBS = '/apis/batch/v1/namespaces/default/jobs';
const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';

const job = (name: string) => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name },
  spec: {
    template: {
      spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'busybox' }] },
    },
  },
});
const configMap = (name: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });
const JSON_TYPE = { 'content-type': 'application/json' };
const APPLY = { 'content-type': 'application/apply-patch+yaml' };

type Send = (i: number) => Parameters<Pool['request']>[0];

const REQUESTS: Record<string, Send> = {
  'create a ConfigMap': (i) => ({
    method: 'POST',
    path: CONFIG_MAPS,
    headers: JSON_TYPE,
    body: JSON.stringify(configMap(`m${i}`)),
  }),
  'create a Job': (i) => ({
    method: 'POST',
    path: JOBS,
    headers: JSON_TYPE,
    body: JSON.stringify(job(`j${i}`)),
  }),
  'apply a Job (dry run)': (i) => ({
    method: 'PATCH',
    path: `${JOBS}/d${i}?fieldManager=bench&dryRun=All`,
    headers: APPLY,
    body: JSON.stringify(job(`d${i}`)),
  }),
  'apply the same Job again': () => ({
    method: 'PATCH',
    path: `${JOBS}/same?fieldManager=bench`,
    headers: APPLY,
    body: JSON.stringify(job('same')),
  }),
  'get a Job': () => ({ method: 'GET', path: `${JOBS}/same` }),
  'list no Jobs of many': () => ({ method: 'GET', path: `${JOBS}?labelSelector=a=b` }),
};

async function serve(): Promise<void> {
  const store = new ObjectStore({ now: Date.now });
  const server = new ApiServer({ store, now: Date.now });
  const { url } = await serveHttp((request) => server.answer(request));
  process.send!(url);
  process.once('disconnect', () => process.exit());
}

async function measure(pool: Pool, prefix: string, send: Send): Promise<number> {
  let count = 0;
  const start = performance.now();
  const end = start + SECONDS * 1000;
  const worker = async () => {
    while (performance.now() < end) {
      const request = send(count++);
      const { statusCode, body } = await pool.request({ ...request, path: prefix + request.path });
      await body.dump();
      if (statusCode >= 300) throw new Error(`HTTP ${statusCode}`);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  return (count / (performance.now() - start)) * 1000;
}

async function main(): Promise<void> {
  const child = fork(__filename, ['serve'], { execArgv: process.execArgv });
  const [url] = (await once(child, 'message')) as [string];
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, { connections: CONNECTIONS });
  for (const [name, send] of Object.entries(REQUESTS)) {
    console.log(`${name.padEnd(26)} ${Math.round(await measure(pool, pathname, send))} a second`);
  }
  await pool.close();
  child.disconnect();
}

void (process.argv[2] === 'serve' ? serve() : main());
