import { backoff } from './backoff';
import { ApiError, ConnectionError, NOT_AN_API_SERVER, Status } from './errors';
import { ApiRequest, ApiResponse, APPLY_PATCH, Transport } from './transport';
import type { Clock } from '../runtime/clock';

/** How often something is tried that may be no outage: a server that was never reached, an error inside of it. */
const TRIES = 5;

export interface JsonResponse<T> {
  readonly code: number;
  readonly body: T;
  readonly warnings: readonly string[];
}

export interface ClientOptions {
  /** How long the server, once it was reached, may be out of reach, in seconds. @default 300 */
  readonly outageSeconds?: number;
  /** Is told of an error that is borne, once until the server answers well again. @default nobody is told */
  readonly onTrouble?: (error: Error) => void;
}

/** An API server that answers in JSON, and that is asked again when it is too busy or the line broke. */
export class Client {
  /** How long the server, once it was reached, may be out of reach, in seconds. */
  public readonly outageSeconds: number;
  private readonly onTrouble: (error: Error) => void;
  /** Before the first contact the usual reason for silence is a wrong address, which the user should hear of at once; after it, an outage. */
  private contacted = false;
  private told = false;

  public constructor(
    private readonly transport: Transport,
    private readonly clock: Clock,
    { outageSeconds = 300, onTrouble }: ClientOptions = {},
  ) {
    this.outageSeconds = outageSeconds;
    this.onTrouble = onTrouble ?? (() => undefined);
  }

  /** Bears an outage for as long as one may last. @throws ApiError, ConnectionError */
  public async json<T>(request: ApiRequest): Promise<JsonResponse<T>> {
    let since: number | undefined;
    let tries = 0;
    for (let failures = 0; ; failures++) {
      try {
        const response = await this.jsonOnce<T>(request);
        this.told = false;
        return response;
      } catch (error) {
        const wait = backoff(failures, error);
        since ??= this.clock.now();
        switch (this.patience(request, error)) {
          case 'none':
            throw error;
          case 'tries':
            if (++tries >= TRIES) throw error;
            break;
          case 'outage':
            if (this.clock.now() + wait - since > this.outageSeconds * 1000) throw error;
        }
        if (!this.told) this.onTrouble(error as Error);
        this.told = true;
        await this.clock.sleep(wait, request.signal);
      }
    }
  }

  /** For those who go on by themselves. @throws ApiError, ConnectionError */
  public async jsonOnce<T>(request: ApiRequest): Promise<JsonResponse<T>> {
    const response = await this.open(request);
    const body = parsed<T>(await textOf(response));
    return { code: response.status, body, warnings: warningsIn(response) };
  }

  /** An answer whose body arrives bit by bit: a watch, a log. Not tried twice. @throws ApiError, ConnectionError */
  public async open(request: ApiRequest): Promise<ApiResponse> {
    const response = await this.transport.request(request);
    // What stands before a server may say by itself that it is busy or away, but hardly that it is well.
    this.contacted ||= response.status < 500 && response.status !== 401;
    if (response.status < 300) return response;
    const text = await textOf(response);
    if (response.status < 400) {
      throw new ConnectionError(
        `the server sends us elsewhere (HTTP ${response.status}), which no API server does`,
        NOT_AN_API_SERVER,
      );
    }
    throw new ApiError(response.status, statusFrom(text, response));
  }

  private patience(request: ApiRequest, error: unknown): 'none' | 'tries' | 'outage' {
    const outage = this.contacted ? 'outage' : 'tries';
    if (error instanceof ApiError) {
      if (error.code === 429) return 'outage'; // whatever was asked for, it was not begun
      if (error.code === 401) return this.contacted ? 'outage' : 'none';
      if (error.code < 500 || !mayBeRepeated(request)) return 'none';
      return error.code > 500 ? outage : error.internal ? 'tries' : 'none';
    }
    if (!(error instanceof ConnectionError)) return 'none';
    if (error.neverSent) return this.contacted ? 'outage' : 'none';
    return error.permanent || !mayBeRepeated(request) ? 'none' : outage;
  }
}

/** Node's own `text` and `buffer` go by way of a Blob, which takes longer than all the rest of an answer and holds on to its memory. */
async function textOf({ body }: ApiResponse): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** Nobody knows whether a request was acted on whose answer is lost. */
function mayBeRepeated({ method, headers, repeatable }: ApiRequest): boolean {
  return (
    repeatable ??
    (method === 'GET' || (method === 'PATCH' && headers?.['content-type'] === APPLY_PATCH))
  );
}

/** What stands before a server, such as a page to log in at, may answer in its place. @throws ConnectionError */
export function parsed<T>(text: string): T {
  try {
    return JSON.parse(text) as T;
  } catch {
    if (text.startsWith('{') || text === '') {
      throw new ConnectionError('the answer of the server was cut off', undefined);
    }
    throw new ConnectionError(
      `the answer is not JSON, so it is not from an API server: ${text.trim().slice(0, 100)}`,
      NOT_AN_API_SERVER,
    );
  }
}

/** Proxies before the server answer in plain text or HTML; what they say is kept short. */
function statusFrom(text: string, { status, headers }: ApiResponse): Status {
  const seconds = Number(headers['retry-after']);
  const details = Number.isFinite(seconds) ? { retryAfterSeconds: seconds } : undefined;
  try {
    const said = JSON.parse(text) as Status;
    return { ...said, details: { ...details, ...said.details } };
  } catch {
    return { code: status, message: `HTTP ${status}: ${text.trim().slice(0, 200)}`, details };
  }
}

/** `Warning: 299 - "text"`, once for each. */
function warningsIn({ headers: { warning } }: ApiResponse): string[] {
  return [warning ?? []]
    .flat()
    .flatMap((header) =>
      [...header.matchAll(/299 \S+ "((?:[^"\\]|\\.)*)"/g)].map(([, text]) =>
        text.replace(/\\(.)/g, '$1'),
      ),
    );
}
