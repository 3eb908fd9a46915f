import type { Client } from './client';
import { ApiError } from './errors';
import { lines } from './line-reader';

/** A followed log without a byte for this long is requested again: its connection may be dead. */
const LOG_IDLE_TIMEOUT_MS = 5 * 60_000;

/** Names a container of a Pod. */
export interface ContainerRef {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
}

export interface LogLine {
  /** RFC 3339 with nanoseconds, by the node's clock. */
  readonly time: string;
  readonly text: string;
  /** The bytes of a line that is not UTF-8. @default those of `text` */
  readonly bytes?: Uint8Array;
  /** Whether no newline follows: the line continues in the next piece. @default false */
  readonly partial?: boolean;
}

/** A longer line arrives in pieces, so that a program without newlines cannot exhaust memory. */
const MAX_LINE_BYTES = 8 * 1024 * 1024;

export interface LogOptions {
  readonly follow: boolean;
  /** Reads the run before the current one. */
  readonly previous?: boolean;
  /** Reads lines at or after this time only. The kubelet ignores fractions of a second. */
  readonly sinceTime?: string;
  readonly tailLines?: number;
  readonly signal?: AbortSignal;
}

/**
 * Reads a container's log as the kubelet has it. An incomplete line is the last of the program, or
 * was cut, perhaps within its time: the API server ends the answer in the same way when it loses
 * the kubelet.
 * @throws ApiError, ConnectionError
 */
export async function* readLog(
  client: Client,
  { namespace, pod, container }: ContainerRef,
  options: LogOptions,
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
    idleTimeoutMs: options.follow ? LOG_IDLE_TIMEOUT_MS : undefined,
  });
  let time: string | undefined; // of a line that continues
  for await (const line of lines(response.body, MAX_LINE_BYTES)) {
    const { text, bytes, complete, continues = false } = line;
    const stamped = time === undefined ? text.indexOf(' ') + 1 : 0;
    time ??= text.slice(0, stamped).trimEnd();
    if (!/^\d{4}-\d\d-\d\dT/.test(time)) {
      // The kubelet answers 200 first, and reports in place of a line that it cannot read the log.
      if (complete || !/^[\dT:.+-]*Z?$/.test(text)) throw new ApiError(404, { message: text });
      yield { time: '', text: '', complete };
      return;
    }
    const odd = {
      ...(bytes && { bytes: bytes.subarray(stamped) }),
      ...((continues || !complete) && { partial: true }),
    };
    yield { time, text: text.slice(stamped), ...odd, complete };
    if (!continues) time = undefined;
  }
}
