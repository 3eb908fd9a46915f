import { existsSync, readFileSync } from 'node:fs';

/** How to reach one cluster, and as whom. */
export interface ClusterAccess {
  /** URL of the API server. */
  readonly server: string;
  /** Namespace of objects that name none. */
  readonly namespace: string;
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly tlsServerName?: string;
  readonly skipTlsVerify?: boolean;
  /** A proxy for this cluster alone; without it, HTTPS_PROXY and NO_PROXY hold. */
  readonly proxy?: string;
  /** Whether `authorization(true)` can differ from the last answer. */
  readonly canRefresh: boolean;
  /** The Authorization header. `fresh` after the server refused the last one. */
  authorization(fresh: boolean): Promise<string | undefined>;
}

/** The cluster cannot be asked, since it isn't known which, how, or as whom. */
export class AccessError extends Error {
  public constructor(message: string) {
    super(message);
    this.name = 'AccessError';
  }
}

const ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/** The access that Kubernetes gives to a Pod, or undefined outside of one. */
export function inClusterAccess(
  env: NodeJS.ProcessEnv = process.env,
  account: string = ACCOUNT,
): ClusterAccess | undefined {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port } = env;
  if (host === undefined || port === undefined || !existsSync(`${account}/token`)) return undefined;
  return {
    server: `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
    namespace: readFileSync(`${account}/namespace`, 'utf8').trim(),
    ca: readFileSync(`${account}/ca.crt`, 'utf8'),
    authorization: async () => bearerFromFile(`${account}/token`),
    canRefresh: true,
  };
}

/** Read at each request, since the kubelet replaces the file long before the token ends. */
export function bearerFromFile(file: string): string {
  try {
    return `Bearer ${readFileSync(file, 'utf8').trim()}`;
  } catch {
    throw new AccessError(`the file of the token, ${file}, can't be read`);
  }
}
