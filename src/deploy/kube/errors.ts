/** A `Status` as the API server answers with when it says no. */
export interface Status {
  readonly code?: number;
  readonly reason?: string;
  readonly message?: string;
  readonly details?: {
    readonly causes?: readonly {
      readonly field?: string;
      readonly message?: string;
      readonly reason?: string;
    }[];
    readonly retryAfterSeconds?: number;
  };
}

/** The API server answered, and the answer is no. The message is the server's own. */
export class ApiError extends Error {
  public constructor(
    readonly code: number,
    readonly status: Status,
  ) {
    super(status.message ?? `HTTP ${code}`);
    this.name = 'ApiError';
  }

  /** The server does not know who is asking (401) or does not let them (403). */
  public get denied(): boolean {
    return this.code === 401 || this.code === 403;
  }

  /** An error inside of the server, and not what it calls one too: an apply of which it does not know a field. */
  public get internal(): boolean {
    return this.code === 500 && !this.message.startsWith('failed to create typed patch object');
  }
}

/** The API server could not be asked, or its answer did not arrive. */
export class ConnectionError extends Error {
  public constructor(
    message: string,
    readonly code: string | undefined,
  ) {
    super(message);
    this.name = 'ConnectionError';
  }

  /** Asking again the same way can't help: an untrusted certificate, somebody else who answers. */
  public get permanent(): boolean {
    return (
      this.code !== undefined && (CERTIFICATE.test(this.code) || this.code === NOT_AN_API_SERVER)
    );
  }

  /** Nobody has heard the request, since nobody is there. */
  public get neverSent(): boolean {
    return this.code === 'ECONNREFUSED' || this.code === 'ENOTFOUND';
  }
}

export const NOT_AN_API_SERVER = 'NOT_AN_API_SERVER';

/** What node and OpenSSL call the ways in which a certificate isn't trusted. */
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS/;

/** Says in one sentence why a server could not be reached, and what usually mends it. */
export function connectionError(server: string, error: unknown): ConnectionError {
  const { code, message } = rootCause(error);
  if (code === 'ECONNREFUSED') {
    return new ConnectionError(
      `no API server answers at ${server} (connection refused): is the cluster running, and is this the right context?`,
      code,
    );
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return new ConnectionError(
      `the host of ${server} is unknown (${code}): check the server's address in the kubeconfig, and the network`,
      code,
    );
  }
  if (code !== undefined && CERTIFICATE.test(code)) {
    return new ConnectionError(
      `the certificate of ${server} is not trusted (${message}): check certificate-authority-data and tls-server-name of the cluster in the kubeconfig`,
      code,
    );
  }
  return new ConnectionError(`contact with ${server} was lost (${message})`, code);
}

/** Libraries wrap what the system said; the innermost error is what happened. */
function rootCause(error: unknown): { code?: string; message: string } {
  let current = error as { code?: string; message?: string; cause?: unknown; errors?: unknown[] };
  for (;;) {
    const inner = current.cause ?? current.errors?.[0];
    if (typeof inner !== 'object' || inner === null) break;
    current = inner;
  }
  return { code: current.code, message: current.message || current.code || String(error) };
}
