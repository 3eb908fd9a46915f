import { resolve } from 'node:path';
import { AccessError, bearerFromFile } from './access';
import type { Found, Named } from './context-access';
import { execCredential, ExecConfig, ExecCredential } from './exec-credential';
import { impersonationHeaders, Impersonation } from './impersonation';
import type { JsonObject } from '../../kubernetes/json';

export interface UserEntry extends Named {
  readonly user?: Impersonation & {
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

/** The credentials of a user in a kubeconfig. */
export interface Credentials {
  /** PEM of the client certificate. */
  readonly cert?: string;
  /** PEM of the client key. */
  readonly key?: string;
  /** Runs the credential plugin. */
  readonly exec?: () => Promise<ExecCredential>;
  /** Path of a file with a token, which another process replaces before it expires. */
  readonly tokenFile?: string;
  /** The Authorization header of a token, or of a name and password. */
  readonly fixed?: string;
  /** Headers that impersonate another user. */
  readonly headers?: Readonly<Record<string, string | string[]>>;
}

const EXPIRY_MARGIN_MS = 10_000;

/**
 * Returns the credentials of a user.
 * @param pem reads a field that may be in a file
 * @param cluster the cluster in the form that the credential plugin receives
 * @throws AccessError
 */
export function credentialsOf(
  { entry: { name, user = {} }, folder }: Found<UserEntry>,
  pem: (key: string) => string | undefined,
  cluster: JsonObject,
  signal: AbortSignal | undefined,
): Credentials {
  if (user['auth-provider'] !== undefined) {
    throw new AccessError(
      `user "${name}": auth-provider "${user['auth-provider'].name}" is not supported ` +
        '(kubectl removed it in 1.26); use its exec plugin',
    );
  }
  const { exec, token, tokenFile, username, password = '' } = user;
  const basic = () => `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  return {
    cert: pem('client-certificate'),
    key: pem('client-key'),
    exec: exec && (() => execCredential(exec, { folder, cluster, signal })),
    tokenFile: tokenFile ? resolve(folder, tokenFile) : undefined,
    fixed: token ? `Bearer ${token}` : username ? basic() : undefined,
    headers: impersonationHeaders(name, user),
  };
}

/**
 * Returns the function that returns the Authorization header for each request. Requests that find
 * the token of the plugin expired at the same time wait for one run of the plugin.
 * @param issued the credential of the first run of the plugin
 */
export function authorizer(
  { exec, tokenFile, fixed }: Credentials,
  issued: ExecCredential | undefined,
): (fresh: boolean) => Promise<string | undefined> {
  let credential = issued;
  let running: Promise<ExecCredential> | undefined;
  return async (fresh) => {
    if (exec !== undefined) {
      if (fresh || isExpired(credential)) {
        running ??= exec().finally(() => (running = undefined));
        credential = await running;
      }
      return credential?.token && `Bearer ${credential.token}`;
    }
    return tokenFile === undefined ? fixed : bearerFromFile(tokenFile);
  };
}

/** Whether a credential expires before a request that is sent now is surely processed. */
function isExpired(credential: ExecCredential | undefined): boolean {
  return (
    credential?.expirationTimestamp !== undefined &&
    Date.parse(credential.expirationTimestamp) - Date.now() < EXPIRY_MARGIN_MS
  );
}
