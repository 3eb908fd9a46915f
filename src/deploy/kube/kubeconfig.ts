import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { parse } from 'yaml';
import { AccessError, bearerFromFile, ClusterAccess, inClusterAccess } from './access';
import { execCredential, ExecConfig, ExecCredential } from './exec-credential';

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

interface Named {
  readonly name: string;
}
interface ClusterEntry extends Named {
  readonly cluster: {
    readonly server: string;
    readonly 'certificate-authority'?: string;
    readonly 'certificate-authority-data'?: string;
    readonly 'insecure-skip-tls-verify'?: boolean;
    readonly 'tls-server-name'?: string;
    readonly 'proxy-url'?: string;
  };
}
interface UserEntry extends Named {
  readonly user?: {
    readonly 'client-certificate'?: string;
    readonly 'client-certificate-data'?: string;
    readonly 'client-key'?: string;
    readonly 'client-key-data'?: string;
    readonly token?: string;
    readonly tokenFile?: string;
    readonly username?: string;
    readonly password?: string;
    readonly exec?: ExecConfig;
    readonly 'auth-provider'?: { readonly name?: string };
  };
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
/** An entry of a kubeconfig, and the folder that its relative paths start from. */
interface Found<T> {
  readonly entry: T;
  readonly folder: string;
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
  return accessOf(cluster, user, options.namespace || context.namespace || 'default', signal);
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
    config = parse(readFileSync(file, 'utf8'));
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

async function accessOf(
  { entry: { cluster }, folder }: Found<ClusterEntry>,
  found: Found<UserEntry> | undefined,
  namespace: string,
  signal?: AbortSignal,
): Promise<ClusterAccess> {
  const {
    entry: { user = {}, name: userName },
    folder: userFolder,
  } = found ?? { entry: { name: '' }, folder };
  if (user['auth-provider'] !== undefined) {
    throw new AccessError(
      `user "${userName}": auth-provider "${user['auth-provider'].name}" is not supported ` +
        '(kubectl removed it in 1.26); use its exec plugin',
    );
  }
  if (!URL.canParse(cluster.server)) {
    throw new AccessError(`server "${cluster.server}" of the kubeconfig is not a valid URL`);
  }
  const at = (base: string) => (file: string) => resolve(base, file);
  const exec = user.exec;
  let credential: ExecCredential | undefined =
    exec && (await execCredential(exec, userFolder, signal));
  return {
    server: cluster.server,
    namespace,
    ca: inline(cluster['certificate-authority-data'], cluster['certificate-authority'], at(folder)),
    cert:
      credential?.clientCertificateData ??
      inline(user['client-certificate-data'], user['client-certificate'], at(userFolder)),
    key:
      credential?.clientKeyData ??
      inline(user['client-key-data'], user['client-key'], at(userFolder)),
    tlsServerName: cluster['tls-server-name'],
    skipTlsVerify: cluster['insecure-skip-tls-verify'],
    proxy: cluster['proxy-url'],
    canRefresh: exec !== undefined || Boolean(user.tokenFile),
    async authorization(fresh) {
      if (exec !== undefined) {
        if (fresh || expired(credential)) credential = await execCredential(exec, userFolder);
        return credential?.token && `Bearer ${credential.token}`;
      }
      if (user.tokenFile) return bearerFromFile(at(userFolder)(user.tokenFile));
      if (user.token) return `Bearer ${user.token}`;
      if (user.username) {
        return `Basic ${Buffer.from(`${user.username}:${user.password ?? ''}`).toString('base64')}`;
      }
      return undefined;
    },
  };
}

const EXPIRY_MARGIN_MS = 10_000;

/** Whether a credential expires before a request that is sent now is surely processed. */
function expired(credential: ExecCredential | undefined): boolean {
  return (
    credential?.expirationTimestamp !== undefined &&
    Date.parse(credential.expirationTimestamp) - Date.now() < EXPIRY_MARGIN_MS
  );
}

function inline(
  data: string | undefined,
  file: string | undefined,
  at: (file: string) => string,
): string | undefined {
  if (data) return Buffer.from(data, 'base64').toString('utf8');
  if (!file) return undefined;
  try {
    return readFileSync(at(file), 'utf8');
  } catch {
    throw new AccessError(`cannot read ${at(file)}, which the kubeconfig refers to`);
  }
}
