import { DeployInput, readInput } from './read-input';
import { isJobManifest, Manifest } from '../../kubernetes/manifest';
import { sourceOf } from '../../manifests/source';
import { Applier } from '../apply/applier';
import { applyAll } from '../apply/apply-all';
import { Conflict, conflictsIn } from '../apply/conflicts';
import { rejectionMessage } from '../apply/error-message';
import { validateInput } from '../apply/validate-input';
import type { ObjectRef, Rejection } from '../core/report';
import { inSession, Session, SessionOptions } from '../core/session';
import { Discovery } from '../kube/discovery';
import { ApiError } from '../kube/errors';
import { Change, changesBetween } from '../plan/changes';
import type { RunOptions } from '../plan/decision';
import { DryRunResult, dryRunApply } from '../plan/dry-run';
import { JobPlan, jobPlans } from '../plan/job-plans';
import { Limiter, APPLY_CONCURRENCY } from '../runtime/limiter';

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
  readonly reason: string | null;
  /** Which fields would change. */
  readonly changes: readonly Change[];
  /** Which of them others own. */
  readonly conflicts: readonly Conflict[];
  /** The names of earlier runs, still active, that would be waited for. */
  readonly waitsFor: readonly string[];
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
  readonly errors: readonly Rejection[];
}

/** How a plan is made: what it says is what a deploy with the same options would do at that moment. */
export interface PlanOptions extends SessionOptions, RunOptions {
  /** Whether fields that other managers own would be taken over. @default false */
  readonly forceConflicts?: boolean;
}

/**
 * Asks the server what a deploy of these manifests would do, object by object. Changes nothing.
 * @param input manifests, paths of files or folders, an App or Chart of cdk8s, or an array of these
 * @throws InputError if the manifests contradict each other or the options; AccessError if the kubeconfig does not lead to a cluster; ApiError, ConnectionError
 */
export async function plan(input: DeployInput, options: PlanOptions = {}): Promise<Plan> {
  const manifests = await readInput(input);
  return inSession(options, async (session) => {
    validateInput(manifests, options, session);
    return planned(session, manifests, options);
  });
}

async function planned(
  session: Session,
  manifests: readonly Manifest[],
  options: PlanOptions,
): Promise<Plan> {
  const applier = new Applier(
    session.client,
    new Discovery(session.client, session.clock),
    session.namespace,
    options.forceConflicts,
  );
  const requests = new Limiter(APPLY_CONCURRENCY);
  const objects = new Map<Manifest, PlannedObject>();
  const errors: Rejection[] = [];
  const refused = (manifest: Manifest, error: ApiError) => {
    const later = comesLater(manifest, error, manifests);
    if (later !== undefined) {
      objects.set(manifest, entry(applier.refOf(manifest), 'create', { reason: later }));
    } else {
      errors.push({
        object: applier.refOf(manifest),
        message: rejectionMessage(manifest, error),
        source: sourceOf(manifest) ?? null,
      });
    }
  };
  const others = manifests.filter((manifest) => !isJobManifest(manifest));
  await applyAll(
    requests,
    others,
    async (manifest) => {
      const object = await applier.locate(manifest, session.signal);
      objects.set(
        manifest,
        fromDryRun(object, await dryRunApply(applier, manifest, session.signal)),
      );
    },
    refused,
  );
  for (const job of await jobPlans(
    session,
    applier,
    requests,
    manifests.filter(isJobManifest),
    options,
    refused,
  )) {
    if (job.decision.type === 'reject') {
      errors.push({
        object: job.object,
        message: job.decision.reason,
        source: sourceOf(job.manifest) ?? null,
      });
    } else {
      objects.set(job.manifest, ofJob(job));
    }
  }
  return {
    schemaVersion: 1,
    objects: manifests.flatMap((manifest) => objects.get(manifest) ?? []),
    errors,
  };
}

/** What a deploy would have made before it came to this object; until then the server can't say anything about it. */
function comesLater(
  { metadata }: Manifest,
  { code, message }: ApiError,
  manifests: readonly Manifest[],
): string | undefined {
  if (code !== 404) return undefined;
  const among = (kind: string, fits: (manifest: Manifest) => boolean) =>
    manifests.some((manifest) => manifest.kind === kind && fits(manifest));
  if (
    among(
      'Namespace',
      ({ metadata: { name } }) => name === metadata.namespace && message.includes(`"${name}"`),
    )
  ) {
    return 'its namespace is created before it';
  }
  if (
    among('CustomResourceDefinition', ({ spec }) =>
      message.includes(`${(spec as { group?: string }).group}/`),
    )
  ) {
    return 'its kind is defined before it';
  }
  return undefined;
}

function ofJob({ object, dryRun, decision }: JobPlan): PlannedObject {
  switch (decision.type) {
    case 'skip':
      return entry(object, 'skip', { reason: decision.reason });
    case 'run': {
      const replaces = decision.deletes
        .concat(decision.waitsFor)
        .some(({ metadata: { name } }) => name === object.name);
      return entry(object, replaces ? 'replace' : 'create', {
        reason: decision.reason,
        changes: dryRun.kind === 'immutable' ? changesBetween(dryRun.live, dryRun.result) : [],
        waitsFor: decision.waitsFor.map(({ metadata: { name } }) => name),
        warnings: dryRun.warnings,
      });
    }
    default:
      return fromDryRun(object, dryRun);
  }
}

function fromDryRun(object: ObjectRef, dryRun: DryRunResult): PlannedObject {
  const { warnings } = dryRun;
  if (dryRun.kind === 'new') return entry(object, 'create', { warnings });
  const changes = changesBetween(dryRun.live, dryRun.result);
  if (dryRun.kind === 'merged' && dryRun.conflict !== undefined) {
    return entry(object, 'conflict', {
      changes,
      conflicts: conflictsIn(dryRun.conflict),
      warnings,
    });
  }
  return entry(object, changes.length === 0 ? 'unchanged' : 'update', { changes, warnings });
}

function entry(
  object: ObjectRef,
  action: PlanAction,
  more: Partial<PlannedObject> = {},
): PlannedObject {
  return {
    ...object,
    action,
    reason: null,
    changes: [],
    conflicts: [],
    waitsFor: [],
    warnings: [],
    ...more,
  };
}
