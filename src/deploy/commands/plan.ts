import { Failure, failureOf } from './failure';
import { DeployInput, readInput } from './read-input';
import { runOperation } from './run-operation';
import { isJobManifest, Manifest } from '../../kubernetes/manifest';
import { Applier } from '../apply/applier';
import { Conflict, conflictsIn } from '../apply/conflicts';
import { rejection, rejectionOf } from '../apply/error-message';
import { RejectedManifest, sendAll } from '../apply/send-all';
import { InputOptions, inputWarnings, validateInput } from '../apply/validate-input';
import type { ObjectRef, OperationOutcome, Rejection } from '../core/report';
import type { Session, SessionOptions } from '../core/session';
import { Discovery } from '../kube/discovery';
import type { ApiError } from '../kube/errors';
import type { Job } from '../kube/objects';
import { Change, changesBetween } from '../plan/changes';
import type { Decision, RunDecision, RunOptions } from '../plan/decision';
import { DryRunResult, dryRunApply } from '../plan/dry-run';
import { JobPlan, jobPlans } from '../plan/job-plans';
import { differenceFromNewestRun, RunDifference } from '../plan/run-difference';
import { jobVerdict } from '../verdict/job-verdict';

/** What a deploy would do with an object. */
export type PlanAction =
  | 'create'
  | 'update' // change fields in place
  | 'replace' // delete the Job with its Pods and create it again
  | 'unchanged'
  | 'skip' // apply nothing, since the Job has succeeded
  | 'conflict'; // reject the deploy, since other managers own fields

/** One object of a plan. */
export interface PlannedObject extends ObjectRef {
  /** What a deploy would do. */
  readonly action: PlanAction;
  /** Why; null if the action says it. */
  readonly reason: string | null;
  /** The fields that would change; of a Job that runs again, those that differ from its last run. */
  readonly changes: readonly Change[];
  /** Name of the newest earlier run of a Job that runs again, else null. */
  readonly previousRun: string | null;
  /** The fields that other managers own. */
  readonly conflicts: readonly Conflict[];
  /** Names of the active runs that the deploy would wait for. */
  readonly waitsFor: readonly string[];
  /** The API server's warnings, and one for each field that it would drop. */
  readonly warnings: readonly string[];
}

/** What a deploy would do. Also the JSON document of `plan -o json`. */
export interface Plan {
  /** Version of this document. Within a version, fields are only added. */
  readonly schemaVersion: 1;
  /**
   * `succeeded` if the API server would accept everything; `rejected` if a deploy would be rejected,
   * also for a conflict. With any other outcome the plan is not complete.
   */
  readonly outcome: OperationOutcome;
  /** Warnings about the input as a whole. */
  readonly warnings: readonly string[];
  /** The objects that the API server would accept, in the order of the input. */
  readonly objects: readonly PlannedObject[];
  /** What the API server would reject, so that no Job would be applied; why the plan ended early. */
  readonly errors: readonly Rejection[];
}

/** Options of `plan`. The plan is that of a deploy with the same options, at this moment. */
export interface PlanOptions extends SessionOptions, InputOptions, RunOptions {
  /** Whether to take over fields that other field managers own. @default false */
  readonly forceConflicts?: boolean;
}

/**
 * Asks the API server what a deploy would do with each object. Changes nothing.
 * @param input manifests, paths of files or folders, an App or Chart of cdk8s, or an array of these
 * @throws InputError if the input or an option is not valid; AccessError if the kubeconfig or the
 * credentials do not lead to a cluster. See docs/deploy.md, "Errors"
 */
export async function plan(input: DeployInput, options: PlanOptions = {}): Promise<Plan> {
  const manifests = await readInput(input);
  return runOperation(
    options,
    async (session) => {
      validateInput(manifests, options, session);
      return new Planner(session, manifests, options).run();
    },
    (failure) => planOf([], [], [], failure),
  );
}

class Planner {
  private readonly applier: Applier;
  private readonly objects = new Map<Manifest, PlannedObject>();
  private readonly errors: Rejection[] = [];

  public constructor(
    private readonly session: Session,
    private readonly manifests: readonly Manifest[],
    private readonly options: PlanOptions,
  ) {
    const { client, clock, namespace } = session;
    const discovery = new Discovery(client, clock);
    this.applier = new Applier(client, discovery, namespace, options.forceConflicts);
  }

  public async run(): Promise<Plan> {
    let failure: Failure | undefined;
    try {
      await this.planPrerequisites();
      await this.planJobs();
    } catch (error) {
      failure = failureOf(error, this.session.signal);
    }
    const objects = this.manifests.flatMap((manifest) => this.objects.get(manifest) ?? []);
    return planOf(inputWarnings(this.manifests), objects, this.errors, failure);
  }

