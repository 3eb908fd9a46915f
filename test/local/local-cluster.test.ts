import type { JsonObject } from '../../src/kubernetes/json';
import { VirtualScheduler } from '../../src/local/cluster/scheduler';
import { ScriptedNode } from '../../src/local/cluster/scripted-node';
import { LocalCluster } from '../../src/local/local-cluster';
import type { JobSpec, JobStatus, LocalPod } from '../../src/local/objects';
import type { PodScript } from '../../src/local/scripted-kubelet';
import { JOBS, PODS } from '../../src/local/store/known-types';
import type { ObjectStore } from '../../src/local/store/object-store';
import type { NewObject, StoredObject } from '../../src/local/store/stored-object';

const START = Date.UTC(2030, 0, 1);
const INDEX = 'batch.kubernetes.io/job-completion-index';
const SPEC: JobSpec = {
  parallelism: 1,
  completions: 1,
  backoffLimit: 6,
  template: { spec: { restartPolicy: 'Never', containers: [{ name: 'main' }] } },
};
const indexed = (completions: number, more: Partial<JobSpec> = {}): JobSpec => {
  return { ...SPEC, completionMode: 'Indexed', completions, parallelism: completions, ...more };
};

/** A Job, and what its Pods do. */
class Scene {
  public readonly store: ObjectStore;
  /** All Pods, as they were created. */
  public readonly pods: LocalPod[] = [];
  private readonly scheduler = new VirtualScheduler(START);

  public constructor(spec: JobSpec, script: (pod: LocalPod, nth: number) => PodScript) {
    this.store = new LocalCluster({ scheduler: this.scheduler }).store;
    new ScriptedNode(this.store, this.scheduler, (pod) => script(pod, this.pods.push(pod) - 1));
    const job = { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'job' }, spec };
    this.store.create(JOBS, 'default', job as unknown as NewObject);
  }

  public after(seconds: number): JobStatus {
    this.scheduler.advanceTo(START + seconds * 1000);
    return (this.job?.status ?? {}) as JobStatus;
  }

  public get job(): StoredObject | undefined {
    return this.store.get(JOBS, 'default', 'job');
  }

  public get leftPods(): readonly StoredObject[] {
    return this.store.list(PODS);
  }

  public updateSpec(change: Partial<JobSpec>): void {
    const job = this.job!;
    const spec = { ...(job.spec as JsonObject), ...(change as JsonObject) };
    this.store.update(JOBS, { ...job, spec });
  }

  /** The seconds in which Pods were created. */
  public get starts(): number[] {
    return this.pods.map(({ metadata }) => (Date.parse(metadata.creationTimestamp) - START) / 1000);
  }
}

const conditionsOf = ({ conditions = [] }: JobStatus) =>
  conditions.map(({ type, status, reason }) => `${type} ${status} ${reason}`);

