import { Construct, IConstruct } from 'constructs';
import { JobRecord } from './job-record';
import type { JobChange, Scenario, ScriptedPods } from './scenario';
import { isNamed, NamedJob, scenarioProblems } from './scenario-problems';
import type { SimulatedEvent, Simulation } from './simulation';
import { isJobManifest, Manifest } from '../../kubernetes/manifest';
import { Order, VirtualScheduler } from '../../local/cluster/scheduler';
import { ScriptedNode } from '../../local/cluster/scripted-node';
import { indexOf } from '../../local/controllers/job/pod-state';
import { LocalCluster } from '../../local/local-cluster';
import type { LocalJob, LocalPod } from '../../local/objects';
import type { PodScript } from '../../local/scripted-kubelet';
import { JOBS, PODS } from '../../local/store/known-types';
import { synthJobsWithIds } from '../synth-jobs';

/** A Wednesday without anything special. */
const START_MS = Date.UTC(2025, 0, 1);
const DEFAULT_SECONDS = 7 * 86_400;
const BUILT_IN_NAMESPACE = 'default';

/**
 * Runs Jobs in virtual time, and returns what happened. The API server validates them as in a
 * cluster, and the Job controller retries, counts and ends as that of Kubernetes. Nothing waits:
 * hours take milliseconds. The same input has the same result. CronJobs do not run.
 *
 * ```ts
 * const { jobs } = simulate(chart, { pods: [{ job: 'nightly', attempt: 1, exitCode: 1 }] });
 * expect(jobs[0].outcome).toBe('Complete');
 * ```
 * @param input an app, a chart or any construct, or manifests; only Jobs run
 * @throws Error with every problem of the scenario, every Job that the API server rejects, or every
 *   Job that does not end within the simulated time
 */
export function simulate(
  input: IConstruct | readonly Manifest[],
  scenario: Scenario = {},
): Simulation {
  const jobs = jobsIn(input);
  failWith('invalid scenario', [
    ...(jobs.length === 0 ? ['there is no Job to simulate'] : []),
    ...scenarioProblems(scenario, jobs),
  ]);
  return new VirtualRun(scenario).run(jobs);
}

function jobsIn(input: IConstruct | readonly Manifest[]): readonly NamedJob[] {
  if (Construct.isConstruct(input)) return synthJobsWithIds(input);
  const manifests = input as readonly Manifest[];
  return manifests.filter(isJobManifest).map((manifest) => ({
    id: manifest.metadata.name,
    manifest,
  }));
}

function failWith(title: string, problems: readonly string[]): void {
  if (problems.length > 0) {
    throw new Error(`${title}:${problems.map((problem) => `\n  ${problem}`).join('')}`);
  }
}

/** One simulation: a cluster, and what was seen in it. */
class VirtualRun {
  private readonly scheduler = new VirtualScheduler(START_MS);
  private readonly cluster = new LocalCluster({ scheduler: this.scheduler });
  /** By uid of the Job. */
  private readonly records = new Map<string, JobRecord>();
  private readonly timeline: SimulatedEvent[] = [];
  private readonly problems: string[] = [];
  /** The Job that is being created. */
  private creating?: NamedJob;

  public constructor(private readonly scenario: Scenario) {
    const { store } = this.cluster;
    // The records see a Pod before the node asks what it does.
    store.onChange(({ type, event, object }) => {
      if (type === JOBS) this.seeJob(object as unknown as LocalJob);
      else if (type === PODS) this.seePod(object as unknown as LocalPod, event === 'DELETED');
    });
    new ScriptedNode(store, this.scheduler, (pod) => this.scriptOf(pod));
  }

  public run(jobs: readonly NamedJob[]): Simulation {
    for (const job of jobs) this.create(job);
    failWith('the API server rejects the input', this.problems);
    for (const change of this.scenario.changes ?? []) this.schedule(change, jobs);
    this.advance();
    failWith('the API server rejects a change', this.problems);
    const records = [...this.records.values()];
    const { forSeconds = DEFAULT_SECONDS } = this.scenario;
    failWith(
      `Jobs that did not end within ${forSeconds} simulated seconds`,
      records.flatMap((record) =>
        record.ended ? [] : [`${record.job.id}: ${record.standstill()}`],
      ),
    );
    return {
      jobs: records.map((record) => record.result()),
      timeline: this.timeline,
      containerSeconds: records.reduce((sum, { containerSeconds }) => sum + containerSeconds, 0),
    };
  }

