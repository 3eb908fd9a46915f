import { Deadline } from './deadline';
import type { DeployEvent } from './events';
import { Client } from '../kube/client';
import { ClusterOptions, loadAccess } from '../kube/kubeconfig';
import { httpTransport, Transport } from '../kube/transport';
import { awakeClock, Clock, realClock } from '../runtime/clock';

/** Options of every operation on a cluster. */
export interface SessionOptions extends ClusterOptions {
  /** Number of seconds after the call after which the operation times out. @default - no limit */
  readonly timeoutSeconds?: number;
  /**
   * Number of seconds for which the API server may be unreachable, once it was reached. An outage
   * does not affect the outcome of Jobs.
   * @default 300
   */
  readonly apiOutageTimeoutSeconds?: number;
  /**
   * Interrupts the operation when it aborts. Applied objects remain, and Jobs continue.
   * @default - the operation is not interrupted
   */
  readonly signal?: AbortSignal;
  /**
   * Called with each event as it happens. If it returns a promise for a line of a log, no more of
   * that log is read until the promise resolves, so that a slow reader need not buffer lines.
   * Nothing else waits for the promise. If it rejects, Node prints a warning; if the function
   * throws, the operation rejects.
   * @default - events are dropped
   */
  readonly onEvent?: (event: DeployEvent) => unknown;
  /** Sends the requests. `kubeconfig` and `context` are not read then. @default - HTTP */
  readonly transport?: Transport;
  /** The time that timeouts and waits go by. @default - the system's monotonic clock */
  readonly clock?: Clock;
}

/** The connection to one cluster, for the duration of one operation. */
export interface Session {
  readonly client: Client;
  readonly clock: Clock;
  /** Namespace of objects whose manifest does not set one. */
  readonly namespace: string;
  /** Name of the context in the kubeconfig. @default none, inside of a Pod or with a transport */
  readonly context?: string;
  /** Aborts when the operation times out or is interrupted; see `abortVerdict`. */
  readonly signal: AbortSignal;
  /** Aborts a second after `signal`: until then answers to requests sent before are awaited. */
  readonly answers: AbortSignal;
  /** Aborts three seconds after `signal`: until then the operation may clean up. */
  readonly grace: AbortSignal;
  readonly emit: (event: DeployEvent) => unknown;
}

/**
 * Runs an operation on a cluster, and closes the connection afterwards.
 * @throws AccessError if the kubeconfig does not lead to a cluster; DeadlineExceeded, Interrupted
 * if that happens before the connection is set up
 */
export async function inSession<T>(
  options: SessionOptions,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const clock = awakeClock(options.clock ?? realClock);
  const deadline = new Deadline(clock, options.timeoutSeconds, options.signal);
  const { signal, answers, grace } = deadline;
  let opened: Transport | undefined;
  try {
    const access = options.transport === undefined ? await loadAccess(options, signal) : undefined;
    const transport = options.transport ?? (opened = httpTransport(access!));
    const namespace = access?.namespace ?? (options.namespace || 'default');
    const emit = eventHandler(options.onEvent);
    const onRetry = (error: Error) =>
      emit({ type: 'warning', message: `${error.message}; retrying` });
    const client = new Client(transport, clock, {
      outageSeconds: options.apiOutageTimeoutSeconds,
      onRetry,
    });
    const { context } = access ?? {};
    return await work({ client, clock, namespace, context, signal, answers, grace, emit });
  } finally {
    deadline.close();
    await opened?.close();
  }
}

/**
 * Returns a function that calls the handler of the caller. If a promise that it returns rejects
 * without being awaited, Node would end the process while Jobs run, so it prints a warning instead.
 */
function eventHandler(onEvent: SessionOptions['onEvent']): (event: DeployEvent) => unknown {
  const warn = (error: unknown) =>
    process.emitWarning(`onEvent rejected: ${error instanceof Error ? error.stack : error}`);
  return (event) => {
    const result = onEvent?.(event);
    return result instanceof Promise ? result.catch(warn) : result;
  };
}
