import type { Result, Run, Scenario, SeenPod } from './scenario';
import type { JsonObject } from '../../src/kubernetes/json';
import { withServerDefaults } from '../../src/kubernetes/server/with-server-defaults';
import { COMPLETION_INDEX_LABEL } from '../../src/kubernetes/well-known-labels';
import { VirtualScheduler } from '../../src/local/cluster/scheduler';
import { ScriptedNode } from '../../src/local/cluster/scripted-node';
import { FAILURE_COUNT_ANNOTATION } from '../../src/local/controllers/job/indexes';
import { hasEnded } from '../../src/local/controllers/job/pod-state';
import { LocalCluster } from '../../src/local/local-cluster';
import type { JobStatus, LocalJob, LocalPod } from '../../src/local/objects';
import type { PodScript } from '../../src/local/scripted-kubelet';
import type { Change } from '../../src/local/store/change-history';
import { JOBS, PODS } from '../../src/local/store/known-types';
import type { NewObject } from '../../src/local/store/stored-object';

const START = Date.UTC(2030, 0, 1);
const NAMESPACE = 'default';
const JOB = 'j';

/** Runs a scenario in the embedded cluster, and returns what the oracle returns for it. */
export function runEmbedded(scenario: Scenario): Result {
  const scheduler = new VirtualScheduler(START);
  const { store } = new LocalCluster({ scheduler });
  new ScriptedNode(store, scheduler, scriptsOf(scenario));
  const seen = new SeenChanges(() => Math.floor((scheduler.now() - START) / 1000));
  store.onChange((change) => seen.add(change));
  store.create(JOBS, NAMESPACE, jobOf(scenario));
  for (const { at, spec: change, delete: propagationPolicy } of scenario.patches ?? []) {
    scheduler.advanceTo(START + at * 1000);
    const job = store.get(JOBS, NAMESPACE, JOB);
    if (!job) continue;
    if (propagationPolicy) store.delete(JOBS, NAMESPACE, JOB, { propagationPolicy });
    else store.update(JOBS, { ...job, spec: { ...(job.spec as JsonObject), ...change } });
  }
  scheduler.advanceTo(START + scenario.until * 1000 + 999);
  return { id: scenario.id, ...seen.result() };
}

function jobOf({ job: { spec } }: Scenario): NewObject {
  return withServerDefaults({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: JOB },
    spec,
  }) as NewObject;
}

/** Returns what the next Pod of its index does. */
function scriptsOf({ pods }: Scenario): (pod: LocalPod) => PodScript {
  const turns = new Map<string, number>();
  return ({ metadata }) => {
    const index = metadata.annotations?.[COMPLETION_INDEX_LABEL] ?? '';
    const runs = pods[index] ?? pods.default;
    const nth = turns.get(index) ?? 0;
    turns.set(index, nth + 1);
    return scriptOf(runs[Math.min(nth, runs.length - 1)]);
  };
}

/** What the changes of a Job and its Pods come to. */
class SeenChanges {
  private readonly conditions: Result['conditions'] = [];
  private readonly pods = new Map<string, SeenPod>();
  private status: JobStatus = {};
  private gone: number | undefined;

  /** @param second returns the current time, in seconds since the start */
  public constructor(private readonly second: () => number) {}

  public add({ type, event, object }: Change): void {
    if (type === PODS) this.addPod(object as unknown as LocalPod, event === 'DELETED');
    if (type !== JOBS) return;
    if (event === 'DELETED') this.gone = this.second();
    else this.addJob(object as unknown as LocalJob);
  }

  public result(): Omit<Result, 'id'> {
    return {
      conditions: this.conditions,
      status: countsOf(this.status),
      pods: [...this.pods.values()],
      ...(this.gone !== undefined && { gone: this.gone }),
    };
  }

  private addJob({ status = {} }: Partial<LocalJob>): void {
    this.status = status;
    for (const { type, status: value, reason = '', message = '' } of status.conditions ?? []) {
      const isSeen = this.conditions.some(
        (seen) => seen.Type === type && seen.Status === value && seen.Reason === reason,
      );
      if (isSeen) continue;
      const at = this.second();
      const seen = { Type: type, Status: value, Reason: reason, Message: message, At: at };
      this.conditions.push(seen);
    }
  }

  private addPod(pod: LocalPod, isGone: boolean): void {
    const { uid, annotations } = pod.metadata;
    const seen: SeenPod = this.pods.get(uid) ?? {
      index: annotations?.[COMPLETION_INDEX_LABEL],
      failureCount: annotations?.[FAILURE_COUNT_ANNOTATION],
      created: this.second(),
      phase: '',
    };
    this.pods.set(uid, {
      ...seen,
      phase: pod.status.phase,
      ...(hasEnded(pod) && { finished: seen.finished ?? this.second() }),
      ...(isGone && { deleted: this.second() }),
    });
  }
}

function scriptOf({
  start = 0,
  run = 0,
  exit = 0,
  never = false,
  disrupted = false,
  containers = {},
}: Run): PodScript {
  return {
    containers: Object.fromEntries(
      Object.entries(containers).map(([name, attempts]) => [
        name,
        attempts.map((attempt) => ({ runSeconds: attempt.run, exitCode: attempt.exit })),
      ]),
    ),
    startSeconds: start,
    runSeconds: run,
    exitCode: exit,
    neverStarts: never,
    disrupted,
  };
}

/** The counts of a status, as the oracle prints them. */
export function countsOf(status: JobStatus): JsonObject {
  const { conditions: _, ...counts } = status;
  return counts as unknown as JsonObject;
}
