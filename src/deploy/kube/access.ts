import { existsSync, readFileSync } from 'node:fs';

/** The API server of a cluster, and the credentials for it. */
export interface ClusterAccess {
  /** URL of the API server. */
  readonly server: string;
  /** Default namespace, for objects without one. */
  readonly namespace: string;
  /** Name of the context in the kubeconfig. @default none, inside of a Pod */
  readonly context?: string;
  /** PEM of the certificate authorities. @default those of Node */
  readonly ca?: string;
  /** PEM of the client certificate. @default none */
  readonly cert?: string;
  /** PEM of the client key. @default none */
  readonly key?: string;
  /** Name that the server's certificate must have. @default the host of `server` */
  readonly tlsServerName?: string;
  /** Whether any certificate of the server is accepted. @default false */
  readonly skipTlsVerify?: boolean;
  /** URL of a proxy for this cluster only. @default HTTPS_PROXY and NO_PROXY apply */
  readonly proxy?: string;
  /** Headers of every request, such as those that impersonate a user. @default none */
  readonly headers?: Readonly<Record<string, string | string[]>>;
  /** Whether `authorization(true)` can return another value than before. */
  readonly canRefresh: boolean;
  /**
   * Returns the Authorization header.
   * @param fresh whether the server rejected the previous one
   * @throws AccessError
   */
  authorization(fresh: boolean): Promise<string | undefined>;
}

/** The kubeconfig or the credentials do not lead to a cluster. No request was accepted yet. */
export class AccessError extends Error {
  public constructor(message: string) {
    super(message);
    this.name = 'AccessError';
  }
}

const SERVICE_ACCOUNT_FOLDER = '/var/run/secrets/kubernetes.io/serviceaccount';

/** Returns the access of a Pod's ServiceAccount, or undefined outside of a Pod. */
export function inClusterAccess(
  env: NodeJS.ProcessEnv = process.env,
  folder: string = SERVICE_ACCOUNT_FOLDER,
): ClusterAccess | undefined {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port } = env;
  if (host === undefined || port === undefined || !existsSync(`${folder}/token`)) return undefined;
  return {
    server: `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
    namespace: readFileSync(`${folder}/namespace`, 'utf8').trim(),
    ca: readFileSync(`${folder}/ca.crt`, 'utf8'),
    authorization: async () => bearerFromFile(`${folder}/token`),
    canRefresh: true,
  };
}

/**
 * Returns the header for the token in a file. It is read for each request, since the kubelet
 * replaces the file long before the token expires.
 * @throws AccessError
 */
export function bearerFromFile(file: string): string {
  try {
    return `Bearer ${readFileSync(file, 'utf8').trim()}`;
  } catch {
    throw new AccessError(`cannot read the token file ${file}`);
  }
}
