import { Decision, decide, RunOptions } from './decision';
import { Rehearsal, rehearse } from './rehearsal';
import { runsById } from './runs';
import { ID } from '../../batch/identity';
import type { JobManifest } from '../../batch/manifest';
import type { Applier } from '../apply/applier';
import { each } from '../each';
import { ApiError } from '../kube/errors';
import type { Job } from '../kube/objects';
import type { Limiter } from '../limiter';
import type { ObjectRef } from '../report';
import type { Session } from '../session';

/** What is to happen to one Job, and why. Valid for the moment in which the server was asked. */
export interface JobPlan {
  readonly manifest: JobManifest;
  readonly object: ObjectRef;
  readonly rehearsal: Rehearsal;
  readonly decision: Decision;
}

/** Asks the server what it would do with each Job, and decides which run. Changes nothing. */
export async function jobPlans(
  { client, signal }: Session, applier: Applier, requests: Limiter, manifests: readonly JobManifest[], options: RunOptions,
  refused: (manifest: JobManifest, error: ApiError) => void,
): Promise<JobPlan[]> {
  const placed = new Map(await Promise.all(manifests.map(async (manifest) => [manifest, await applier.placed(manifest, signal)] as const)));
  const ids = new Map([...placed.values()].map(({ namespace }) => [namespace!, new Set<string>()]));
  for (const [{ metadata: { labels } }, { namespace }] of placed) {
    const id = labels?.[ID];
    if (id !== undefined) ids.get(namespace!)!.add(id);
  }
  // Also without ids: who may not list Jobs could not follow what is started here.
  const listed = Promise.all([...ids].map(async ([namespace, wanted]) => [namespace, await runsById(client, namespace, wanted, signal)] as const));
  listed.catch(() => undefined); // it is waited for below
  const rehearsed = await each(requests, manifests, async (manifest) => {
    const rehearsal = await rehearse(applier, manifest, signal);
    return { manifest, rehearsal };
  }, refused);
  const runs = new Map(await listed);
  return rehearsed.map(({ manifest, rehearsal }) => {
    const object = placed.get(manifest)!;
    const known = runs.get(object.namespace!)?.get(manifest.metadata.labels?.[ID] ?? '') ?? [];
    return { manifest, object, rehearsal, decision: decide(manifest, withLive(known, rehearsal), rehearsal, options) };
  });
}

/** The run of the same name belongs to it also without the label, and is known best. */
function withLive(known: readonly Job[], rehearsal: Rehearsal): Job[] {
  const live = rehearsal.kind === 'new' ? undefined : rehearsal.live as Job | undefined;
  return live === undefined ? [...known] : [...known.filter(({ metadata: { uid } }) => uid !== live.metadata.uid), live];
}
