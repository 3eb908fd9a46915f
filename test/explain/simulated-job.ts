import type { JsonObject } from '../../src/kubernetes/json';
import type { JobManifest } from '../../src/kubernetes/manifest';
import { withServerDefaults } from '../../src/kubernetes/server/with-server-defaults';
import { VirtualScheduler } from '../../src/local/cluster/scheduler';
import { ScriptedNode } from '../../src/local/cluster/scripted-node';
import { isFinished } from '../../src/local/controllers/job/conditions';
import { isActive } from '../../src/local/controllers/job/pod-state';
import { LocalCluster } from '../../src/local/local-cluster';
import type { JobStatus, LocalJob, LocalPod } from '../../src/local/objects';
import type { PodScript } from '../../src/local/scripted-kubelet';
import { JOBS, PODS } from '../../src/local/store/known-types';
import type { NewObject } from '../../src/local/store/stored-object';

const START = Date.UTC(2030, 0, 1);

/** What became of a Job in virtual time. */
export interface SimulatedJob {
  readonly pods: readonly LocalPod[];
  readonly mostActive: number;
  readonly status: JobStatus;
  /** Seconds from the start to the final condition. @default the Job has not ended */
  readonly ended?: number;
}

export function jobOf(spec: object): JobManifest {
  const template = { spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'a' }] } };
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'job' },
    spec: { template, ...spec },
  } as JobManifest;
}

/** Runs a Job whose n-th Pod does what a function says. */
export function simulated(
  job: JobManifest,
  script: (pod: LocalPod, nth: number) => PodScript,
  seconds: number,
): SimulatedJob {
  const scheduler = new VirtualScheduler(START);
  const { store } = new LocalCluster({ scheduler });
  const pods: LocalPod[] = [];
  new ScriptedNode(store, scheduler, (pod) => script(pod, pods.push(pod) - 1));
  const active = new Set<string>();
  let [mostActive, ended]: [number, number | undefined] = [0, undefined];
  let status: JobStatus = {};
  store.onChange(({ type, event, object }) => {
    if (type === JOBS) {
      status = (object as unknown as LocalJob).status ?? {};
      if (isFinished(status)) ended ??= (scheduler.now() - START) / 1000;
    }
    if (type !== PODS) return;
    const pod = object as unknown as LocalPod;
    if (event !== 'DELETED' && isActive(pod)) active.add(pod.metadata.uid);
    else active.delete(pod.metadata.uid);
    mostActive = Math.max(mostActive, active.size);
  });
  const stored = withServerDefaults(job as unknown as JsonObject) as NewObject;
  store.create(JOBS, 'default', stored);
  scheduler.advanceTo(START + seconds * 1000);
  return { pods, mostActive, ended, status };
}
