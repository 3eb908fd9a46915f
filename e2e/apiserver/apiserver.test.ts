import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { json } from 'node:stream/consumers';
import { featureGates, MINORS, startApiserver, type Apiserver } from '.';
import { clearAbandoned, clearPlace, makePlace } from './place';
import { loadAccess } from '../../src/deploy/kube/kubeconfig';
import { httpTransport, type Transport } from '../../src/deploy/kube/transport';
import { cacheDir, instance, type Instance } from '../cluster/instance';
import { isAlive, processesOf, start } from '../cluster/processes';

const say = (line: string) => console.info(line);

describe('the API server of 1.30', () => {
  let apiserver: Apiserver;
  let transport: Transport;

  beforeAll(async () => {
    apiserver = await startApiserver('1.30', { say });
    transport = httpTransport(await loadAccess({ kubeconfig: apiserver.kubeconfig }));
  }, 60 * 60_000);

  afterAll(async () => {
    await transport?.close();
    await apiserver?.stop();
  });

  test('reports version 1.30', async () => {
    expect(apiserver.version).toMatch(/^v1\.30\.\d+$/);
    expect(JSON.parse((await apiserver.get('/version'))!.body)).toMatchObject({
      major: '1',
      minor: '30',
      gitVersion: apiserver.version,
    });
  });

  test('has the feature gates of 1.30 and no later ones', async () => {
    const gates = await featureGates(apiserver);
    expect(gates).toContainEqual({ name: 'JobBackoffLimitPerIndex', stage: 'BETA', enabled: true });
    expect(gates).toContainEqual({ name: 'JobManagedBy', stage: 'ALPHA', enabled: false });
    expect(gates.map(({ name }) => name)).not.toContain('MutablePodResourcesForSuspendedJobs'); // of 1.35
  });

  test('validates Jobs in a dry run, and stores none', async () => {
    expect((await dryRun({ suspend: true })).status).toBe(201);
    expect(await dryRun({ completionMode: 'Indexed', parallelism: 2 })).toMatchObject({
      status: 422,
      body: { details: { causes: [{ field: 'spec.completions', reason: 'FieldValueRequired' }] } },
    });
    expect(JSON.parse((await apiserver.get('/apis/batch/v1/jobs'))!.body)).toMatchObject({
      items: [],
    });
  });

  test('drops a field whose feature gate is off in 1.30', async () => {
    const { status, body } = await dryRun({ managedBy: 'example.com/other' });
    expect(status).toBe(201);
    expect(body.spec).not.toHaveProperty('managedBy');
  });

  test('is independent of another API server of the same minor', async () => {
    const second = await startApiserver('1.30');
    try {
      expect(second.server).not.toBe(apiserver.server);
      expect((await apiserver.get('/readyz'))?.status).toBe(200);
    } finally {
      await second.stop();
    }
    expect((await apiserver.get('/readyz'))?.status).toBe(200);
  });

  test('writes a kubeconfig that only its owner can read', () => {
    expect(statSync(apiserver.kubeconfig).mode % 0o1000).toBe(0o600);
    expect(statSync(dirname(apiserver.kubeconfig)).mode % 0o1000).toBe(0o700);
  });

  test('leaves no process and no file after stop', async () => {
    const place = placeIn(dirname(apiserver.kubeconfig));
    expect(processesOf(place)).toHaveLength(2);
    await apiserver.stop();
    expect(processesOf(place)).toEqual([]);
    expect(existsSync(place.dir)).toBe(false);
  });

  test('does nothing when it is stopped again', async () => {
    await expect(apiserver.stop()).resolves.toBeUndefined();
  });

  async function dryRun(spec: object): Promise<{ status: number; body: { spec?: object } }> {
    const template = {
      spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'busybox' }] },
    };
    const { status, body } = await transport.request({
      method: 'POST',
      path: '/apis/batch/v1/namespaces/default/jobs',
      query: { dryRun: 'All' },
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        apiVersion: 'batch/v1',
        kind: 'Job',
        metadata: { name: 'judged' },
        spec: { template, ...spec },
      }),
    });
    return { status, body: (await json(body)) as { spec?: object } };
  }
});

test('the start of an API server removes what a killed process left, and nothing of a running one', async () => {
  const ended = spawnSync('true').pid;
  const [abandoned, ours] = [ended, process.pid].map((owner) =>
    placeIn(join(cacheDir(), 'apiservers', `1.30-${owner}.99`)),
  );
  const [left, kept] = await Promise.all(
    [abandoned, ours].map(async (place) => {
      makePlace(place);
      return start(place, 'sleep', ['sleep', '600']);
    }),
  );
  try {
    await clearAbandoned();
    expect([isAlive(left), existsSync(abandoned.dir)]).toEqual([false, false]);
    expect([isAlive(kept), existsSync(ours.dir)]).toEqual([true, true]);
  } finally {
    await clearPlace(ours);
  }
});

test('the start of an API server rejects a minor without a release, and lists the minors', async () => {
  await expect(startApiserver('1.2')).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringContaining(MINORS.join(', ')),
  });
});

function placeIn(dir: string): Instance {
  return instance({ ...process.env, CLUSTER_DIR: dir });
}
