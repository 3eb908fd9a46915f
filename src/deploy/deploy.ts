import { Applier, ApplyResult } from './apply/applier';
import { contradictions } from './apply/contradictions';
import { prerequisiteSteps } from './apply/order';
import { refusalMessage } from './apply/refusal-message';
import { Clock, realClock } from './clock';
import type { DeployEvent } from './events';
import { isJobManifest, Manifest } from '../batch/manifest';
import { InputError } from '../manifests/problem';
import { sourceOf } from '../manifests/source';
import { AccessError } from './kube/access';
import { Client } from './kube/client';
import { Discovery } from './kube/discovery';
import { ApiError, ConnectionError } from './kube/errors';
import { ClusterOptions, loadAccess } from './kube/kubeconfig';
import type { Job } from './kube/objects';
import { httpTransport, Transport } from './kube/transport';
import { Limiter } from './limiter';
import { impatience, Patience } from './patience';
import { AppliedObject, Outcome, Refusal, Report, worstOutcome } from './report';
import { track } from './track/track';
import { TrackedJob } from './track/tracked-job';
import type { Verdict } from './verdict/outcome';
import type { StuckPolicy } from './verdict/stuck';

/** How many requests are on their way at once while objects are applied. */
const REQUESTS = 16;

export interface DeployOptions extends ClusterOptions {
  /** How long to wait for the Jobs, in seconds from the call. @default no limit */
  readonly timeoutSeconds?: number;
  /**
   * What becomes of Jobs that something keeps from starting, by class of what it is: `fatal` ends the waiting (`stuck`) when it has stood in
   * the way for a while, 20 to 60 seconds, `warn` tells it then, `ignore` does neither.
   * @default fatal: `image`, `config`, `account`, `admission`, `quota`; warn: `registry`, `unschedulable`, `volume`, `sandbox`,
   * `control-plane`; ignore: `start`, since then Pods fail, and the Job's own retries decide
   */
  readonly stuck?: StuckPolicy;
  /** Stops the waiting; what was applied stays and goes on. @default nothing stops it */
  readonly signal?: AbortSignal;
  /** Is called with each event as it happens. @default nobody is told */
  readonly onEvent?: (event: DeployEvent) => void;
  /** Speaks to the cluster in place of an own connection; `kubeconfig` and `context` are not read then. @default one over HTTP */
  readonly transport?: Transport;
  /** What time it is. @default the system's */
  readonly clock?: Clock;
}

/**
 * Applies manifests to a cluster and waits until every Job among them has ended.
 *
 * Everything that Jobs may need is applied first. If the server refuses any of it, or would refuse any Job, no Job is
 * applied. A Job's verdict comes from a condition that is True, on the very object that was applied, and from nothing else.
 *
 * @returns what happened, whether good or bad.
 * @throws InputError if the manifests contradict each other or the options; AccessError if the kubeconfig does not lead to a cluster. Nothing is applied then.
 */
export async function deploy(manifests: readonly Manifest[], options: DeployOptions = {}): Promise<Report> {
  const clock = options.clock ?? realClock;
  const patience = new Patience(clock, options.timeoutSeconds, options.signal);
  let opened: Transport | undefined;
  try {
    const { transport, namespace } = await connect(options, patience.signal);
    if (options.transport === undefined) opened = transport;
    const problems = contradictions(manifests, options.namespace, namespace);
    if (problems.length > 0) throw new InputError(problems);
    return await new Deploy(new Client(transport, clock), clock, manifests, namespace, options.stuck ?? {}, patience.signal, options.onEvent).run();
  } finally {
    patience.close();
    await opened?.close();
  }
}

async function connect(options: DeployOptions, signal: AbortSignal): Promise<{ transport: Transport; namespace: string }> {
  if (options.transport !== undefined) return { transport: options.transport, namespace: options.namespace || 'default' };
  const access = await loadAccess(options, signal);
  return { transport: httpTransport(access), namespace: access.namespace };
}

/** What is said of Jobs that nobody waited for. */
const BROKEN_OFF: Verdict = { outcome: 'detached', message: 'not waited for, since the deploy was broken off' };

