import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { parse } from 'yaml';
import { AccessError, ClusterAccess, inClusterAccess } from './access';
import { accessOf, ClusterEntry, Found, Named } from './context-access';
import type { UserEntry } from './user-credentials';

/** Selects the cluster, as kubectl's flags of the same names do. */
export interface ClusterOptions {
  /**
   * Path of the kubeconfig.
   * @default the files in KUBECONFIG, else ~/.kube/config, else the Pod's ServiceAccount
   */
  readonly kubeconfig?: string;
  /** Name of the context. @default the current context of the kubeconfig */
  readonly context?: string;
  /** Namespace of objects without one. @default that of the context, else `default` */
  readonly namespace?: string;
}

interface ContextEntry extends Named {
  readonly context: {
    readonly cluster: string;
    readonly user?: string;
    readonly namespace?: string;
  };
}
interface Kubeconfig {
  readonly 'current-context'?: string;
  readonly clusters?: readonly ClusterEntry[] | null;
  readonly users?: readonly UserEntry[] | null;
  readonly contexts?: readonly ContextEntry[] | null;
}

/** Reads the kubeconfig as kubectl does. Sends no request to the cluster. @throws AccessError */
export async function loadAccess(
  options: ClusterOptions = {},
  signal?: AbortSignal,
): Promise<ClusterAccess> {
  const files = kubeconfigFiles(options.kubeconfig);
  if (files.length === 0) {
    const inCluster = options.context === undefined ? inClusterAccess() : undefined;
    if (inCluster !== undefined) {
      return { ...inCluster, namespace: options.namespace || inCluster.namespace };
    }
    const { KUBECONFIG } = process.env;
    const looked = KUBECONFIG
      ? `no file in KUBECONFIG exists (${KUBECONFIG})`
      : 'KUBECONFIG is not set and ~/.kube/config does not exist';
    throw new AccessError(
      `no cluster is configured: ${looked}, and this is not a Pod; pass a file with --kubeconfig`,
    );
  }
  try {
    return await fromFiles(files, options, signal);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new AccessError(
      `${files.join(', ')}: not a kubeconfig as kubectl writes it (${error.message})`,
    );
  }
}

async function fromFiles(
  files: readonly string[],
  options: ClusterOptions,
  signal: AbortSignal | undefined,
): Promise<ClusterAccess> {
  const configs = files.map((file) => ({
    config: readKubeconfig(file),
    folder: dirname(resolve(file)),
  }));
  const names = configs.flatMap(({ config }) => config.contexts ?? []).map(({ name }) => name);
  const contextName =
    options.context ?? configs.map(({ config }) => config['current-context']).find((name) => name);
  if (contextName === undefined) {
    throw new AccessError(
      `${files.join(', ')}: no current-context; pass one with --context ` +
        `(${names.join(', ') || 'the file has none'})`,
    );
  }

  const find = <T extends Named>(
    key: 'clusters' | 'users' | 'contexts',
    name: string,
    neededBy: string,
  ): Found<T> => {
    for (const { config, folder } of configs) {
      const entry = (config[key] as readonly Named[] | null | undefined)?.find(
        (candidate) => candidate.name === name,
      );
      if (entry !== undefined) return { entry: entry as T, folder };
    }
    const known = key === 'contexts' ? `; it has ${names.join(', ') || 'none'}` : '';
    throw new AccessError(`${files.join(', ')}: no ${neededBy} "${name}"${known}`);
  };
  const { context } = find<ContextEntry>('contexts', contextName, 'context').entry;
  const cluster = find<ClusterEntry>(
    'clusters',
    context.cluster,
    `cluster for the context "${contextName}",`,
  );
  const user = !context.user
    ? undefined
    : find<UserEntry>('users', context.user, `user for the context "${contextName}",`);
  const namespace = options.namespace || context.namespace || 'default';
  return { ...(await accessOf(cluster, user, namespace, signal)), context: contextName };
}

/** As in kubectl, a missing file in KUBECONFIG counts as empty; one of `--kubeconfig` must exist. */
function kubeconfigFiles(given: string | undefined): string[] {
  if (given !== undefined) return [given];
  const { KUBECONFIG } = process.env;
  const candidates = KUBECONFIG
    ? KUBECONFIG.split(delimiter).filter((file) => file !== '')
    : [join(process.env.HOME || homedir(), '.kube', 'config')];
  return candidates.filter((file) => existsSync(file));
}

function readKubeconfig(file: string): Kubeconfig {
  let config: unknown;
  try {
    // kubectl reads YAML 1.1, in which `no` and `off` are booleans.
    config = parse(readFileSync(file, 'utf8'), { version: '1.1' });
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new AccessError(
      `kubeconfig ${file}: ${missing ? 'no such file' : (error as Error).message.split('\n')[0]}`,
    );
  }
  if (typeof config !== 'object' || config === null || Array.isArray(config)) {
    throw new AccessError(`kubeconfig ${file}: not a kubeconfig`);
  }
  return config;
}
