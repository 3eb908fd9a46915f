import { buffer } from 'node:stream/consumers';
import type { Clock } from '../clock';
import { ApiError, ConnectionError, NOT_AN_API_SERVER, Status } from './errors';
import type { ApiRequest, ApiResponse, Transport } from './transport';

const TRIES = 5;
/** The server has not acted on these; on anything else it may have. Everything sent here may be sent twice. */
const WORTH_RETRYING = [429, 502, 503, 504];

export interface JsonResponse<T> {
  readonly code: number;
  readonly body: T;
  readonly warnings: readonly string[];
}

/** An API server that answers in JSON, and that is asked again when it is too busy or the line broke. */
export class Client {
  public constructor(private readonly transport: Transport, private readonly clock: Clock) {}

  /** @throws ApiError, ConnectionError */
  public async json<T>(request: ApiRequest): Promise<JsonResponse<T>> {
    for (let tried = 1; ; tried++) {
      try {
        const response = await this.open(request);
        const body = parsed<T>((await buffer(response.body)).toString('utf8'));
        return { code: response.status, body, warnings: warningsIn(response) };
      } catch (error) {
        const wait = retryAfter(error, tried);
        if (tried === TRIES || wait === undefined) throw error;
        await this.clock.sleep(wait, request.signal);
      }
    }
  }

  /** An answer whose body arrives bit by bit: a watch, a log. Not tried twice. @throws ApiError, ConnectionError */
  public async open(request: ApiRequest): Promise<ApiResponse> {
    const response = await this.transport.request(request);
    if (response.status < 400) return response;
    const text = (await buffer(response.body)).toString('utf8');
    throw new ApiError(response.status, statusFrom(text, response));
  }
}

/** What stands before a server, such as a page to log in at, may answer in its place. @throws ConnectionError */
export function parsed<T>(text: string): T {
  try {
    return JSON.parse(text) as T;
  } catch {
    throw new ConnectionError(`the answer is not JSON, so it is not from an API server: ${text.trim().slice(0, 100)}`, NOT_AN_API_SERVER);
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

function retryAfter(error: unknown, tried: number): number | undefined {
  const backoff = 200 * 2 ** (tried - 1);
  if (error instanceof ApiError && WORTH_RETRYING.includes(error.code)) return (error.status.details?.retryAfterSeconds ?? 0) * 1000 || backoff;
  // A refused connection at the first try is the usual sign of a wrong address, which the user should hear of at once.
  if (error instanceof ConnectionError && !error.permanent && error.code !== 'ECONNREFUSED') return backoff;
  return undefined;
}

/** `Warning: 299 - "text"`, once for each. */
function warningsIn({ headers: { warning } }: ApiResponse): string[] {
  return [warning ?? []].flat().flatMap((header) => [...header.matchAll(/299 \S+ "((?:[^"\\]|\\.)*)"/g)].map(([, text]) => text.replace(/\\(.)/g, '$1')));
}
