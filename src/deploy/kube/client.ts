import { backoff, retryAfterMs } from './backoff';
import { ApiError, ConnectionError, NOT_AN_API_SERVER, Status } from './errors';
import { secretMask } from './secret-values';
import { ApiRequest, ApiResponse, APPLY_PATCH, Transport } from './transport';
import type { Clock } from '../runtime/clock';

/** Tries of a request whose failure may be final: no contact yet, or an error inside the server. */
const MAX_TRIES = 5;
const DEFAULT_OUTAGE_SECONDS = 300;

export interface JsonResponse<T> {
  /** The HTTP status. */
  readonly code: number;
  readonly body: T;
  /** The warnings of the API server. */
  readonly warnings: readonly string[];
}

export interface ClientOptions {
  /** How long an outage after the first contact is tolerated, in seconds. @default 300 */
  readonly outageSeconds?: number;
  /** Called with an error that is retried, once until a request succeeds. @default none */
  readonly onRetry?: (error: Error) => void;
}

/** Whether a failed request is sent again: never, a few times, or until an outage is too long. */
type RetryPolicy = 'none' | 'tries' | 'outage';

/** A client of one API server, for JSON. Retries what is safe to retry. */
export class Client {
  /** How long an outage after the first contact is tolerated, in seconds. */
  public readonly outageSeconds: number;
  private readonly onRetry: (error: Error) => void;
  /** Before the first contact an error usually means a wrong address; after it, an outage. */
  private contacted = false;
  private retryReported = false;

  public constructor(
    private readonly transport: Transport,
    private readonly clock: Clock,
    { outageSeconds = DEFAULT_OUTAGE_SECONDS, onRetry }: ClientOptions = {},
  ) {
    this.outageSeconds = outageSeconds;
    this.onRetry = onRetry ?? (() => undefined);
  }

  /** Sends a request, with retries. @throws ApiError, ConnectionError */
  public async json<T>(request: ApiRequest): Promise<JsonResponse<T>> {
    let since: number | undefined;
    let tries = 0;
    for (let failures = 0; ; failures++) {
      try {
        const response = await this.jsonOnce<T>(request);
        this.retryReported = false;
        return response;
      } catch (error) {
        const waitMs = backoff(failures, error);
        since ??= this.clock.now();
        switch (this.retryPolicyFor(request, error)) {
          case 'none':
            throw error;
          case 'tries':
            if (++tries >= MAX_TRIES) throw error;
            break;
          case 'outage': {
            const nextMs = this.clock.now() + Math.max(waitMs, retryAfterMs(error));
            if (nextMs - since > this.outageSeconds * 1000) throw error;
          }
        }
        if (!this.retryReported) this.onRetry(error as Error);
        this.retryReported = true;
        await this.clock.sleep(waitMs, request.signal);
      }
    }
  }

  /** Sends a request without retries. @throws ApiError, ConnectionError */
  public async jsonOnce<T>(request: ApiRequest): Promise<JsonResponse<T>> {
    const response = await this.open(request);
    const body = parseJson<T>(await textOf(response));
    const warnings = warningsIn(response).map(secretMask(request.body));
    return { code: response.status, body, warnings };
  }

  /**
   * Sends a request, without retries, whose answer is read as it arrives: a watch or a log.
   * @throws ApiError, ConnectionError
   */
  public async open(request: ApiRequest): Promise<ApiResponse> {
    const response = await this.send(request);
    if (response.status < 300) return response;
    const text = await textOf(response);
    if (response.status < 400) {
      throw new ConnectionError(
        `unexpected redirect (HTTP ${response.status}); is the server an API server?`,
        NOT_AN_API_SERVER,
      );
    }
    throw new ApiError(
      response.status,
      masked(statusFrom(text, response), secretMask(request.body)),
    );
  }

  private async send(request: ApiRequest): Promise<ApiResponse> {
    try {
      const response = await this.transport.request(request);
      this.noteContact(response.status);
      return response;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.noteContact(error.code);
      throw new ApiError(error.code, masked(error.status, secretMask(request.body)));
    }
  }

  /** A proxy before the server may answer 5xx by itself, but hardly anything else. */
  private noteContact(status: number): void {
    this.contacted ||= status < 500 && status !== 401;
  }

  private retryPolicyFor(request: ApiRequest, error: unknown): RetryPolicy {
    const outage = this.contacted ? 'outage' : 'tries';
    if (error instanceof ApiError) {
      if (error.code === 429) return 'outage'; // the server has not processed the request
      if (error.code === 401) return this.contacted ? 'outage' : 'none';
      if (error.code < 500 || !isRepeatable(request)) return 'none';
      if (error.code > 500) return outage;
      return error.internal ? 'tries' : 'none';
    }
    if (!(error instanceof ConnectionError)) return 'none';
    // What has never answered is hardly an API server, and each try takes the whole time of one.
    if (!this.contacted && (error.neverSent || error.unanswered)) return 'none';
    if (error.neverSent) return 'outage';
    return error.permanent || !isRepeatable(request) ? 'none' : outage;
  }
}

/**
 * Reads a body as text. Node's own `text` and `buffer` create a Blob, which takes longer than the
 * rest of the answer and keeps its memory.
 */
async function textOf({ body }: ApiResponse): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** The server may have processed a request whose answer was lost. */
function isRepeatable({ method, headers, repeatable }: ApiRequest): boolean {
  return (
    repeatable ??
    (method === 'GET' || (method === 'PATCH' && headers?.['content-type'] === APPLY_PATCH))
  );
}

/** Parses an answer. A login page or a proxy may have sent it. @throws ConnectionError */
export function parseJson<T>(text: string): T {
  try {
    return JSON.parse(text) as T;
  } catch {
    if (text.startsWith('{') || text === '') {
      throw new ConnectionError('the answer of the server is incomplete');
    }
    const excerpt = text.trim().slice(0, 100);
    throw new ConnectionError(
      `the answer is not JSON; is the server an API server? It begins: ${excerpt}`,
      NOT_AN_API_SERVER,
    );
  }
}

/** Proxies answer in plain text or HTML. Only the beginning is kept. */
function statusFrom(text: string, { status, headers }: ApiResponse): Status {
  const seconds = Number(headers['retry-after']);
  const details = Number.isFinite(seconds) ? { retryAfterSeconds: seconds } : undefined;
  try {
    const body = JSON.parse(text) as Status;
    return { ...body, details: { ...details, ...body.details } };
  } catch {
    return { code: status, message: `HTTP ${status}: ${text.trim().slice(0, 200)}`, details };
  }
}

function masked(status: Status, mask: (text: string) => string): Status {
  const { message, details } = status;
  const causes = details?.causes?.map((cause) => ({
    ...cause,
    ...(cause.message !== undefined && { message: mask(cause.message) }),
  }));
  return {
    ...status,
    ...(message !== undefined && { message: mask(message) }),
    ...(causes !== undefined && { details: { ...details, causes } }),
  };
}

/** Returns the texts of the headers `Warning: 299 - "text"`. */
function warningsIn({ headers: { warning } }: ApiResponse): string[] {
  return [warning ?? []]
    .flat()
    .flatMap((header) =>
      [...header.matchAll(/299 \S+ "((?:[^"\\]|\\.)*)"/g)].map(([, text]) =>
        text.replace(/\\(.)/g, '$1'),
      ),
    );
}
