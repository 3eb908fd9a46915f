import { Applier, ApplyResult, unlessMissing } from './apply/applier';
import { remove } from './apply/remove';
import { isKept, keptForNow } from './apply/ttl';
import { each } from './each';
import type { JobManifest, Manifest } from '../batch/manifest';
import { ApiError, ConnectionError } from './kube/errors';
import { lean } from './kube/lean';
import type { Job } from './kube/objects';
import type { Limiter } from './limiter';
import type { RunOptions } from './plan/decision';
import { JobPlan, jobPlans } from './plan/job-plans';
import { changesOf } from './plan/plan';
import type { ApplyAction } from './report';
import type { Session } from './session';
import { sharedStop } from './shared-stop';
import { track, TrackOptions } from './track/track';
import { TrackedJob } from './track/tracked-job';

/** How long giving back a TTL may take when all else is over, in milliseconds. */
const LAST_WORDS = 3_000;

/** How long the answer to what has been sent is still awaited when the deploy is broken off, since it tells what there is now, in milliseconds. */
const ANSWER = 1_000;

/** A Job that was started, or found. */
export interface JobStart {
  readonly job: TrackedJob;
  /** What it is to be like when it is waited for no more. @default as it is */
  readonly afterwards?: Manifest;
}

export interface JobStartListener {
  refused(manifest: Manifest, error: ApiError): void;
  /** @param result undefined if nothing was applied */
  started(manifest: JobManifest, start: JobStart, result?: ApplyResult): void;
}

/**
 * Starts those Jobs that are to run, and finds those that have. If the server would refuse one, none is started. If one must not start while an earlier run
 * of it is active, that is waited for first.
 */
export async function startJobs(
  session: Session, applier: Applier, requests: Limiter, manifests: readonly JobManifest[], options: RunOptions & Pick<TrackOptions, 'stuck'>,
  listener: JobStartListener,
): Promise<void> {
  let refusals = 0;
  const refused = (manifest: Manifest, error: ApiError) => {
    refusals++;
    listener.refused(manifest, error);
  };
  for (;;) {
    const plans = await jobPlans(session, applier, requests, manifests, options, refused);
    for (const { manifest, decision, rehearsal } of plans) {
      if (decision.type === 'refuse') refused(manifest, new ApiError(409, { message: decision.because }));
      if (decision.type === 'keep' && rehearsal.kind === 'merged' && rehearsal.conflict) refused(manifest, rehearsal.conflict);
    }
    if (refusals > 0) return;
    const active = plans.flatMap(({ object, decision }) => decision.type === 'run' ? decision.awaits.map((run) => ({ object, run })) : []);
    if (active.length === 0) {
      const byManifest = new Map(plans.map((plan) => [plan.manifest, plan]));
      await each(requests, manifests, (manifest) => start(session, applier, byManifest.get(manifest)!, listener), refused);
      return;
    }
    for (const { object, run } of active) session.emit({ type: 'waiting', object, run: run.metadata.name });
    await outlast(session, active.map(({ run }) => run), options);
  }
}

/** Waits until runs have ended. One that cannot start has done nothing and never will, so it makes room. */
async function outlast({ client, clock, signal, emit }: Session, runs: readonly Job[], { stuck }: Pick<TrackOptions, 'stuck'>): Promise<void> {
  const jobs = runs.map((run) => new TrackedJob(run));
  await track(client, clock, jobs, { stuck, logs: 'none' }, signal, emit);
  for (const [i, { verdict }] of jobs.entries()) {
    if (verdict?.outcome === 'stuck') await remove(client, clock, runs[i], signal, () => undefined);
    // Out of sight is not ended: nothing may start beside it.
    if (verdict?.outcome === 'unknown') throw new ConnectionError(verdict.message!, undefined);
  }
  signal.throwIfAborted();
}

async function start(session: Session, applier: Applier, plan: JobPlan, { started }: JobStartListener): Promise<void> {
  const { manifest, object, rehearsal, decision } = plan;
  const { client, clock, signal, emit } = session;
  const apply = async (applied: Manifest, uid: string | undefined, action: ApplyAction) => {
    const unknown = () => emit({ type: 'warning', object, message: 'whether it was applied is not known: the API server did not answer before the deploy was broken off' });
    const { body: live, warnings } = await answered(session, (lasting) => applier.send(applied, { uid, signal: lasting }), unknown);
    const afterwards = isKept(live) ? manifest : undefined;
    started(manifest, { job: new TrackedJob(lean(live as Job), manifest), afterwards }, { object, action, live, warnings });
  };
  switch (decision.type) {
    case 'skip': return started(manifest, { job: new TrackedJob(decision.run, manifest, { outcome: 'skipped', message: decision.because }) });
    case 'keep': {
      const { uid, verdict } = new TrackedJob(decision.run);
      const unchanged = rehearsal.kind === 'merged' && changesOf(rehearsal).length === 0;
      return apply(verdict === undefined ? keptForNow(manifest) : manifest, uid, unchanged ? 'unchanged' : 'configured');
    }
    case 'run': {
      for (const run of decision.removes) {
        const told = { ...object, name: run.metadata.name };
        await remove(client, clock, run, signal, (message) => emit({ type: 'warning', object: told, message }));
      }
      const replaced = decision.removes.some(({ metadata: { name } }) => name === object.name);
      return apply(keptForNow(manifest), undefined, replaced ? 'replaced' : 'created');
    }
    default: throw new Error(`nothing starts where the decision is to ${decision.type}`);
  }
}

/** Sends something new only while there is time for it, but waits a little longer for what comes of it. */
async function answered<T>({ clock, signal }: Session, send: (signal: AbortSignal) => Promise<T>, unanswered: () => void): Promise<T> {
  signal.throwIfAborted();
  const [enough, over] = [sharedStop(), sharedStop()];
  const last = () => clock.sleep(ANSWER, over.signal).then(() => enough.abort(signal.reason), () => undefined);
  signal.addEventListener('abort', last, { signal: over.signal });
  try {
    return await send(enough.signal);
  } catch (error) {
    if (enough.signal.aborted) unanswered();
    throw error;
  } finally {
    over.abort();
  }
}

/** Gives Jobs their own TTL back, also when time is up or the caller has enough. What has been deleted stays so: the uid is pinned. */
export async function giveTtlsBack({ clock, emit }: Session, applier: Applier, requests: Limiter, starts: readonly JobStart[]): Promise<void> {
  const enough = sharedStop();
  const over = sharedStop();
  clock.sleep(LAST_WORDS, over.signal).then(() => enough.abort(), () => undefined);
  await Promise.all(starts.map(({ job, afterwards }) => requests.run(async () => {
    // What was cancelled has its own TTL again, or is gone.
    if (afterwards === undefined || job.verdict?.outcome === 'cancelled' || enough.signal.aborted) return;
    try {
      await unlessMissing(applier.send(afterwards, { uid: job.uid, signal: enough.signal }));
    } catch (error) {
      if (error instanceof ApiError && (error.code === 409 || error.code === 422)) return; // it is gone, or another stands in its place
      const object = { apiVersion: 'batch/v1', kind: 'Job', namespace: job.namespace, name: job.name };
      const why = error instanceof Error ? error.message : 'there was no time';
      emit({ type: 'warning', object, message: `it stays longer than its ttlSecondsAfterFinished says, which could not be given back: ${why}` });
    }
  })));
  over.abort();
}
