import type { Result, Run, Scenario, SeenPod } from './scenario';
import type { JsonObject } from '../../src/kubernetes/json';
import { withServerDefaults } from '../../src/kubernetes/server/with-server-defaults';
import { COMPLETION_INDEX_LABEL } from '../../src/kubernetes/well-known-labels';
import { FAILURE_COUNT_ANNOTATION } from '../../src/local/controllers/job/indexes';
import { hasEnded, isGone } from '../../src/local/controllers/job/pod-state';
import type { JobSpec, JobStatus, LocalJob, LocalPod } from '../../src/local/objects';
import type { PodScript } from '../../src/local/scripted-kubelet';
import { VirtualCluster } from '../../src/local/virtual-cluster';

const START = Date.UTC(2030, 0, 1);

/** Runs a scenario in the embedded cluster, and returns what the oracle returns for it. */
export function runEmbedded(scenario: Scenario): Result {
  const conditions: Result['conditions'] = [];
  const pods = new Map<string, SeenPod>();
  const turns = new Map<string, number>();
  const second = (now: number) => Math.floor((now - START) / 1000);
  const script = (pod: LocalPod) => {
    const index = pod.metadata.annotations?.[COMPLETION_INDEX_LABEL] ?? '';
    const runs = scenario.pods[index] ?? scenario.pods.default;
    const nth = turns.get(index) ?? 0;
    turns.set(index, nth + 1);
    return scriptOf(runs[Math.min(nth, runs.length - 1)]);
  };
  let last: LocalJob | undefined;
  let gone: number | undefined;
  const cluster = new VirtualCluster(START, script, (job, pod, now) => {
    const { status } = job;
    if (isJobGone(job)) gone ??= second(now);
    else last = job;
    for (const { type, status: value, reason = '', message = '' } of status.conditions ?? []) {
      const isSeen = conditions.some(
        (seen) => seen.Type === type && seen.Status === value && seen.Reason === reason,
      );
      if (!isSeen) {
        conditions.push({
          Type: type,
          Status: value,
          Reason: reason,
          Message: message,
          At: second(now),
        });
      }
    }
    if (pod) see(pods, pod, second(now));
  });
  const { spec } = withServerDefaults({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'j' },
    spec: scenario.job.spec,
  }) as { spec: JsonObject };
  cluster.createJob('j', spec as unknown as JobSpec);
  for (const { at, spec: change, delete: propagation } of scenario.patches ?? []) {
    cluster.advanceTo(START + at * 1000);
    if (propagation) cluster.deleteJob('j', propagation);
    else cluster.updateSpec('j', change as Partial<JobSpec>);
  }
  cluster.advanceTo(START + scenario.until * 1000 + 999);
  return {
    id: scenario.id,
    conditions,
    status: countsOf(last!.status),
    pods: [...pods.values()],
    ...(gone !== undefined && { gone }),
  };
}

function isJobGone({ metadata: { deletionTimestamp, finalizers = [] } }: LocalJob): boolean {
  return deletionTimestamp !== undefined && finalizers.length === 0;
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

function see(pods: Map<string, SeenPod>, pod: LocalPod, now: number): void {
  const { uid, annotations } = pod.metadata;
  const seen: SeenPod = pods.get(uid) ?? {
    index: annotations?.[COMPLETION_INDEX_LABEL],
    failureCount: annotations?.[FAILURE_COUNT_ANNOTATION],
    created: now,
    phase: '',
  };
  pods.set(uid, {
    ...seen,
    phase: pod.status.phase,
    ...(hasEnded(pod) && {
      finished: seen.finished ?? now,
    }),
    ...(isGone(pod) && { deleted: seen.deleted ?? now }),
  });
}

/** The counts of a status, as the oracle prints them. */
export function countsOf(status: JobStatus): JsonObject {
  const { conditions: _, ...counts } = status;
  return counts as unknown as JsonObject;
}
