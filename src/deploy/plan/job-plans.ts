import { Decision, decide, RunOptions } from './decision';
import type { DryRunResult } from './dry-run';
import { dryRunJob } from './dry-run-job';
import { runsById } from './runs';
import type { JobManifest } from '../../kubernetes/manifest';
import { ID_LABEL } from '../../kubernetes/metadata-keys';
import type { Applier } from '../apply/applier';
import { RejectedManifest, sendAll } from '../apply/send-all';
import type { ObjectRef } from '../core/report';
import type { Session } from '../core/session';
import { ApiError } from '../kube/errors';
import { requestDeletion } from '../kube/jobs';
import type { Job } from '../kube/objects';

/** What a deploy would do with one Job, and why, at the moment of the dry run. */
export interface JobPlan {
  readonly manifest: JobManifest;
  /** What is applied to an existing run. */
  readonly applied: JobManifest;
  readonly object: ObjectRef;
  readonly dryRun: DryRunResult;
  readonly decision: Decision;
}

/** The plans for Jobs, and the manifests that the API server would reject. */
export interface JobPlans {
  readonly plans: readonly JobPlan[];
  readonly rejected: readonly RejectedManifest<JobManifest>[];
}

/**
 * Asks the API server what it would do with each Job, and decides which ones run. Changes nothing.
 * @throws ApiError if Jobs cannot be listed; ConnectionError
 */
export async function jobPlans(
  { client, signal }: Session,
  applier: Applier,
  manifests: readonly JobManifest[],
  options: RunOptions,
): Promise<JobPlans> {
  const objects = new Map<JobManifest, ObjectRef>();
  for (const manifest of manifests) objects.set(manifest, await applier.locate(manifest, signal));
  // Also without ids: the deploy has to list Jobs to follow those that it starts.
  const listed = Promise.all(
    [...idsByNamespace(objects)].map(
      async ([namespace, ids]) =>
        [namespace, await runsById(client, namespace, ids, signal)] as const,
    ),
  );
  listed.catch(() => undefined); // awaited below
  const dryRuns = await sendAll(manifests, async (manifest) => ({
    manifest,
    ...(await dryRunJob(applier, manifest, signal)),
  }));
  if (dryRuns.failure !== undefined) throw dryRuns.failure.error;
  const runs = new Map(await listed);
  const plans = dryRuns.accepted.map(({ manifest, applied, dryRun }): JobPlan => {
    const object = objects.get(manifest)!;
    const id = manifest.metadata.labels?.[ID_LABEL] ?? '';
    const known = withLive(runs.get(object.namespace!)?.get(id) ?? [], dryRun);
    const decision = decide(manifest, known, dryRun, options);
    return { manifest, applied, object, dryRun, decision };
  });
  const byManifest = new Map(plans.map((plan) => [plan.manifest, plan]));
  const deletions = await sendAll([...byManifest.keys()], async (manifest) => {
    const plan = byManifest.get(manifest)!;
    await dryRunDeletions(client, plan, signal);
    return plan;
  });
  if (deletions.failure !== undefined) throw deletions.failure.error;
  return {
    plans: deletions.accepted,
    rejected: [...dryRuns.rejected, ...deletions.rejected],
  };
}

/** Asks the API server whether it would delete the runs that the new one replaces. */
async function dryRunDeletions(
  client: Session['client'],
  { object, decision }: JobPlan,
  signal: AbortSignal,
): Promise<void> {
  if (decision.type !== 'run') return;
  // A run that is waited for is deleted afterwards if the new one has its name.
  const replaced = decision.waitsFor.filter(({ metadata: { name } }) => name === object.name);
  for (const { metadata } of new Set([...decision.deletes, ...replaced])) {
    try {
      await requestDeletion(client, metadata, 'Foreground', signal, true);
    } catch (error) {
      if (!(error instanceof ApiError && error.code === 409)) throw error; // already replaced
    }
  }
}

/** Returns every namespace, with the ids of the Jobs in it. */
function idsByNamespace(objects: ReadonlyMap<JobManifest, ObjectRef>): Map<string, Set<string>> {
  const ids = new Map<string, Set<string>>();
  for (const [{ metadata }, { namespace }] of objects) {
    const known = ids.get(namespace!) ?? new Set();
    const id = metadata.labels?.[ID_LABEL];
    if (id !== undefined) known.add(id);
    ids.set(namespace!, known);
  }
  return ids;
}

/** Adds the Job of the same name, which is a run also without the label, as it is now. */
function withLive(known: readonly Job[], dryRun: DryRunResult): Job[] {
  const live = dryRun.kind === 'new' ? undefined : (dryRun.live as Job | undefined);
  return live === undefined
    ? [...known]
    : [...known.filter(({ metadata: { uid } }) => uid !== live.metadata.uid), live];
}
