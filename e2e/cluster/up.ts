import { readFileSync } from 'node:fs';
import { get, nodeReady } from './api';
import { buildKube, Kube, kubernetesVersion } from './build';
import { makeCgroups } from './cgroups';
import { lastLines } from './command';
import { startContainerd } from './containerd';
import { startApiServer, startControllerManager, startEtcd, startScheduler } from './control-plane';
import { unpackTools } from './debian';
import { claimDirectory } from './directory';
import { dnsAnswers, startDns } from './dns';
import { sweep } from './down';
import { ClusterError } from './errors';
import { images, TaggedImage } from './images';
import { Instance, instance } from './instance';
import { startKubelet } from './kubelet';
import { exclusively } from './lock';
import { borrowMachine } from './machine';
import { makeNetwork } from './network';
import { kubeconfigOf, makePki, writeKubeconfig } from './pki';
import { freePorts } from './ports';
import { Started } from './processes';
import { pushImages, startRegistry } from './registry';
import { ensureRequirements, factsOfThisMachine } from './requirements';
import { readState, State, writeState } from './state';
import { isHealthy } from './status';
import { until, WaitedInVain } from './until';

export interface Cluster {
  readonly kubernetes: string;
  readonly kubeconfig: string;
  /** An executable that is kubectl. */
  readonly kubectl: string;
  /** The local image registry, host:port. What it has, Pods pull as images of docker.io and registry.k8s.io. */
  readonly registry: string;
  /** It ran before and was left alone. */
  readonly wasUp: boolean;
}

export interface UpOptions {
  /** Called with a message before a step that takes long. */
  readonly say?: (line: string) => void;
}

/** Built once, then the same for every start. */
interface Parts {
  readonly kube: Kube;
  readonly tools: string;
  readonly images: readonly TaggedImage[];
}

/** Start this clone's cluster, or do nothing if it is up. It begins empty each time. */
export async function up(
  { say }: UpOptions = {},
  cluster: Instance = instance(),
): Promise<Cluster> {
  await ensureRequirements(await factsOfThisMachine());
  return exclusively(cluster.id, async () => {
    const parts = await makeParts(say);
    const before = readState(cluster);
    if (
      before &&
      before.madeFrom === madeFrom(parts) &&
      (await isHealthy(cluster, before, 10_000))
    ) {
      return describe(cluster, before, true);
    }
    await sweep(cluster);
    try {
      const state = await startAll(cluster, parts);
      writeState(cluster, state);
      return describe(cluster, state, false);
    } catch (error) {
      await sweep(cluster);
      throw error;
    }
  });
}

async function makeParts(say?: (line: string) => void): Promise<Parts> {
  const [kube, [tools, made]] = await Promise.all([
    buildKube({ say }),
    unpackTools().then(async (dir) => [dir, await images(dir)] as const),
  ]);
  return { kube, tools, images: made };
}

async function startAll(cluster: Instance, { kube, tools, images: toPush }: Parts): Promise<State> {
  claimDirectory(cluster);
  makeCgroups(cluster);
  const [ports, network] = await Promise.all([freePorts(), makeNetwork(cluster), makePki(cluster)]);
  for (const user of ['admin', 'kubelet'] as const) {
    writeKubeconfig(cluster, user, ports['kube-apiserver']);
  }

  const components: Started[] = [];
  const api = ports['kube-apiserver'];
  const started = (component: Started) => {
    components.push(component);
    return component;
  };
  /** `responsible` is the component whose log is printed on a timeout. A component that has ended is reported at once. */
  const wait = async (responsible: Started, what: string, done: () => Promise<boolean>) =>
    until(what, 60_000, async () => {
      for (const component of components) {
        if (component.ended()) throw failed(component, `ended with ${component.ended()}`);
      }
      return (await done()) || undefined;
    }).catch((error: unknown) => {
      throw error instanceof WaitedInVain
        ? failed(responsible, `runs, but ${error.message}`)
        : error;
    });

  started(await startEtcd(cluster, kube.binary));
  await borrowMachine(); // after the first process, by which other clusters see that this one needs the machine too
  const apiServer = started(await startApiServer(cluster, kube.binary, ports));
  started(await startRegistry(cluster, tools, ports.registry));
  const containerd = started(await startContainerd(cluster, tools, ports));
  const pushed = pushImages(ports.registry, toPush);
  pushed.catch(() => undefined); // it is awaited below; if something else fails before, that is the error to report

  await wait(
    apiServer,
    'the API server to be ready',
    async () => (await get(cluster, api, '/readyz'))?.status === 200,
  );
  const kubelet = started(await startKubelet(cluster, kube.binary, ports, network, containerd));
  const controllers = started(await startControllerManager(cluster, kube.binary, ports));
  started(await startScheduler(cluster, kube.binary, ports));
  const dns = started(await startDns(cluster, kube.binary, network));
  await wait(kubelet, 'the node to be Ready', async () => nodeReady(cluster, api));
  await wait(
    controllers,
    'the default service account',
    async () =>
      (await get(cluster, api, '/api/v1/namespaces/default/serviceaccounts/default'))?.status ===
      200,
  );
  await wait(dns, 'DNS to answer', async () => dnsAnswers(network));
  await pushed;
  return {
    madeFrom: madeFrom({ kube, tools, images: toPush }),
    kubernetes: kubernetesVersion(),
    kubectl: kube.kubectl,
    startedAt: new Date().toISOString(),
    ports,
    network,
    components: components.map(({ name, log, pid, startTime }) => ({ name, log, pid, startTime })),
  };
}

function describe(cluster: Instance, state: State, wasUp: boolean): Cluster {
  return {
    kubernetes: state.kubernetes,
    kubeconfig: kubeconfigOf(cluster, 'admin'),
    kubectl: state.kubectl,
    registry: `127.0.0.1:${state.ports.registry}`,
    wasUp,
  };
}

function madeFrom({ kube, tools, images: made }: Parts): string {
  const contents = made.map(({ repository, tag, image }) => [
    repository,
    tag,
    image.layer.digest,
    image.entrypoint,
    image.command,
  ]);
  return JSON.stringify([kube.binary, tools, contents]);
}

function failed(component: Started, what: string): ClusterError {
  return new ClusterError(
    `${component.name} ${what}. The end of its log:\n${lastLines(readFileSync(component.log, 'utf8'), 15)}`,
  );
}