/** One deploy, from the first request to the report. */
class Deploy {
  private readonly applier: Applier;
  private readonly discovery: Discovery;
  private readonly requests = new Limiter(REQUESTS);
  private readonly applied = new Map<Manifest, AppliedObject>();
  private readonly jobs = new Map<Manifest, TrackedJob>();
  private readonly errors: Refusal[] = [];

  public constructor(
    private readonly client: Client,
    private readonly clock: Clock,
    private readonly manifests: readonly Manifest[],
    namespace: string,
    private readonly stuck: StuckPolicy,
    private readonly signal: AbortSignal,
    private readonly emit: (event: DeployEvent) => void = () => undefined,
  ) {
    this.discovery = new Discovery(client, clock);
    this.applier = new Applier(client, this.discovery, namespace);
  }

  public async run(): Promise<Report> {
    try {
      if (!await this.apply()) return this.report('refused');
      await track(this.client, this.clock, this.inOrder(this.jobs), this.stuck, this.signal, this.emit);
      return this.report();
    } catch (error) {
      return this.brokenOff(error);
    }
  }

  /** @returns whether the server took everything */
  private async apply(): Promise<boolean> {
    const jobs = this.manifests.filter(isJobManifest);
    const apply = async (manifest: Manifest) => this.note(manifest, await this.applier.apply(manifest, this.signal));
    for (const step of prerequisiteSteps(this.manifests)) {
      if (!await this.each(step, apply)) return false;
    }
    return await this.each(jobs, (manifest) => this.applier.rehearse(manifest, this.signal)) && this.each(jobs, apply);
  }

  /** Does the same for many. Goes on after a refusal, so that all of a step are told at once, but not without contact. */
  private async each(manifests: readonly Manifest[], work: (manifest: Manifest) => Promise<void>): Promise<boolean> {
    let broken: unknown;
    await Promise.all(manifests.map((manifest) => this.requests.run(async () => {
      if (broken !== undefined) return;
      try {
        await work(manifest);
      } catch (error) {
        if (error instanceof ApiError && error.code !== 401) {
          this.errors.push({ object: this.applier.refOf(manifest), message: refusalMessage(manifest, error), source: sourceOf(manifest) ?? null });
        } else {
          broken ??= error;
        }
      }
    })));
    if (broken !== undefined) throw broken;
    return this.errors.length === 0;
  }

  private note(manifest: Manifest, { object, action, live, warnings }: ApplyResult): void {
    const applied = { ...object, action };
    this.applied.set(manifest, applied);
    this.emit({ type: 'applied', object: applied });
    for (const message of warnings) this.emit({ type: 'warning', object, message });
    if (isJobManifest(manifest)) this.jobs.set(manifest, new TrackedJob(live as Job));
    if (manifest.kind === 'CustomResourceDefinition') this.discovery.expectKindsOf((manifest.spec as { group: string }).group);
  }

  private brokenOff(error: unknown): Report {
    if (this.signal.aborted) return this.report(impatience(this.signal).outcome);
    const refused = error instanceof ApiError;
    if (!refused && !(error instanceof ConnectionError || error instanceof AccessError)) throw error;
    const message = refused && error.code === 401 ? `the API server does not accept these credentials (${error.message})` : error.message;
    this.errors.push({ object: null, message, source: null });
    return this.report(refused ? 'refused' : 'unreachable');
  }

  /** @param cutShort how it ended, if not as its Jobs did */
  private report(cutShort?: Outcome): Report {
    const unended = this.signal.aborted ? impatience(this.signal) : BROKEN_OFF;
    const jobs = this.inOrder(this.jobs).map((job) => {
      job.end(unended);
      return job.report();
    });
    return { schemaVersion: 1, outcome: cutShort ?? worstOutcome(jobs), jobs, applied: this.inOrder(this.applied), errors: this.errors };
  }

  /** What is known of each manifest, in the order in which they were given. */
  private inOrder<T>(known: ReadonlyMap<Manifest, T>): T[] {
    return this.manifests.flatMap((manifest) => known.get(manifest) ?? []);
  }
}
