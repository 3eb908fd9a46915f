import { Deadline } from './deadline';
import type { DeployEvent } from './events';
import { Client } from '../kube/client';
import { ClusterOptions, loadAccess } from '../kube/kubeconfig';
import { httpTransport, Transport } from '../kube/transport';
import { awakeClock, Clock, realClock } from '../runtime/clock';

/** What every operation on a cluster can be told. */
export interface SessionOptions extends ClusterOptions {
  /** How long it may take, in seconds from the call. @default no limit */
  readonly timeoutSeconds?: number;
  /** How long the API server, once it was reached, may be out of reach, in seconds; that costs the Jobs nothing. @default 300 */
  readonly apiOutageTimeoutSeconds?: number;
  /** Stops the waiting; what was applied stays and goes on. @default nothing stops it */
  readonly signal?: AbortSignal;
  /**
   * Is called with each event as it happens. If it returns a promise for a line of a log, no more of that log is read until the promise is
   * kept, so that whoever is slow need not keep what comes meanwhile; nothing else waits for it.
   * @default nobody is told
   */
  readonly onEvent?: (event: DeployEvent) => unknown;
  /** Speaks to the cluster in place of an own connection; `kubeconfig` and `context` are not read then. @default one over HTTP */
  readonly transport?: Transport;
  /** What time it is. @default the system's */
  readonly clock?: Clock;
}

/** Contact with one cluster, for as long as one operation takes. */
export interface Session {
  readonly client: Client;
  readonly clock: Clock;
  /** Of objects that name none. */
  readonly namespace: string;
  /** Aborts when the time is up or the caller has enough; `impatience` says which. */
  readonly signal: AbortSignal;
  /** Aborts a second after `signal`: until then the answers to what has been sent are awaited. */
  readonly answers: AbortSignal;
  /** Aborts three seconds after `signal`: until then what is left may be done. */
  readonly grace: AbortSignal;
  readonly emit: (event: DeployEvent) => unknown;
}

/** Does something with a cluster, and lets go of it afterwards. @throws AccessError if the kubeconfig does not lead to one */
export async function inSession<T>(
  options: SessionOptions,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const clock = awakeClock(options.clock ?? realClock);
  const patience = new Deadline(clock, options.timeoutSeconds, options.signal);
  const { signal, answers, grace } = patience;
  let opened: Transport | undefined;
  try {
    const access = options.transport === undefined ? await loadAccess(options, signal) : undefined;
    const transport = options.transport ?? (opened = httpTransport(access!));
    const namespace = access?.namespace ?? (options.namespace || 'default');
    const emit = options.onEvent ?? (() => undefined);
    const onRetry = (error: Error) =>
      emit({ type: 'warning', message: `${error.message}; retrying` });
    const client = new Client(transport, clock, {
      outageSeconds: options.apiOutageTimeoutSeconds,
      onRetry,
    });
    return await work({ client, clock, namespace, signal, answers, grace, emit });
  } finally {
    patience.close();
    await opened?.close();
  }
}