  private advance(): void {
    const end = START_MS + (this.scenario.forSeconds ?? DEFAULT_SECONDS) * 1000;
    const { scheduler, records } = this;
    while (![...records.values()].every(({ ended }) => ended)) {
      const { next } = scheduler;
      if (next === undefined || next > end) return;
      scheduler.advanceTo(next + 1);
    }
  }

  private create(job: NamedJob): void {
    const { namespace = BUILT_IN_NAMESPACE } = job.manifest.metadata;
    if (namespace !== BUILT_IN_NAMESPACE) {
      const metadata = { name: namespace };
      const path = '/api/v1/namespaces';
      const body = { apiVersion: 'v1', kind: 'Namespace', metadata };
      this.cluster.api.answer({ method: 'POST', path, body: JSON.stringify(body) });
    }
    this.creating = job;
    this.send('POST', `/apis/batch/v1/namespaces/${namespace}/jobs`, job.manifest, job.id);
    this.creating = undefined;
  }

  private schedule(change: JobChange, jobs: readonly NamedJob[]): void {
    const { atSeconds, suspend, parallelism } = change;
    const { id, manifest } = jobs.find((job) => isNamed(job, change.job))!;
    const { namespace = BUILT_IN_NAMESPACE, name } = manifest.metadata;
    const path = `/apis/batch/v1/namespaces/${namespace}/jobs/${name}`;
    this.scheduler.at(START_MS + atSeconds * 1000, Order.CONTROLLER, () =>
      this.send('PATCH', path, { spec: { suspend, parallelism } }, id),
    );
  }

  private send(method: string, path: string, body: object, place: string): void {
    const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
    const { status, body: answer } = this.cluster.api.answer({
      method,
      path,
      headers: { 'content-type': type },
      body: JSON.stringify(body),
    });
    if (status < 400) return;
    const { message } = JSON.parse(answer as string) as { readonly message: string };
    this.problems.push(`${place}: ${message}`);
  }

  private seeJob({ metadata: { uid, name, namespace }, status }: LocalJob): void {
    let record = this.records.get(uid);
    if (!record) {
      const now = () => this.seconds();
      record = new JobRecord(this.creating!, namespace, now, (event) =>
        this.timeline.push({ seconds: now(), job: name, ...event }),
      );
      this.records.set(uid, record);
    }
    record.seeJob(status ?? {});
  }

  private seePod(pod: LocalPod, deleted: boolean): void {
    this.recordOf(pod)?.seePod(pod, deleted);
  }

  private recordOf({ metadata: { ownerReferences = [] } }: LocalPod): JobRecord | undefined {
    const owner = ownerReferences.find(({ controller }) => controller);
    return owner && this.records.get(owner.uid);
  }

  private scriptOf(pod: LocalPod): PodScript {
    const record = this.recordOf(pod)!;
    const attempt = record.attemptOf(pod);
    const index = indexOf(pod);
    const entry = this.scenario.pods?.find(
      (script) =>
        (script.job === undefined || isNamed(record.job, script.job)) &&
        (script.index === undefined || script.index === index) &&
        (script.attempt === undefined || script.attempt === attempt),
    );
    if (entry?.neverStarts !== undefined) record.keepPending(pod, entry.neverStarts);
    return entry ? toPodScript(entry) : {};
  }

  private seconds(): number {
    return Math.floor((this.scheduler.now() - START_MS) / 1000);
  }
}

function toPodScript(entry: ScriptedPods): PodScript {
  const { startSeconds, runSeconds, exitCode, reason, drained, neverStarts } = entry;
  return {
    startSeconds,
    runSeconds,
    exitCode,
    reason,
    disrupted: drained,
    neverStarts: neverStarts !== undefined,
  };
}
