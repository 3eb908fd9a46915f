import { readFileSync } from 'node:fs';
import { buildPrograms, type Programs } from './build';
import { clearAbandoned, clearPlace, makePlace, ownPlace } from './place';
import { releaseOf } from './releases';
import { get, type Answer } from '../cluster/api';
import { lastLines } from '../cluster/command';
import { apiServerFlags, startEtcd } from '../cluster/control-plane';
import { ClusterError } from '../cluster/errors';
import { type Instance } from '../cluster/instance';
import { kubeconfigOf, makePki, writeKubeconfig } from '../cluster/pki';
import { freePorts } from '../cluster/ports';
import { start } from '../cluster/processes';
import { until } from '../cluster/until';

/** An API server without controllers or nodes: it stores and judges what it is sent, and nothing comes of it. */
export interface Apiserver {
  /** Such as 1.30. */
  readonly minor: string;
  /** What it says of itself, such as v1.30.14. */
  readonly version: string;
  readonly server: string;
  /** File of an administrator. */
  readonly kubeconfig: string;
  /** GET as administrator. */
  readonly get: (path: string) => Promise<Answer | undefined>;
  /** End it, wait until it is gone, and remove what it had stored. */
  readonly stop: () => Promise<void>;
}

export interface StartOptions {
  /** Called with a message before a step that takes long. */
  readonly say?: (line: string) => void;
  /** @default a new one of this process */
  readonly place?: Instance;
}

/** Start the API server of a minor, empty, beside an etcd of its own. Several may run at once, of one minor too. */
export async function startApiserver(
  minor: string,
  { say, place = ownPlace(minor) }: StartOptions = {},
): Promise<Apiserver> {
  const programs = await buildPrograms(releaseOf(minor), { say });
  await clearAbandoned();
  await clearPlace(place);
  try {
    return await startIn(place, minor, programs);
  } catch (error) {
    await clearPlace(place);
    throw error;
  }
}

async function startIn(place: Instance, minor: string, programs: Programs): Promise<Apiserver> {
  makePlace(place);
  const [{ 'kube-apiserver': port }] = await Promise.all([freePorts(), makePki(place)]);
  writeKubeconfig(place, 'admin', port);
  const ask = async (path: string) => get(place, port, path);

  const components = [
    await startEtcd(place, programs.etcd),
    // No controller makes service accounts here, and without that plugin a Pod needs none.
    await start(place, 'kube-apiserver', [
      ...programs.apiserver,
      ...apiServerFlags(place, port),
      '--disable-admission-plugins=ServiceAccount',
    ]),
  ];
  // Some time after it is ready it makes the namespaces that every cluster has.
  for (const path of ['/readyz', '/api/v1/namespaces/default']) {
    await until(`the API server of ${minor} to answer ${path}`, 60_000, async () => {
      const gone = components.find(({ ended }) => ended());
      if (gone) {
        throw new ClusterError(
          `${gone.name} ended with ${gone.ended()}. The end of its log:\n${lastLines(readFileSync(gone.log, 'utf8'), 15)}`,
        );
      }
      return (await ask(path))?.status === 200 || undefined;
    });
  }
  const { gitVersion: version } = JSON.parse((await ask('/version'))!.body) as {
    gitVersion: string;
  };
  const stop = async () => {
    await clearPlace(place);
  };
  return {
    minor,
    version,
    server: `https://127.0.0.1:${port}`,
    kubeconfig: kubeconfigOf(place, 'admin'),
    get: ask,
    stop,
  };
}