  private async planPrerequisites(): Promise<void> {
    const { signal } = this.session;
    const manifests = this.manifests.filter((manifest) => !isJobManifest(manifest));
    const { rejected, failure } = await sendAll(manifests, async (manifest) => {
      const object = await this.applier.locate(manifest, signal);
      const dryRun = await dryRunApply(this.applier, manifest, signal);
      this.objects.set(manifest, planOfDryRun(object, dryRun));
    });
    this.reject(rejected);
    if (failure !== undefined) throw failure.error;
  }

  private async planJobs(): Promise<void> {
    const manifests = this.manifests.filter(isJobManifest);
    const { plans, rejected } = await jobPlans(this.session, this.applier, manifests, this.options);
    this.reject(rejected);
    const byManifest = new Map(plans.map((job) => [job.manifest, job]));
    const { failure } = await sendAll([...byManifest.keys()], async (manifest) => {
      const job = byManifest.get(manifest)!;
      const { decision, object } = job;
      if (decision.type === 'reject') {
        this.errors.push(rejection(object, manifest, decision.reason));
      } else if (decision.type === 'run') {
        const difference = await differenceFromNewestRun(
          this.session,
          object,
          job.dryRun,
          decision,
        );
        this.objects.set(manifest, planOfRun(job, decision, difference));
      } else {
        this.objects.set(manifest, planOfExistingJob(job, decision));
      }
    });
    if (failure !== undefined) throw failure.error;
  }

  private reject(rejected: readonly RejectedManifest<Manifest>[]): void {
    for (const { manifest, error } of rejected) {
      const object = this.applier.refOf(manifest);
      const reason = reasonToComeLater(manifest, error, this.manifests);
      if (reason === undefined) this.errors.push(rejectionOf(object, manifest, error));
      else this.objects.set(manifest, planned(object, 'create', { reason }));
    }
  }
}

function planOf(
  warnings: readonly string[],
  objects: readonly PlannedObject[],
  errors: readonly Rejection[],
  failure?: Failure,
): Plan {
  const isRejected = errors.length > 0 || objects.some(({ action }) => action === 'conflict');
  return {
    schemaVersion: 1,
    outcome: failure?.outcome ?? (isRejected ? 'rejected' : 'succeeded'),
    warnings,
    objects,
    errors:
      failure === undefined
        ? errors
        : [...errors, { object: null, message: failure.message, source: null }],
  };
}

/**
 * Returns why the API server cannot answer for an object yet: the deploy would create its namespace
 * or its kind before it.
 */
function reasonToComeLater(
  { metadata }: Manifest,
  { code, message }: ApiError,
  manifests: readonly Manifest[],
): string | undefined {
  if (code !== 404) return undefined;
  const createsNamespace = manifests.some(
    ({ kind, metadata: { name } }) =>
      kind === 'Namespace' && name === metadata.namespace && message.includes(`"${name}"`),
  );
  if (createsNamespace) return 'its namespace is created before it';
  const definesKind = manifests.some(
    ({ kind, spec }) =>
      kind === 'CustomResourceDefinition' &&
      message.includes(`${(spec as { group?: string }).group}/`),
  );
  return definesKind ? 'its kind is defined before it' : undefined;
}

function planOfRun(
  { object, dryRun }: JobPlan,
  { reason, newest, deletes, waitsFor }: RunDecision,
  { changes, warnings }: RunDifference,
): PlannedObject {
  const replaces = [...deletes, ...waitsFor].some(({ metadata: { name } }) => name === object.name);
  return planned(object, replaces ? 'replace' : 'create', {
    reason,
    changes,
    previousRun: newest?.metadata.name ?? null,
    waitsFor: waitsFor.map(({ metadata: { name } }) => name),
    warnings: [...dryRun.warnings, ...warnings],
  });
}

function planOfExistingJob(
  { object, dryRun }: JobPlan,
  decision: Extract<Decision, { readonly type: 'skip' | 'keep' }>,
): PlannedObject {
  if (decision.type === 'skip') return planned(object, 'skip', { reason: decision.reason });
  return {
    ...planOfDryRun(object, dryRun),
    reason: hasFailed(decision.run) ? 'its newest run failed; --rerun failed runs it again' : null,
  };
}

function hasFailed(run: Job): boolean {
  return jobVerdict(run)?.outcome === 'failed';
}

function planOfDryRun(object: ObjectRef, dryRun: DryRunResult): PlannedObject {
  const { warnings } = dryRun;
  if (dryRun.kind === 'new') return planned(object, 'create', { warnings });
  const changes = changesBetween(dryRun.live, dryRun.result);
  if (dryRun.kind === 'merged' && dryRun.conflict !== undefined) {
    const conflicts = conflictsIn(dryRun.conflict);
    return planned(object, 'conflict', { changes, conflicts, warnings });
  }
  return planned(object, changes.length === 0 ? 'unchanged' : 'update', { changes, warnings });
}

function planned(
  object: ObjectRef,
  action: PlanAction,
  parts: Partial<PlannedObject> = {},
): PlannedObject {
  return {
    ...object,
    action,
    reason: null,
    changes: [],
    previousRun: null,
    conflicts: [],
    waitsFor: [],
    warnings: [],
    ...parts,
  };
}
