import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { AccessError, ClusterAccess } from './access';
import { authorizer, credentialsOf, Credentials, UserEntry } from './user-credentials';
import type { JsonObject } from '../../kubernetes/json';

/** An entry of a list in a kubeconfig. */
export interface Named {
  readonly name: string;
}
export interface ClusterEntry extends Named {
  readonly cluster: {
    readonly server: string;
    readonly 'certificate-authority'?: string;
    readonly 'certificate-authority-data'?: string;
    readonly 'insecure-skip-tls-verify'?: boolean;
    readonly 'tls-server-name'?: string;
    readonly 'proxy-url'?: string;
    readonly extensions?: readonly { readonly name: string; readonly extension: JsonObject }[];
  };
}

/** An entry of a kubeconfig, and the folder that its relative paths start from. */
export interface Found<T> {
  readonly entry: T;
  readonly folder: string;
}

/** The extension of a cluster that is meant for credential plugins. */
const EXEC_EXTENSION = 'client.authentication.k8s.io/exec';
const PROXY_PROTOCOLS = ['http:', 'https:', 'socks5:'];

/**
 * Returns the access to a cluster as a user.
 * @throws AccessError, or the reason of the signal
 */
export async function accessOf(
  cluster: Found<ClusterEntry>,
  user: Found<UserEntry> | undefined,
  namespace: string,
  signal?: AbortSignal,
): Promise<ClusterAccess> {
  const { server, 'tls-server-name': tlsServerName } = cluster.entry.cluster;
  if (!URL.canParse(server)) {
    throw new AccessError(`server "${server}" of the kubeconfig is not a valid URL`);
  }
  const skipTlsVerify = skipsTlsVerify(cluster.entry);
  const ca = readInline(cluster, 'certificate-authority');
  const proxy = proxyOf(cluster.entry);
  // As in kubectl: the connection is not encrypted, so no credentials are sent.
  const isEncrypted = new URL(server).protocol === 'https:';
  const credentials: Credentials =
    user === undefined || !isEncrypted
      ? {}
      : credentialsOf(user, (key) => readInline(user, key), clusterInfo(cluster.entry, ca), signal);
  const { exec, headers } = credentials;
  const issued = await exec?.();
  return {
    server,
    namespace,
    ca,
    cert: issued?.clientCertificateData ?? credentials.cert,
    key: issued?.clientKeyData ?? credentials.key,
    tlsServerName,
    skipTlsVerify,
    proxy,
    headers,
    canRefresh: exec !== undefined || credentials.tokenFile !== undefined,
    authorization: authorizer(credentials, issued),
  };
}

/** A string such as "false" would switch the verification off if it counted as true. */
function skipsTlsVerify({ name, cluster }: ClusterEntry): boolean {
  const skip: unknown = cluster['insecure-skip-tls-verify'] ?? false;
  if (typeof skip === 'boolean') return skip;
  throw new AccessError(
    `insecure-skip-tls-verify of the cluster "${name}" in the kubeconfig must be true or false, ` +
      `without quotes; got ${JSON.stringify(skip)}`,
  );
}

function proxyOf({ name, cluster: { 'proxy-url': proxy } }: ClusterEntry): string | undefined {
  if (!proxy) return undefined;
  const url = proxy.includes('://') ? proxy : `http://${proxy}`;
  if (URL.canParse(url) && PROXY_PROTOCOLS.includes(new URL(url).protocol)) return proxy;
  throw new AccessError(
    `proxy-url "${proxy}" of the cluster "${name}" in the kubeconfig is not supported; ` +
      'use an http://, https:// or socks5:// URL',
  );
}

/** The cluster in the form that credential plugins receive. */
function clusterInfo({ cluster }: ClusterEntry, ca: string | undefined): JsonObject {
  return {
    server: cluster.server,
    'tls-server-name': cluster['tls-server-name'],
    'insecure-skip-tls-verify': cluster['insecure-skip-tls-verify'],
    'certificate-authority-data': ca && Buffer.from(ca).toString('base64'),
    'proxy-url': cluster['proxy-url'],
    config: cluster.extensions?.find(({ name }) => name === EXEC_EXTENSION)?.extension,
  };
}

/** Returns a PEM, which is in the kubeconfig itself (`…-data`) or in a file that it names. */
function readInline(
  { entry, folder }: Found<ClusterEntry> | Found<UserEntry>,
  key: string,
): string | undefined {
  const fields = ('cluster' in entry ? entry.cluster : (entry.user ?? {})) as Readonly<
    Record<string, string | undefined>
  >;
  const data = fields[`${key}-data`];
  if (data) return Buffer.from(data, 'base64').toString('utf8');
  if (!fields[key]) return undefined;
  const file = resolve(folder, fields[key]);
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new AccessError(`cannot read ${file}, which the kubeconfig refers to`);
  }
}
