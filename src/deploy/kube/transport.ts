import { ConnectionOptions, createSecureContext } from 'node:tls';
import { buildConnector, Dispatcher, EnvHttpProxyAgent } from 'undici';
import { AccessError, ClusterAccess } from './access';
import { ConnectionError, connectionError } from './errors';
import { APPLY_CONCURRENCY } from '../runtime/limiter';

/** One HTTP request to an API server. */
export interface ApiRequest {
  /** The verb. */
  readonly method: 'GET' | 'PATCH' | 'POST' | 'DELETE';
  /** It begins with `/`. */
  readonly path: string;
  /** What is undefined is left out. @default none */
  readonly query?: Readonly<Record<string, string | undefined>>;
  /** Beside those that every request has. @default none */
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON already. @default none */
  readonly body?: string;
  /**
   * Whether doing it twice does no more than doing it once, so that it may be sent again when its answer was lost.
   * @default true for GET and for an apply, else false
   */
  readonly repeatable?: boolean;
  /** Breaks it off. @default nothing does */
  readonly signal?: AbortSignal;
  /** How long the answer may be silent between two bytes, in milliseconds. @default 60_000 */
  readonly idleTimeout?: number;
}

/** The content type of a server-side apply. */
export const APPLY_PATCH = 'application/apply-patch+yaml';

/** What an API server answers. */
export interface ApiResponse {
  /** The HTTP status. */
  readonly status: number;
  /** By names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** As it comes in. */
  readonly body: AsyncIterable<Uint8Array>;
}

/** The port between deploy and a cluster: whatever answers HTTP requests as a Kubernetes API server does. */
export interface Transport {
  /**
   * Sends a request. An answer that says no is an answer.
   * @throws ConnectionError if there is none
   */
  request(request: ApiRequest): Promise<ApiResponse>;
  /** Gives up all connections. */
  close(): Promise<void>;
}

type TlsOptions = buildConnector.BuildOptions & ConnectionOptions;

const USER_AGENT = 'cdk8s-jobs';

/** Speaks to a real API server. Every watch and log stream has a connection of its own; all else shares a few. @throws AccessError */
export function httpTransport(access: ClusterAccess): Transport {
  const base = new URL(access.server);
  const tls = tlsOf(access);
  const [forAnswers, forStreams] = [
    poolFor(access, tls, APPLY_CONCURRENCY),
    poolFor(access, tls, null),
  ];
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
      // Once the cluster has been reached, credentials that fail are an outage like any other.
      throw contacted ? new ConnectionError(error.message, undefined) : error;
    });
    const pool = request.idleTimeout === undefined ? forAnswers : forStreams;
    try {
      return await pool.request({
        origin: base.origin,
        path: `${base.pathname.replace(/\/$/, '')}${request.path}${query === '' ? '' : `?${query}`}`,
        method: request.method,
        headers: {
          'user-agent': USER_AGENT,
          accept: 'application/json',
          ...(authorization === undefined ? {} : { authorization }),
          ...request.headers,
        },
        body: request.body,
        signal: request.signal,
        bodyTimeout: request.idleTimeout ?? 60_000,
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
    close: async () => void (await Promise.all([forAnswers.destroy(), forStreams.destroy()])),
  };
}

/** A body that breaks says so in the same words as a request that fails. */
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

/** Certificates are read once, which takes as long as a connection does. @throws AccessError */
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
      timeout: 10_000,
    };
  } catch (error) {
    throw new AccessError(
      `the client certificate cannot be used (${(error as Error).message}): client-certificate and client-key of the user in the kubeconfig must be PEM, and belong together`,
    );
  }
}

/** @param connections the most that it opens, or null for as many as are needed */
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
    headersTimeout: 60_000,
    httpProxy: withScheme(access.proxy ?? http_proxy),
    httpsProxy: withScheme(access.proxy ?? https_proxy),
    // As in kubectl: what the kubeconfig says is for this cluster alone, and no proxy stands before loopback.
    noProxy:
      access.proxy !== undefined
        ? ''
        : no_proxy === '*'
          ? '*'
          : `${no_proxy},localhost,127.0.0.1,[::1]`,
  });
}

/** `proxy:3128` is enough for kubectl. */
function withScheme(proxy: string): string {
  return proxy === '' || proxy.includes('://') ? proxy : `http://${proxy}`;
}
