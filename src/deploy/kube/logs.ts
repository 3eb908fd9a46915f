import type { Client } from './client';
import { ApiError } from './errors';
import { lines } from './line-reader';

/** How long a followed log may be silent before it is asked for anew, in milliseconds: a line that is dead looks the same. */
const SILENCE = 5 * 60_000;

/** A container of a Pod, as its log is asked for. */
export interface ContainerRef {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
}

export interface LogLine {
  /** RFC 3339 with nanoseconds, as the kubelet noted it. */
  readonly time: string;
  readonly text: string;
  /** What the container wrote, if that is not UTF-8. @default the text says it */
  readonly bytes?: Uint8Array;
  /** Whether no newline follows: the line goes on in the next piece, or has none. @default one follows */
  readonly withoutNewline?: boolean;
}

/** A line of more bytes is given in pieces, so that a program that writes no newline cannot use up all memory. */
const LONGEST_LINE = 8 * 1024 * 1024;

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
 * Reads a container's log as the kubelet has it. A line that is not complete may be the program's last, or be cut (then
 * even its time may be missing): the server ends its answer cleanly also when it loses the kubelet.
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
    idleTimeout: options.follow ? SILENCE : undefined,
  });
  let time: string | undefined; // of the line that goes on
  for await (const line of lines(response.body, LONGEST_LINE)) {
    const { text, bytes, complete, goesOn = false } = line;
    const stamped = time === undefined ? text.indexOf(' ') + 1 : 0;
    time ??= text.slice(0, stamped).trimEnd();
    if (!/^\d{4}-\d\d-\d\dT/.test(time)) {
      // The kubelet answers 200 first and says afterwards, in the place of a line, that it can't read the log.
      if (complete || !/^[\dT:.+-]*Z?$/.test(text)) throw new ApiError(404, { message: text });
      yield { time: '', text: '', complete };
      return;
    }
    const odd = {
      ...(bytes && { bytes: bytes.subarray(stamped) }),
      ...((goesOn || !complete) && { withoutNewline: true }),
    };
    yield { time, text: text.slice(stamped), ...odd, complete };
    if (!goesOn) time = undefined;
  }
}
