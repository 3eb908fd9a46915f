import { JobRuns } from './job-runs';
import { DeployInput, readInput } from './read-input';
import { ReportBuilder, reportOf } from './report-builder';
import { restoreTtls } from './restore-ttl';
import { runOperation } from './run-operation';
import { isJobManifest, Manifest } from '../../kubernetes/manifest';
import { Applier, emitApplied } from '../apply/applier';
import { rejectionOf } from '../apply/error-message';
import { prerequisiteSteps } from '../apply/order';
import { sendAll } from '../apply/send-all';
import { InputOptions, inputWarnings, validateInput } from '../apply/validate-input';
import type { AppliedObject, Report } from '../core/report';
import type { Session, SessionOptions } from '../core/session';
import { Discovery } from '../kube/discovery';
import { certainRejections } from '../plan/certain-rejections';
import type { RunOptions } from '../plan/decision';
import { cancelJobs } from '../track/cancel';
import type { TrackOptions } from '../track/track-options';

/** Options of `deploy`. */
export interface DeployOptions extends SessionOptions, InputOptions, RunOptions, TrackOptions {
  /**
   * Whether to take over fields that other field managers own.
   * @default false: a conflict rejects the deploy, with the field and its manager
   */
  readonly forceConflicts?: boolean;
}

/**
 * Applies manifests to a cluster and waits until every Job among them has ended.
 *
 * ```ts
 * const report = await deploy('dist', { namespace: 'shop' }); // or manifests, an App, a Chart
 * if (report.outcome !== 'succeeded') throw new Error(JSON.stringify(report, null, 2));
 * ```
 *
 * The API server is asked first whether it would reject anything (a dry run), and nothing is applied
 * if so. Then everything that Jobs may need is applied. If the API server rejects any of it, or would
 * reject any Job by then, no Job is applied. A Job succeeds when the very object that was applied has the
 * condition `Complete` with status True.
 *
 * @param input manifests, paths of files or folders, an App or Chart of cdk8s, or an array of these
 * @returns what happened. Whatever the cluster answers, or that it does not answer, is an outcome
 * @throws InputError if the input or an option is not valid; AccessError if the kubeconfig or the
 * credentials do not lead to a cluster. Nothing was applied then. See docs/deploy.md, "Errors"
 */
export async function deploy(input: DeployInput, options: DeployOptions = {}): Promise<Report> {
  const manifests = await readInput(input);
  return runOperation(
    options,
    async (session) => {
      validateInput(manifests, options, session);
      return new Deploy(session, manifests, options).run();
    },
    ({ outcome }) => reportOf(outcome),
  );
}

/** One deploy, from the first request to the report. */
class Deploy {
  private readonly discovery: Discovery;
  private readonly applier: Applier;
  private readonly report: ReportBuilder;
  private readonly applied = new Map<Manifest, AppliedObject>();
  private readonly runs: JobRuns;

  public constructor(
    private readonly session: Session,
    private readonly manifests: readonly Manifest[],
    private readonly options: DeployOptions,
  ) {
    const { client, clock, namespace } = session;
    this.discovery = new Discovery(client, clock);
    this.applier = new Applier(client, this.discovery, namespace, options.forceConflicts);
    this.runs = new JobRuns(session, this.applier, manifests.filter(isJobManifest), options);
    this.report = new ReportBuilder(session, () => ({
      jobs: this.runs.jobs,
      applied: manifests.flatMap(
        (manifest) => this.applied.get(manifest) ?? this.runs.appliedOf(manifest) ?? [],
      ),
    }));
  }

  public run(): Promise<Report> {
    return this.report.run(async () => {
      try {
        for (const message of inputWarnings(this.manifests)) {
          this.session.emit({ type: 'warning', message });
        }
        await this.rejectBeforeChanges();
        if (this.report.errors.length === 0) await this.applyPrerequisites();
        if (this.report.errors.length === 0) await this.runJobs();
        return this.report.errors.length > 0 ? 'rejected' : undefined;
      } catch (error) {
        if (!this.session.signal.aborted) throw error;
        const outcome = await cancelJobs(this.session, this.runs.tracked, this.options.onCancel);
        return this.runs.jobs.length === 0 ? outcome : undefined;
      } finally {
        await restoreTtls(this.session, this.runs.tracked);
      }
    });
  }

  private async rejectBeforeChanges(): Promise<void> {
    const { session, applier, manifests, options } = this;
    this.report.errors.push(...(await certainRejections(session, applier, manifests, options)));
  }

  /** Applies everything but the Jobs, step by step, until a step has a rejection. */
  private async applyPrerequisites(): Promise<void> {
    for (const step of prerequisiteSteps(this.manifests)) {
      const { rejected, failure } = await sendAll(step, (manifest) => this.apply(manifest));
      for (const { manifest, error } of rejected) {
        this.report.errors.push(rejectionOf(this.applier.refOf(manifest), manifest, error));
      }
      if (failure !== undefined) throw failure.error;
      if (rejected.length > 0) return;
    }
  }

  private async apply(manifest: Manifest): Promise<void> {
    const result = await this.applier.apply(manifest, this.session.signal);
    this.applied.set(manifest, emitApplied(this.session, result));
    if (manifest.kind === 'CustomResourceDefinition') {
      this.discovery.expectKindsOf((manifest.spec as { group: string }).group);
    }
  }

  private async runJobs(): Promise<void> {
    try {
      await this.runs.run();
    } finally {
      this.report.errors.push(...this.runs.rejections);
    }
  }
}
