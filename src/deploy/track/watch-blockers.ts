import type { TrackedJob } from './tracked-job';
import { isManagedExternally } from '../../kubernetes/managed-by';
import { jobRef } from '../core/report';
import type { Session } from '../core/session';
import type { Client } from '../kube/client';
import { ApiError, ConnectionError } from '../kube/errors';
import type { KubeEvent } from '../kube/objects';
import { isSuspendedOrQueued } from '../verdict/job-state';
import type { Verdict } from '../verdict/outcome';
import {
  Blocker,
  blockerHint,
  blockerText,
  overdue,
  StuckPolicy,
  stuckVerdict,
} from '../verdict/stuck';
import { waitingFor } from '../verdict/waiting';

/** How often Jobs are checked while one of them is blocked, and while none is. */
const BLOCKED_CHECK_INTERVAL_MS = 1_000;
const CHECK_INTERVAL_MS = 3_000;
/** How often events are listed: the server reports a blocker soon, or late and for long. */
const EVENTS_INTERVAL_MS = 5_000;
const LATE_EVENTS_INTERVAL_MS = 30_000;
const LATE_AFTER_MS = 2 * 60_000;

/** A Job that is blocked, and its verdict if it is stuck. */
export interface BlockedJob {
  readonly job: TrackedJob;
  readonly verdict?: Verdict;
}

/**
 * Yields the Jobs that are blocked, each time they are checked, until the signal aborts, and
 * emits a warning for each blocker that is not fatal. Pods show most blockers. Events are listed
 * only while a Job has no Pod, or a Pod does not say why it does not start: one request for each
 * namespace and kind, however many Jobs.
 */
export async function* watchBlockers(
  session: Session,
  jobs: readonly TrackedJob[],
  policy: StuckPolicy,
  signal: AbortSignal,
): AsyncGenerator<BlockedJob> {
  const { clock } = session;
  const events = new BlockerEvents(session, signal);
  const warned = new Map<TrackedJob, Set<string>>();
  const isBlocked = (job: TrackedJob) =>
    job.verdict === undefined && job.blockers.at(clock.now()).length > 0;
  for (;;) {
    const interval = jobs.some(isBlocked) ? BLOCKED_CHECK_INTERVAL_MS : CHECK_INTERVAL_MS;
    await clock.sleep(interval, signal);
    const unended = jobs.filter(({ verdict }) => verdict === undefined);
    await events.update(unended);
    for (const job of unended) {
      const blockers = job.blockers.at(clock.now());
      if (blockers.length > 0) yield { job };
      for (const { blocker, action } of overdue(blockers, clock.now(), policy)) {
        // A Job has started while one of its Pods runs, and that Pod may decide how it ends.
        if (action === 'fatal' && job.pods.seen.running === 0) {
          yield { job, verdict: stuckVerdict(blocker) };
          break;
        }
        const known = warned.get(job) ?? new Set();
        const key = `${blocker.pod} ${blocker.cause.class}`;
        if (!known.has(key)) warn(session, job, blocker);
        warned.set(job, known.add(key));
      }
    }
  }
}

function warn({ emit }: Session, { namespace, name }: TrackedJob, blocker: Blocker): void {
  const { message: hint, command } = blockerHint(blocker, namespace, name);
  const message = `${blockerText(blocker)}; ${hint} (${command})`;
  emit({ type: 'warning', object: jobRef(namespace, name), message });
}

/** Lists the events that may say what blocks Jobs, as often as is useful. */
class BlockerEvents {
  private readonly startedAt: number;
  private nextAt: number;
  private readonly denied = new Set<string>();

  public constructor(
    private readonly session: Session,
    private readonly signal: AbortSignal,
  ) {
    this.startedAt = session.clock.now();
    // By then a Job has Pods unless something prevents it.
    this.nextAt = this.startedAt + CHECK_INTERVAL_MS;
  }

  public async update(jobs: readonly TrackedJob[]): Promise<void> {
    const { clock } = this.session;
    if (clock.now() < this.nextAt) return;
    await this.list(jobs.filter(({ namespace }) => !this.denied.has(namespace)));
    const late = clock.now() - this.startedAt >= LATE_AFTER_MS;
    this.nextAt = clock.now() + (late ? LATE_EVENTS_INTERVAL_MS : EVENTS_INTERVAL_MS);
  }

  private async list(jobs: readonly TrackedJob[]): Promise<void> {
    const { client, emit } = this.session;
    const lists = new Map<string, { readonly namespace: string; readonly kind: string }>();
    for (const job of jobs) {
      const { namespace } = job;
      for (const kind of unexplainedKinds(job)) {
        lists.set(`${namespace}/${kind}`, { namespace, kind });
      }
    }
    for (const { namespace, kind } of lists.values()) {
      try {
        const events = await warningEvents(client, namespace, kind, this.signal);
        for (const job of jobs) if (job.namespace === namespace) seeEvents(job, events);
      } catch (error) {
        if (error instanceof ApiError && error.denied) {
          this.denied.add(namespace);
          const what = `cannot list events in ${namespace}`;
          const effect = 'what prevents Pods from starting may not be reported';
          emit({ type: 'warning', message: `${what}, so ${effect}: ${error.message}` });
        } else if (!(error instanceof ApiError || error instanceof ConnectionError)) {
          throw error;
        }
      }
    }
  }
}

/** Returns the warning events about objects of a kind, by the uid of the object. */
async function warningEvents(
  client: Client,
  namespace: string,
  kind: string,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly KubeEvent[]>> {
  const { body } = await client.json<{ readonly items: readonly KubeEvent[] }>({
    method: 'GET',
    path: `/api/v1/namespaces/${namespace}/events`,
    query: { fieldSelector: `type=Warning,involvedObject.kind=${kind}` },
    signal,
  });
  const byUid = new Map<string, KubeEvent[]>();
  for (const event of body.items) {
    const { uid = '' } = event.involvedObject;
    const known = byUid.get(uid);
    if (known) known.push(event);
    else byUid.set(uid, [event]);
  }
  return byUid;
}

/** Returns the kinds of objects whose events may say why the Job makes no progress. */
function unexplainedKinds({ live, pods }: TrackedJob): ('Job' | 'Pod')[] {
  if (pods.alive.size === 0) {
    return isSuspendedOrQueued(live) || isManagedExternally(live.spec) ? [] : ['Job'];
  }
  const unexplained = [...pods.alive.values()].some(
    (pod) => pod.status?.phase === 'Pending' && waitingFor(pod) === undefined,
  );
  return unexplained ? ['Pod'] : [];
}

function seeEvents(job: TrackedJob, events: ReadonlyMap<string, readonly KubeEvent[]>): void {
  const { live, pods, blockers, uid } = job;
  if (pods.alive.size === 0) {
    // A blocker that was reported before the newest Pod was created or the Job was resumed is gone.
    const startTime = Date.parse(live.status?.startTime ?? '') || -Infinity;
    const after = Math.max(pods.newestAt, startTime);
    blockers.seeEvents(uid, undefined, events.get(uid) ?? [], after);
  }
  for (const { metadata } of pods.alive.values()) {
    blockers.seeEvents(metadata.uid, metadata.name, events.get(metadata.uid) ?? [], -Infinity);
  }
}
