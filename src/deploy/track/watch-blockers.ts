import type { TrackedJob } from './tracked-job';
import type { Client } from '../kube/client';
import { ApiError, ConnectionError } from '../kube/errors';
import type { KubeEvent } from '../kube/objects';
import type { Clock } from '../runtime/clock';
import { overdue, Blocker, StuckPolicy } from '../verdict/stuck';

/** How often it is looked whether something has stood in the way for too long, while something does and while nothing does, in milliseconds. */
const BLOCKED_CHECK_INTERVAL_MS = 1_000;
const CHECK_INTERVAL_MS = 3_000;
/** How often events are asked for, in milliseconds: what they tell is told soon, or comes late and stays. */
const EVENTS_INTERVAL_MS = 5_000;
const LATE_EVENTS_INTERVAL_MS = 30_000;
const LATE_AFTER_MS = 2 * 60_000;

export interface BlockerListener {
  /** The Job, in whose way something stands, was looked at. */
  looked(job: TrackedJob): void;
  /** The Job cannot start. */
  stuck(job: TrackedJob, standing: Blocker): void;
  /** Something stands in its way. Told once for each. */
  obstacle(job: TrackedJob, standing: Blocker): void;
  /** Events of a namespace may not be read. */
  noEvents(namespace: string, error: ApiError): void;
}

/**
 * Looks, until it is stopped, whether something keeps Jobs from starting. Pods tell most of it; events are listed only while a Job has no
 * Pod, or a Pod does not say why it does not start: one request for each namespace and kind, however many Jobs.
 */
export async function watchBlockers(
  client: Client,
  clock: Clock,
  jobs: readonly TrackedJob[],
  policy: StuckPolicy,
  signal: AbortSignal,
  listener: BlockerListener,
): Promise<void> {
  const told = new Map<TrackedJob, Set<string>>();
  const denied = new Set<string>();
  const begin = clock.now();
  let nextEvents = begin + CHECK_INTERVAL_MS; // by then Pods have been made where nothing keeps them from it
  for (;;) {
    await clock.sleep(
      jobs.some((job) => job.verdict === undefined && job.standings(clock.now()).length > 0)
        ? BLOCKED_CHECK_INTERVAL_MS
        : CHECK_INTERVAL_MS,
      signal,
    );
    const unended = jobs.filter(({ verdict }) => verdict === undefined);
    if (clock.now() >= nextEvents) {
      await seeEvents(
        client,
        unended.filter(({ namespace }) => !denied.has(namespace)),
        signal,
        (namespace, error) => {
          denied.add(namespace);
          listener.noEvents(namespace, error);
        },
      );
      nextEvents =
        clock.now() +
        (clock.now() - begin < LATE_AFTER_MS ? EVENTS_INTERVAL_MS : LATE_EVENTS_INTERVAL_MS);
    }
    for (const job of unended) {
      const standings = job.standings(clock.now());
      if (standings.length > 0) listener.looked(job);
      for (const { standing, effect } of overdue(standings, clock.now(), policy)) {
        // While one of its Pods runs, the Job has started, and that Pod may decide how it ends.
        if (effect === 'fatal' && !job.runs) {
          listener.stuck(job, standing);
          break;
        }
        const known = told.get(job) ?? new Set();
        const key = `${standing.pod} ${standing.cause.class}`;
        if (!known.has(key)) listener.obstacle(job, standing);
        told.set(job, known.add(key));
      }
    }
  }
}

async function seeEvents(
  client: Client,
  jobs: readonly TrackedJob[],
  signal: AbortSignal,
  denied: (namespace: string, error: ApiError) => void,
): Promise<void> {
  const asked = new Map<string, { readonly namespace: string; readonly kind: string }>();
  for (const job of jobs) {
    for (const kind of job.unexplained()) {
      asked.set(`${job.namespace}/${kind}`, { namespace: job.namespace, kind });
    }
  }
  for (const { namespace, kind } of asked.values()) {
    try {
      const query = { fieldSelector: `type=Warning,involvedObject.kind=${kind}` };
      const { body } = await client.json<{ items: KubeEvent[] }>({
        method: 'GET',
        path: `/api/v1/namespaces/${namespace}/events`,
        query,
        signal,
      });
      const byUid = new Map<string, KubeEvent[]>();
      for (const event of body.items) {
        const { uid = '' } = event.involvedObject;
        const known = byUid.get(uid);
        if (known) known.push(event);
        else byUid.set(uid, [event]);
      }
      for (const job of jobs) if (job.namespace === namespace) job.seeEvents(byUid);
    } catch (error) {
      if (error instanceof ApiError && error.denied) denied(namespace, error);
      else if (!(error instanceof ApiError || error instanceof ConnectionError)) throw error;
    }
  }
}
