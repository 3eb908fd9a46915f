import type { Client } from './client';
import { ApiError } from './errors';
import { lines } from './lines';

/** A container of a Pod, as its log is asked for. */
export interface LogOf {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
}

export interface LogLine {
  /** RFC 3339 with nanoseconds, as the kubelet noted it. */
  readonly time: string;
  readonly text: string;
}

export interface LogOptions {
  readonly follow: boolean;
  /** The run before the current one. */
  readonly previous?: boolean;
  /** Only lines at or after this time; the kubelet counts whole seconds. */
  readonly sinceTime?: string;
  readonly tailLines?: number;
  readonly signal?: AbortSignal;
}

/**
 * Reads a container's log as the kubelet has it. A line that is not complete may be the program's last, or be cut: the
 * server ends its answer cleanly also when it loses the kubelet.
 * @throws ApiError, ConnectionError
 */
export async function* readLog(
  client: Client, { namespace, pod, container }: LogOf, options: LogOptions,
): AsyncGenerator<LogLine & { readonly complete: boolean }> {
  const response = await client.open({
    method: 'GET',
    path: `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(pod)}/log`,
    query: {
      container,
      timestamps: 'true',
      follow: options.follow ? 'true' : undefined,
      previous: options.previous ? 'true' : undefined,
      sinceTime: options.sinceTime,
      tailLines: options.tailLines === undefined ? undefined : String(options.tailLines),
    },
    headers: { accept: '*/*' },
    signal: options.signal,
    idleTimeout: options.follow ? 0 : undefined, // a program may be silent for hours
  });
  for await (const { text, complete } of lines(response.body)) {
    const space = text.indexOf(' ');
    const time = text.slice(0, space);
    // The kubelet answers 200 first and says afterwards, in the place of a line, that it can't read the log.
    if (!/^\d{4}-\d\d-\d\dT/.test(time)) throw new ApiError(404, { message: text });
    yield { time, text: text.slice(space + 1), complete };
  }
}
