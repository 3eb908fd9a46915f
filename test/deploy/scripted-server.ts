import type { KubeObject } from '../../src/deploy/kube/objects';
import type { ApiRequest, ApiResponse, Transport } from '../../src/deploy/kube/transport';

/** The answer to one request: a JSON value, or a body that arrives over time. */
export interface Answer {
  readonly status?: number;
  readonly json?: unknown;
  readonly stream?: AsyncIterable<Uint8Array>;
  readonly headers?: Record<string, string>;
}

type Handler = (request: ApiRequest) => Answer | Error | Promise<Answer | Error>;

/** A server that answers as a test scripts it, and records the requests. */
export class ScriptedServer implements Transport {
  public readonly asked: string[] = [];
  private readonly handlers: {
    readonly matches: (line: string) => boolean;
    readonly answers: Handler[];
  }[] = [];

  /**
   * Sets the answers to a request, `GET /path?query` or a pattern for it, without the page size of
   * lists. Each answer is given once, the last one repeatedly.
   */
  public on(request: string | RegExp, ...answers: (Handler | Answer | Error)[]): this {
    this.handlers.unshift({
      matches: (line) => (typeof request === 'string' ? line === request : request.test(line)),
      answers: answers.map((answer) => (typeof answer === 'function' ? answer : () => answer)),
    });
    return this;
  }

  public async request(request: ApiRequest): Promise<ApiResponse> {
    request.signal?.throwIfAborted();
    const query = Object.entries(request.query ?? {})
      .filter(([key, value]) => value !== undefined && key !== 'limit')
      .map(([key, value]) => `${key}=${value}`)
      .join('&');
    const line = `${request.method} ${request.path}${query === '' ? '' : `?${query}`}`;
    this.asked.push(line);
    const handler = this.handlers.find(({ matches }) => matches(line));
    if (handler === undefined) throw new Error(`the script has no answer to ${line}`);
    const answer = await (
      handler.answers.length > 1 ? handler.answers.shift()! : handler.answers[0]
    )(request);
    if (answer instanceof Error) throw answer;
    return {
      status: answer.status ?? 200,
      headers: answer.headers ?? {},
      body: answer.stream ?? bytes(JSON.stringify(answer.json ?? {})),
    };
  }

  public async close(): Promise<void> {
    /* no connection to close */
  }
}

/** A body whose chunks a test sends. Ends when the request is aborted. */
export class OpenStream {
  private readonly queue: (string | Error | undefined)[] = [];
  private wake: () => void = () => undefined;

  public send(...chunks: string[]): void {
    this.push(...chunks);
  }
  public end(): void {
    this.push(undefined);
  }
  public fail(error: Error): void {
    this.push(error);
  }

  public readonly answer = ({ signal }: ApiRequest): Answer => ({ stream: this.read(signal) });

  private push(...items: (string | Error | undefined)[]): void {
    this.queue.push(...items);
    this.wake();
  }

  private async *read(signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
    const abort = () => this.wake();
    signal?.addEventListener('abort', abort);
    try {
      for (;;) {
        while (this.queue.length === 0) {
          signal?.throwIfAborted();
          await new Promise<void>((resolve) => {
            this.wake = resolve;
          });
        }
        const item = this.queue.shift();
        if (item === undefined) return;
        if (item instanceof Error) throw item;
        yield Buffer.from(item);
      }
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }
}

export async function* bytes(...chunks: string[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield Buffer.from(chunk);
}

export function list(version: string, ...items: KubeObject[]): Answer {
  return { json: { metadata: { resourceVersion: version }, items } };
}

/** One event of a watch, as a line. */
export function watchEvent(type: string, object: object): string {
  return `${JSON.stringify({ type, object })}\n`;
}
