import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { differences, said } from './judge';
import { workload } from './workload';
import { deploy, DeployEvent } from '../../src/deploy';
import { Cluster, down, up } from '../cluster';
import { buildKube } from '../cluster/build';
import { run } from '../cluster/command';
import { startApiServer } from '../cluster/control-plane';
import { instance, Instance } from '../cluster/instance';
import { isAlive } from '../cluster/processes';
import { readState, writeState } from '../cluster/state';
import { until } from '../cluster/until';

/** A cluster of its own, since its API server is killed. */
const parent = realpathSync(mkdtempSync(join(tmpdir(), 'cj-')));
const ours: Instance = instance({ ...process.env, CLUSTER_DIR: join(parent, 'c') });
let cluster: Cluster;

beforeAll(async () => {
  cluster = await up({ say: (line) => console.info(line) }, ours);
}, 60 * 60_000);

afterAll(async () => {
  await down(ours);
  rmSync(parent, { recursive: true });
});

/** Ends the API server at once, as a crash does, and starts another in its place after a while. */
async function restartApiServer(downForMs: number): Promise<void> {
  const state = readState(ours)!;
  const old = state.components.find(({ name }) => name === 'kube-apiserver')!;
  process.kill(old.pid, 'SIGKILL');
  await until('the API server to be gone', 10_000, async () => !isAlive(old) || undefined);
  await sleep(downForMs);
  const { name, log, pid, startTime } = await startApiServer(
    ours,
    (await buildKube()).binary,
    state.ports,
  );
  writeState(ours, {
    ...state,
    components: [...state.components.filter((one) => one !== old), { name, log, pid, startTime }],
  });
}

test.each([
  ['while Jobs are applied', 'applied', 1],
  ['while they run', 'log', 500],
] as const)(
  'deploy reports the same when the API server is killed %s and restarts after five seconds',
  async (_, type, after) => {
    const namespace = `during-${type}`;
    await run(cluster.kubectl, [
      '--kubeconfig',
      cluster.kubeconfig,
      'create',
      'namespace',
      namespace,
    ]);
    const expected = workload();
    const events: DeployEvent[] = [];
    let restarted: Promise<void> | undefined;
    const report = await deploy(
      expected.map(({ manifest }) => manifest),
      {
        kubeconfig: cluster.kubeconfig,
        namespace,
        timeoutSeconds: 150,
        onEvent: (event) => {
          events.push(event);
          if (events.filter((one) => one.type === type).length >= after) {
            restarted ??= restartApiServer(5_000);
          }
        },
      },
    );
    await restarted;
    expect(restarted).toBeDefined();
    expect([...report.errors, ...differences(expected, report, said(events))]).toEqual([]);
  },
  200_000,
);
