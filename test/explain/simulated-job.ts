import type { JsonObject } from '../../src/kubernetes/json';
import type { JobManifest } from '../../src/kubernetes/manifest';
import { withServerDefaults } from '../../src/kubernetes/server/with-server-defaults';
import { isActive } from '../../src/local/controllers/job/pod-state';
import type { JobSpec, JobStatus, LocalPod } from '../../src/local/objects';
import type { PodScript } from '../../src/local/scripted-kubelet';
import { VirtualCluster } from '../../src/local/virtual-cluster';

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
  const pods: LocalPod[] = [];
  const active = new Set<string>();
  let [mostActive, ended]: [number, number | undefined] = [0, undefined];
  const cluster = new VirtualCluster(
    START,
    (pod) => script(pod, pods.push(pod) - 1),
    ({ status }, pod, now) => {
      if (pod && isActive(pod)) active.add(pod.metadata.uid);
      else if (pod) active.delete(pod.metadata.uid);
      mostActive = Math.max(mostActive, active.size);
      if (status.conditions?.some(({ type }) => type === 'Complete' || type === 'Failed')) {
        ended ??= (now - START) / 1000;
      }
    },
  );
  const { spec } = withServerDefaults(job as unknown as JsonObject);
  cluster.createJob('job', spec as unknown as JobSpec);
  cluster.advanceTo(START + seconds * 1000);
  return { pods, mostActive, ended, status: cluster.jobNamed('job')!.status };
}
