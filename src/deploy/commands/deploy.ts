import { DeployInput, readInput } from './read-input';
import { ReportBuilder } from './report-builder';
import { restoreTtls } from './restore-ttl';
import { startJobs } from './start-jobs';
import { isJobManifest, Manifest } from '../../kubernetes/manifest';
import { sourceOf } from '../../manifests/source';
import { Applier, ApplyResult, emitApplied } from '../apply/applier';
import { applyAll } from '../apply/apply-all';
import { rejectionMessage } from '../apply/error-message';
import { prerequisiteSteps } from '../apply/order';
import { validateInput } from '../apply/validate-input';
import type { AppliedObject, Report } from '../core/report';
import { inSession, Session, SessionOptions } from '../core/session';
import { Discovery } from '../kube/discovery';
import type { RunOptions } from '../plan/decision';
import { Limiter, APPLY_CONCURRENCY } from '../runtime/limiter';
import { cancelJobs } from '../track/cancel';
import { track } from '../track/track';
import type { TrackOptions } from '../track/track-options';
import type { TrackedJob } from '../track/tracked-job';

export interface DeployOptions extends SessionOptions, RunOptions, TrackOptions {
  /** Whether fields that other managers own are taken over. @default false: the deploy is refused, which names field and manager */
  readonly forceConflicts?: boolean;
}

/**
 * Applies manifests to a cluster and waits until every Job among them has ended.
 *
 * ```ts
 * const report = await deploy('dist', { namespace: 'shop' }); // or manifests, an App, a Chart
 * ```
 *
 * Everything that Jobs may need is applied first. If the server refuses any of it, or would refuse any Job, no Job is
 * applied. A Job's verdict comes from a condition that is True, on the very object that was applied, and from nothing else.
 *
 * @param input manifests, paths of files or folders, an App or Chart of cdk8s, or an array of these
 * @returns what happened, whether good or bad.
 * @throws InputError if the manifests contradict each other or the options; AccessError if the kubeconfig does not lead to a cluster. Nothing is applied then.
 */
export async function deploy(input: DeployInput, options: DeployOptions = {}): Promise<Report> {
  const manifests = await readInput(input);
  return inSession(options, async (session) => {
    validateInput(manifests, options, session);
    return new Deploy(session, manifests, options).run();
  });
}

/** One deploy, from the first request to the report. */
class Deploy {
  private readonly applier: Applier;
  private readonly discovery: Discovery;
  private readonly requests = new Limiter(APPLY_CONCURRENCY);
  private readonly applied = new Map<Manifest, AppliedObject>();
  private readonly jobs = new Map<Manifest, TrackedJob>();
  private readonly journal: ReportBuilder;

  public constructor(
    private readonly session: Session,
    private readonly manifests: readonly Manifest[],
    private readonly options: DeployOptions,
  ) {
    this.discovery = new Discovery(session.client, session.clock);
    this.applier = new Applier(
      session.client,
      this.discovery,
      session.namespace,
      options.forceConflicts,
    );
    this.journal = new ReportBuilder(
      session,
      () => this.inOrder(this.jobs),
      () => this.inOrder(this.applied),
    );
  }

  public run(): Promise<Report> {
    return this.journal.run(async () => {
      try {
        if (!(await this.apply())) return 'rejected';
        await track(this.session, this.inOrder(this.jobs), this.options);
        return undefined;
      } catch (error) {
        if (!this.session.signal.aborted) throw error;
        return await cancelJobs(this.session, this.inOrder(this.jobs), this.options.onCancel);
      } finally {
        await restoreTtls(this.session, this.inOrder(this.jobs));
      }
    });
  }

  /** @returns whether the server took everything */
  private async apply(): Promise<boolean> {
    for (const step of prerequisiteSteps(this.manifests)) {
      await applyAll(
        this.requests,
        step,
        async (manifest) =>
          this.note(manifest, await this.applier.apply(manifest, this.session.signal)),
        this.refused,
      );
      if (this.journal.errors.length > 0) return false;
    }
    await startJobs(
      this.session,
      this.applier,
      this.requests,
      this.manifests.filter(isJobManifest),
      this.options,
      {
        onRejected: this.refused,
        onStarted: (manifest, job, result) => {
          this.jobs.set(manifest, job);
          if (result !== undefined) this.note(manifest, result);
        },
      },
    );
    return this.journal.errors.length === 0;
  }

  private readonly refused = (
    manifest: Manifest,
    error: Parameters<typeof rejectionMessage>[1],
  ): void => {
    this.journal.reject(
      this.applier.refOf(manifest),
      rejectionMessage(manifest, error),
      sourceOf(manifest) ?? null,
    );
  };

  private note(manifest: Manifest, result: ApplyResult): void {
    this.applied.set(manifest, emitApplied(this.session, result));
    if (manifest.kind === 'CustomResourceDefinition') {
      this.discovery.expectKindsOf((manifest.spec as { group: string }).group);
    }
  }

  /** What is known of each manifest, in the order in which they were given. */
  private inOrder<T>(known: ReadonlyMap<Manifest, T>): T[] {
    return this.manifests.flatMap((manifest) => known.get(manifest) ?? []);
  }
}
