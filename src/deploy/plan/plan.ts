import { Change, changesBetween } from './changes';
import type { RunOptions } from './decision';
import { JobPlan, jobPlans } from './job-plans';
import { Rehearsal, rehearse } from './rehearsal';
import { isJobManifest, Manifest } from '../../batch/manifest';
import { sourceOf } from '../../manifests/source';
import { Applier } from '../apply/applier';
import { Conflict, conflictsIn } from '../apply/conflicts';
import { refusalMessage } from '../apply/refusal-message';
import { each } from '../each';
import { assertInput } from '../input';
import { Discovery } from '../kube/discovery';
import { ApiError } from '../kube/errors';
import { Limiter, REQUESTS } from '../limiter';
import type { ObjectRef, Refusal } from '../report';
import { inSession, Session, SessionOptions } from '../session';

/** What a deploy would do with an object. */
export type PlanAction =
  | 'create'
  | 'update'
  | 'replace' // delete it and create it anew
  | 'unchanged'
  | 'skip' // leave it, since it has run
  | 'conflict'; // be refused, since others own fields of it

/** One object of a plan. */
export interface PlannedObject extends ObjectRef {
  /** What a deploy would do. */
  readonly action: PlanAction;
  /** Why, where that is not plain; null where it is. */
  readonly because: string | null;
  /** Which fields would change. */
  readonly changes: readonly Change[];
  /** Which of them others own. */
  readonly conflicts: readonly Conflict[];
  /** The names of earlier runs, still active, that would be waited for. */
  readonly awaits: readonly string[];
  /** What the server warns of, and which fields it would take and not keep. */
  readonly warnings: readonly string[];
}

/** What a deploy would do. Also the JSON document of `plan -o json`; fields are added, never changed, within a `schemaVersion`. */
export interface Plan {
  /** Another one means other fields. */
  readonly schemaVersion: 1;
  /** Every object, in the order in which they were given, but those that the server would refuse. */
  readonly objects: readonly PlannedObject[];
  /** What the server would refuse, which keeps every Job from being applied. */
  readonly errors: readonly Refusal[];
}

/** How a plan is made: what it says is what a deploy with the same options would do at that moment. */
export interface PlanOptions extends SessionOptions, RunOptions {
  /** Whether fields that other managers own would be taken over. @default false */
  readonly forceConflicts?: boolean;
}

/**
 * Asks the server what a deploy of these manifests would do, object by object. Changes nothing.
 * @throws InputError if the manifests contradict each other or the options; AccessError if the kubeconfig does not lead to a cluster; ApiError, ConnectionError
 */
export async function plan(manifests: readonly Manifest[], options: PlanOptions = {}): Promise<Plan> {
  return inSession(options, async (session) => {
    assertInput(manifests, options, session);
    return planned(session, manifests, options);
  });
}

async function planned(session: Session, manifests: readonly Manifest[], options: PlanOptions): Promise<Plan> {
  const applier = new Applier(session.client, new Discovery(session.client, session.clock), session.namespace, options.forceConflicts);
  const requests = new Limiter(REQUESTS);
  const objects = new Map<Manifest, PlannedObject>();
  const errors: Refusal[] = [];
  const refused = (manifest: Manifest, error: ApiError) => {
    const later = comesLater(manifest, error, manifests);
    if (later !== undefined) objects.set(manifest, entry(applier.refOf(manifest), 'create', { because: later }));
    else errors.push({ object: applier.refOf(manifest), message: refusalMessage(manifest, error), source: sourceOf(manifest) ?? null });
  };
  const others = manifests.filter((manifest) => !isJobManifest(manifest));
  await each(requests, others, async (manifest) => {
    const object = await applier.placed(manifest, session.signal);
    objects.set(manifest, ofRehearsal(object, await rehearse(applier, manifest, session.signal)));
  }, refused);
  for (const job of await jobPlans(session, applier, requests, manifests.filter(isJobManifest), options, refused)) {
    if (job.decision.type === 'refuse') errors.push({ object: job.object, message: job.decision.because, source: sourceOf(job.manifest) ?? null });
    else objects.set(job.manifest, ofJob(job));
  }
  return { schemaVersion: 1, objects: manifests.flatMap((manifest) => objects.get(manifest) ?? []), errors };
}

/** What a deploy would have made before it came to this object; until then the server can't say anything about it. */
function comesLater({ metadata }: Manifest, { code, message }: ApiError, manifests: readonly Manifest[]): string | undefined {
  if (code !== 404) return undefined;
  const among = (kind: string, fits: (manifest: Manifest) => boolean) => manifests.some((manifest) => manifest.kind === kind && fits(manifest));
  if (among('Namespace', ({ metadata: { name } }) => name === metadata.namespace && message.includes(`"${name}"`))) return 'its namespace is created before it';
  if (among('CustomResourceDefinition', ({ spec }) => message.includes(`${(spec as { group?: string }).group}/`))) return 'its kind is defined before it';
  return undefined;
}

function ofJob({ object, rehearsal, decision }: JobPlan): PlannedObject {
  switch (decision.type) {
    case 'skip': return entry(object, 'skip', { because: decision.because });
    case 'run': {
      const replaces = decision.removes.concat(decision.awaits).some(({ metadata: { name } }) => name === object.name);
      return entry(object, replaces ? 'replace' : 'create', {
        because: decision.because,
        changes: rehearsal.kind === 'immutable' ? changesBetween(rehearsal.live, rehearsal.result) : [],
        awaits: decision.awaits.map(({ metadata: { name } }) => name),
        warnings: rehearsal.warnings,
      });
    }
    default: return ofRehearsal(object, rehearsal);
  }
}

function ofRehearsal(object: ObjectRef, rehearsal: Rehearsal): PlannedObject {
  const { warnings } = rehearsal;
  if (rehearsal.kind === 'new') return entry(object, 'create', { warnings });
  const changes = changesBetween(rehearsal.live, rehearsal.result);
  if (rehearsal.kind === 'merged' && rehearsal.conflict !== undefined) return entry(object, 'conflict', { changes, conflicts: conflictsIn(rehearsal.conflict), warnings });
  return entry(object, changes.length === 0 ? 'unchanged' : 'update', { changes, warnings });
}

function entry(object: ObjectRef, action: PlanAction, more: Partial<PlannedObject> = {}): PlannedObject {
  return { ...object, action, because: null, changes: [], conflicts: [], awaits: [], warnings: [], ...more };
}