describe('a Job in virtual time', () => {
  test('is complete when its Pod has succeeded, with the interim condition first', () => {
    const status = new Scene(SPEC, () => ({ runSeconds: 10 })).after(60);
    expect(conditionsOf(status)).toEqual([
      'SuccessCriteriaMet True CompletionsReached',
      'Complete True CompletionsReached',
    ]);
    expect(status).toMatchObject({ succeeded: 1, active: 0, terminating: 0 });
    expect(status.completionTime).toBe('2030-01-01T00:00:12Z'); // 1 s to start, 1 s to be counted
  });

  test('waits twice as long after each failure, and 10 minutes at most', () => {
    const scene = new Scene({ ...SPEC, backoffLimit: 9 }, () => ({ exitCode: 1 }));
    expect(conditionsOf(scene.after(7200))).toEqual([
      'FailureTarget True BackoffLimitExceeded',
      'Failed True BackoffLimitExceeded',
    ]);
    const ends = scene.starts.map((start) => start + 2); // 1 s to start, 1 s to run
    const delays = scene.starts.slice(1).map((start, i) => start - ends[i]);
    expect(delays).toEqual([10, 20, 40, 80, 160, 320, 600, 600, 600]);
  });

  test('does not count a failure that its policy ignores', () => {
    const podFailurePolicy = {
      rules: [
        { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
        { action: 'FailJob', onExitCodes: { operator: 'In', values: [42] } },
      ],
    };
    const scene = new Scene({ ...SPEC, backoffLimit: 0, podFailurePolicy }, (_, nth) =>
      nth === 0 ? { disrupted: true } : { exitCode: 42 },
    );
    const status = scene.after(300);
    expect(conditionsOf(status)[0]).toBe('FailureTarget True PodFailurePolicy');
    expect(status.conditions![0].message).toBe(
      `Container main for pod default/${scene.pods[1].metadata.name} failed with exit code 42 ` +
        'matching FailJob rule at index 1',
    );
    expect(status.failed).toBe(1);
  });

  test('retries each index on its own, and fails with the indexes that failed', () => {
    const scene = new Scene(indexed(3, { backoffLimit: 100, backoffLimitPerIndex: 1 }), (pod) => ({
      exitCode: pod.metadata.annotations![INDEX] === '1' ? 1 : 0,
    }));
    const status = scene.after(300);
    expect(status).toMatchObject({ completedIndexes: '0,2', failedIndexes: '1', failed: 2 });
    expect(conditionsOf(status).at(-1)).toBe('Failed True FailedIndexes');
    expect(
      scene.pods
        .filter(({ metadata }) => metadata.annotations![INDEX] === '1')
        .map(
          ({ metadata }) => metadata.annotations!['batch.kubernetes.io/job-index-failure-count'],
        ),
    ).toEqual(['0', '1']);
  });

  test('succeeds early by its success policy, and stops the other Pods', () => {
    const successPolicy = { rules: [{ succeededIndexes: '0' }] };
    const scene = new Scene(indexed(2, { successPolicy }), (pod) => ({
      runSeconds: pod.metadata.annotations![INDEX] === '0' ? 5 : 1000,
    }));
    const status = scene.after(60);
    expect(conditionsOf(status).at(-1)).toBe('Complete True SuccessPolicy');
    expect(status).toMatchObject({ completedIndexes: '0', active: 0 });
    expect(status.failed).toBeUndefined();
  });

  test('fails at its deadline, and says so before its last Pod has ended', () => {
    const scene = new Scene({ ...SPEC, activeDeadlineSeconds: 30 }, () => ({
      runSeconds: 1000,
      stopSeconds: 10,
    }));
    expect(conditionsOf(scene.after(35))).toEqual(['FailureTarget True DeadlineExceeded']);
    expect(scene.after(35)).toMatchObject({ terminating: 1 });
    expect(conditionsOf(scene.after(60)).at(-1)).toBe('Failed True DeadlineExceeded');
  });

  test('deletes its Pods when it is suspended, and starts again when it is resumed', () => {
    const scene = new Scene(SPEC, () => ({ runSeconds: 20 }));
    scene.after(10);
    scene.updateSpec({ suspend: true });
    expect(conditionsOf(scene.after(50))).toEqual(['Suspended True JobSuspended']);
    scene.updateSpec({ suspend: false });
    const status = scene.after(100);
    expect(status.startTime).toBe('2030-01-01T00:00:50Z');
    expect(conditionsOf(status)).toEqual([
      'Suspended False JobResumed',
      'SuccessCriteriaMet True CompletionsReached',
      'Complete True CompletionsReached',
    ]);
    expect(scene.starts).toEqual([0, 50]);
  });

  test('waits with a replacement until the deleted Pod has ended, if its policy says so', () => {
    const more = { completions: undefined, podReplacementPolicy: 'Failed' };
    const scene = new Scene({ ...SPEC, ...more }, (_, nth) =>
      nth === 0 ? { neverStarts: true, stopSeconds: 20 } : {},
    );
    scene.after(5);
    scene.updateSpec({ parallelism: 0 });
    scene.after(5);
    scene.updateSpec({ parallelism: 1 });
    scene.after(20);
    expect(scene.starts).toEqual([0]);
    scene.after(60);
    expect(scene.starts).toHaveLength(2);
  });

  test('is left to another controller if the spec names one', () => {
    const status = new Scene({ ...SPEC, managedBy: 'example.com/queue' }, () => ({})).after(60);
    expect(status).toEqual({});
  });
});

describe('a container that fails in a Pod with restart policy OnFailure', () => {
  const spec: JobSpec = {
    ...SPEC,
    template: { spec: { restartPolicy: 'OnFailure', containers: [{ name: 'main' }] } },
  };

  test('restarts in place: at once, then after 10 s, 20 s and so on', () => {
    const fails = { runSeconds: 1, exitCode: 1 };
    const scene = new Scene(spec, () => ({ containers: { main: [fails, fails, fails, {}] } }));
    const status = scene.after(60);
    expect(status).toMatchObject({ succeeded: 1 });
    expect(scene.starts).toEqual([0]);
    expect(status.completionTime).toBe('2030-01-01T00:00:36Z'); // 1 + 4 runs + 10 + 20, 1 to count
  });

  test('fails the Job when it has restarted as often as backoffLimit says', () => {
    const scene = new Scene({ ...spec, backoffLimit: 2 }, () => ({ exitCode: 1 }));
    expect(conditionsOf(scene.after(60)).at(-1)).toBe('Failed True BackoffLimitExceeded');
    expect(scene.starts).toEqual([0]);
  });
});

describe('the deletion of a Job that runs', () => {
  const deleted = (propagationPolicy: 'Background' | 'Foreground' | 'Orphan') => {
    const scene = new Scene(SPEC, () => ({ runSeconds: 100, stopSeconds: 5 }));
    scene.after(10);
    scene.store.delete(JOBS, 'default', 'job', { propagationPolicy });
    scene.after(10);
    return scene;
  };
  const left = ({ job, leftPods }: Scene) => [job !== undefined, leftPods.length];

  test('leaves the Job until its Pods have ended if it is in the foreground', () => {
    const scene = deleted('Foreground');
    scene.after(15);
    expect(left(scene)).toEqual([true, 1]);
    scene.after(17);
    expect(left(scene)).toEqual([false, 0]);
  });

  test('removes the Job at once and its Pods later if it is in the background', () => {
    const scene = deleted('Background');
    expect(left(scene)).toEqual([false, 1]);
    scene.after(17);
    expect(left(scene)).toEqual([false, 0]);
  });

  test('lets the Pods run without an owner if they become orphans', () => {
    const scene = deleted('Orphan');
    expect(left(scene)).toEqual([false, 1]);
    scene.after(200);
    const [pod] = scene.leftPods;
    expect(pod.status).toMatchObject({ phase: 'Succeeded' });
    expect(pod.metadata).toMatchObject({ ownerReferences: [], finalizers: [] });
  });

  test('kills its Pods when their grace period ends', () => {
    const template = { spec: { ...SPEC.template.spec, terminationGracePeriodSeconds: 3 } };
    const scene = new Scene({ ...SPEC, template }, () => ({ runSeconds: 100, stopSeconds: 60 }));
    scene.after(10);
    scene.store.delete(JOBS, 'default', 'job', { propagationPolicy: 'Background' });
    scene.after(13);
    expect(left(scene)).toEqual([false, 1]);
    scene.after(14);
    expect(left(scene)).toEqual([false, 0]);
  });
});
