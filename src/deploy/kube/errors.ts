/** A Kubernetes `Status`, the body of an answer of the API server that is an error. */
export interface Status {
  /** The HTTP status. @default none */
  readonly code?: number;
  /** One word for the kind of error, such as `NotFound` or `Invalid`. @default none */
  readonly reason?: string;
  /** The message of the API server. @default none */
  readonly message?: string;
  /** More about the error. @default none */
  readonly details?: {
    /** The fields that are wrong, and why. @default none */
    readonly causes?: readonly {
      /** Path of the field. @default none */
      readonly field?: string;
      /** What is wrong with it. @default none */
      readonly message?: string;
      /** One word for the kind of error. @default none */
      readonly reason?: string;
    }[];
    /** How long the API server asks to wait before the next request, in seconds. @default none */
    readonly retryAfterSeconds?: number;
  };
}

/**
 * The API server answered with an error. The message is the server's own. A `Transport` may throw
 * it in place of returning an answer with a status of 400 or more.
 */
export class ApiError extends Error {
  /** @param status the body of the answer. @default none */
  public constructor(
    /** The HTTP status. */
    public readonly code: number,
    /** The body of the answer. */
    public readonly status: Status = {},
  ) {
    super(status.message ?? `HTTP ${code}`);
    this.name = 'ApiError';
  }

  /** Whether the API server does not know the caller (401) or forbids the request (403). */
  public get denied(): boolean {
    return this.code === 401 || this.code === 403;
  }

  /**
   * Whether the API server failed itself. It also answers 500 to an apply with a field that it does
   * not know, which is an error in the manifest.
   */
  public get internal(): boolean {
    return this.code === 500 && !this.message.startsWith('failed to create typed patch object');
  }
}

/**
 * The API server could not be reached, or its answer did not arrive. A `Transport` throws it, with
 * the code of the system's or Node's error:
 *
 * - `ECONNREFUSED`, `ENOTFOUND`: the request was never sent, so it may be sent again.
 * - A code of an untrusted certificate, such as `SELF_SIGNED_CERT_IN_CHAIN`, or
 *   `NOT_AN_API_SERVER`: trying again does not help.
 * - `UND_ERR_HEADERS_TIMEOUT`: no answer within a minute. A server that has not answered before is
 *   not asked again.
 * - Any other, or none: the API server may have processed the request, so only a `repeatable`
 *   request is sent again.
 */
export class ConnectionError extends Error {
  public constructor(
    message: string,
    /** The code of the error, such as `ECONNREFUSED`. @default none */
    public readonly code?: string,
  ) {
    super(message);
    this.name = 'ConnectionError';
  }

  /** Whether trying again cannot help: an untrusted certificate, or not an API server. */
  public get permanent(): boolean {
    return (
      this.code !== undefined && (CERTIFICATE.test(this.code) || this.code === NOT_AN_API_SERVER)
    );
  }

  /** Whether the request was sent and no answer began within its time. */
  public get unanswered(): boolean {
    return this.code === 'UND_ERR_HEADERS_TIMEOUT';
  }

  /** Whether the request was certainly not sent. */
  public get neverSent(): boolean {
    return this.code === 'ECONNREFUSED' || this.code === 'ENOTFOUND';
  }
}

export const NOT_AN_API_SERVER = 'NOT_AN_API_SERVER';

/** The codes of Node and OpenSSL for certificates that are not trusted. */
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS/;

/** Returns undefined in place of the error 404. @throws any other error */
export async function unlessNotFound<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ApiError && error.code === 404) return undefined;
    throw error;
  }
}

/** Returns an error that says why a server could not be reached, and the usual remedy. */
export function connectionError(server: string, error: unknown): ConnectionError {
  const { code, message } = rootCause(error);
  return new ConnectionError(connectionMessage(server, code, message), code);
}

function connectionMessage(server: string, code: string | undefined, message: string): string {
  if (code === 'ECONNREFUSED') {
    return (
      `no API server answers at ${server} (connection refused): ` +
      'is the cluster running, and is this the right context?'
    );
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return (
      `the host of ${server} is unknown (${code}): ` +
      "check the server's address in the kubeconfig, and the network"
    );
  }
  if (code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'UND_ERR_HEADERS_TIMEOUT') {
    return (
      `${server} did not answer (${message}): ` +
      "check the server's address in the kubeconfig, and whether the API server is overloaded"
    );
  }
  if (code !== undefined && CERTIFICATE.test(code)) {
    return (
      `the certificate of ${server} is not trusted (${message}): ` +
      'check certificate-authority-data and tls-server-name of the cluster in the kubeconfig'
    );
  }
  return `lost the connection to ${server} (${message})`;
}

/** Libraries wrap the error of the system; the innermost one says what happened. */
function rootCause(error: unknown): { code?: string; message: string } {
  let current = error as { code?: string; message?: string; cause?: unknown; errors?: unknown[] };
  for (;;) {
    const inner = current.cause ?? current.errors?.[0];
    if (typeof inner !== 'object' || inner === null) break;
    current = inner;
  }
  return { code: current.code, message: current.message || current.code || String(error) };
}
