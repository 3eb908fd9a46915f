import { ConnectionOptions, createSecureContext } from 'node:tls';
import { buildConnector, Dispatcher, EnvHttpProxyAgent } from 'undici';
import { AccessError, ClusterAccess } from './access';
import { ConnectionError, connectionError } from './errors';
import { APPLY_CONCURRENCY } from '../runtime/limiter';

/** An HTTP request to an API server. */
export interface ApiRequest {
  /** The HTTP method. */
  readonly method: 'GET' | 'PATCH' | 'POST' | 'DELETE';
  /** The path of the URL. It begins with `/`. */
  readonly path: string;
  /** The query parameters. Those that are undefined are omitted. @default none */
  readonly query?: Readonly<Record<string, string | undefined>>;
  /** Headers besides those of every request, such as Authorization. @default none */
  readonly headers?: Readonly<Record<string, string>>;
  /** The body, serialized as JSON. @default none */
  readonly body?: string;
  /**
   * Whether the request is idempotent: it may be sent again when its answer was lost.
   * @default true for GET and for a server-side apply, else false
   */
  readonly repeatable?: boolean;
  /** Aborts the request and the reading of its answer. @default none */
  readonly signal?: AbortSignal;
  /** Maximum time between two bytes of the answer, in milliseconds. @default 60_000 */
  readonly idleTimeoutMs?: number;
}

/** The content type of a server-side apply. */
export const APPLY_PATCH = 'application/apply-patch+yaml';

/** The answer of an API server. */
export interface ApiResponse {
  /** The HTTP status. */
  readonly status: number;
  /** The headers, by their names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The body, read as it arrives: a watch and a followed log do not end by themselves. */
  readonly body: AsyncIterable<Uint8Array>;
}

/**
 * The only interface to a cluster. An own one can go through a tunnel, record requests, or answer
 * in a test. It adds the credentials itself.
 */
export interface Transport {
  /**
   * Sends a request and returns the answer, also one with a status of 400 or more. Reading the
   * body throws as the request does.
   * @throws ConnectionError if no answer arrives, which is retried where that is safe
   * @throws AccessError if there are no credentials
   * @throws the reason of `signal` if it aborts. Any other error ends the operation
   */
  request(request: ApiRequest): Promise<ApiResponse>;
  /** Closes all connections. Not called for a transport that the caller passes. */
  close(): Promise<void>;
}

type TlsOptions = buildConnector.BuildOptions & ConnectionOptions;

const USER_AGENT = 'cdk8s-jobs';
const CONNECT_TIMEOUT_MS = 10_000;
const IDLE_TIMEOUT_MS = 60_000;

/**
 * Returns a transport over HTTP. Each watch and each followed log has a connection of its own; all
 * other requests share a few.
 * @throws AccessError if the client certificate is not valid
 */
export function httpTransport(access: ClusterAccess): Transport {
  const base = new URL(access.server);
  const tls = tlsOf(access);
  const requestPool = poolFor(access, tls, APPLY_CONCURRENCY);
  const streamPool = poolFor(access, tls, null);
  let contacted = false;

  const send = async (
    request: ApiRequest,
    freshCredentials: boolean,
  ): Promise<Dispatcher.ResponseData> => {
    const given = Object.entries(request.query ?? {}).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    );
    const query = new URLSearchParams(given).toString();
    const authorization = await access.authorization(freshCredentials).catch((error: Error) => {
      request.signal?.throwIfAborted();
      // After the first contact, failing credentials count as an outage.
      throw contacted ? new ConnectionError(error.message, undefined) : error;
    });
    const pool = request.idleTimeoutMs === undefined ? requestPool : streamPool;
    try {
      return await pool.request({
        origin: base.origin,
        path: `${base.pathname.replace(/\/$/, '')}${request.path}${query === '' ? '' : `?${query}`}`,
        method: request.method,
        headers: {
          'user-agent': USER_AGENT,
          accept: 'application/json',
          ...(authorization === undefined ? {} : { authorization }),
          ...access.headers,
          ...request.headers,
        },
        body: request.body,
        signal: request.signal,
        bodyTimeout: request.idleTimeoutMs ?? IDLE_TIMEOUT_MS,
      });
    } catch (error) {
      request.signal?.throwIfAborted();
      throw connectionError(access.server, error);
    }
  };

  return {
    async request(request) {
      let response = await send(request, false);
      if (response.statusCode === 401 && access.canRefresh) {
        await response.body.dump();
        response = await send(request, true);
      }
      contacted ||= response.statusCode !== 401;
      return {
        status: response.statusCode,
        headers: response.headers,
        body: readable(response.body, access.server, request.signal),
      };
    },
    close: async () => void (await Promise.all([requestPool.destroy(), streamPool.destroy()])),
  };
}

/** Throws the same errors as a request when the connection is lost while the body is read. */
async function* readable(
  body: AsyncIterable<Uint8Array>,
  server: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    signal?.throwIfAborted();
    throw connectionError(server, error);
  }
}

/** Reads the certificates once: that takes as long as a handshake. @throws AccessError */
function tlsOf({
  ca,
  cert,
  key,
  tlsServerName: servername,
  skipTlsVerify,
}: ClusterAccess): TlsOptions {
  try {
    return {
      secureContext: createSecureContext({ ca, cert, key }),
      servername,
      rejectUnauthorized: !skipTlsVerify,
      timeout: CONNECT_TIMEOUT_MS,
    };
  } catch (error) {
    throw new AccessError(
      `invalid client certificate (${(error as Error).message}): client-certificate and ` +
        'client-key of the user in the kubeconfig must be PEM and belong together',
    );
  }
}

/** @param connections the maximum number of connections; null for no limit */
function poolFor(access: ClusterAccess, tls: TlsOptions, connections: number | null): Dispatcher {
  const {
    HTTP_PROXY = '',
    http_proxy = HTTP_PROXY,
    HTTPS_PROXY = '',
    https_proxy = HTTPS_PROXY,
    NO_PROXY = '',
    no_proxy = NO_PROXY,
  } = process.env;
  return new EnvHttpProxyAgent({
    connections,
    connect: tls,
    requestTls: tls,
    headersTimeout: IDLE_TIMEOUT_MS,
    httpProxy: withScheme(access.proxy ?? http_proxy),
    httpsProxy: withScheme(access.proxy ?? https_proxy),
    noProxy: noProxyOf(access, no_proxy),
  });
}

/** As in kubectl: the kubeconfig's proxy is for this cluster only; loopback needs no proxy. */
function noProxyOf({ proxy }: ClusterAccess, noProxy: string): string {
  if (proxy !== undefined) return '';
  return noProxy === '*' ? '*' : `${noProxy},localhost,127.0.0.1,[::1]`;
}

/** Adds the scheme that kubectl lets users omit, as in `proxy:3128`. */
function withScheme(proxy: string): string {
  return proxy === '' || proxy.includes('://') ? proxy : `http://${proxy}`;
}
