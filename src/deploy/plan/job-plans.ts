import { Decision, decide, RunOptions } from './decision';
import { DryRunResult, dryRunApply } from './dry-run';
import { runsById } from './runs';
import type { JobManifest } from '../../kubernetes/manifest';
import { ID_LABEL } from '../../kubernetes/metadata-keys';
import type { Applier } from '../apply/applier';
import { applyAll } from '../apply/apply-all';
import type { ObjectRef } from '../core/report';
import type { Session } from '../core/session';
import { ApiError } from '../kube/errors';
import type { Job } from '../kube/objects';
import type { Limiter } from '../runtime/limiter';

/** What is to happen to one Job, and why. Valid for the moment in which the server was asked. */
export interface JobPlan {
  readonly manifest: JobManifest;
  readonly object: ObjectRef;
  readonly dryRun: DryRunResult;
  readonly decision: Decision;
}

/** Asks the server what it would do with each Job, and decides which run. Changes nothing. */
export async function jobPlans(
  { client, signal }: Session,
  applier: Applier,
  requests: Limiter,
  manifests: readonly JobManifest[],
  options: RunOptions,
  refused: (manifest: JobManifest, error: ApiError) => void,
): Promise<JobPlan[]> {
  const placed = new Map(
    await Promise.all(
      manifests.map(
        async (manifest) => [manifest, await applier.locate(manifest, signal)] as const,
      ),
    ),
  );
  const ids = new Map([...placed.values()].map(({ namespace }) => [namespace!, new Set<string>()]));
  for (const [
    {
      metadata: { labels },
    },
    { namespace },
  ] of placed) {
    const id = labels?.[ID_LABEL];
    if (id !== undefined) ids.get(namespace!)!.add(id);
  }
  // Also without ids: who may not list Jobs could not follow what is started here.
  const listed = Promise.all(
    [...ids].map(
      async ([namespace, wanted]) =>
        [namespace, await runsById(client, namespace, wanted, signal)] as const,
    ),
  );
  listed.catch(() => undefined); // it is waited for below
  const rehearsed = await applyAll(
    requests,
    manifests,
    async (manifest) => {
      const dryRun = await dryRunApply(applier, manifest, signal);
      return { manifest, dryRun };
    },
    refused,
  );
  const runs = new Map(await listed);
  return rehearsed.map(({ manifest, dryRun }) => {
    const object = placed.get(manifest)!;
    const known =
      runs.get(object.namespace!)?.get(manifest.metadata.labels?.[ID_LABEL] ?? '') ?? [];
    return {
      manifest,
      object,
      dryRun,
      decision: decide(manifest, withLive(known, dryRun), dryRun, options),
    };
  });
}

/** The run of the same name belongs to it also without the label, and is known best. */
function withLive(known: readonly Job[], dryRun: DryRunResult): Job[] {
  const live = dryRun.kind === 'new' ? undefined : (dryRun.live as Job | undefined);
  return live === undefined
    ? [...known]
    : [...known.filter(({ metadata: { uid } }) => uid !== live.metadata.uid), live];
}
