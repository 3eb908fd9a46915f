import type { Clock } from '../clock';
import type { DeployEvent } from '../events';
import { followLog, RunState } from './follow-log';
import type { Client } from '../kube/client';
import type { Pod } from '../kube/objects';
import { Limiter } from '../limiter';
import { sharedStop } from '../shared-stop';
import type { TrackedJob } from '../track/tracked-job';
import { containerRuns, ContainerRunStatus } from '../verdict/container-runs';

/** Each open stream holds a connection and a file of the kubelet. */
const MOST_STREAMS = 100;
/** How long, after the last verdict, logs may be silent before they are given up, in milliseconds. */
const SILENCE = 10_000;
/** And how long they may go on at all: a Pod that outlives its Job may never fall silent. */
const LONGEST = 60_000;

/** Follows the log of every run of every container of the Jobs' Pods, each once. */
export class JobLogs {
  private readonly followed = new Set<string>();
  private readonly following = new Set<Promise<void>>();
  private readonly streams = new Limiter(MOST_STREAMS);
  private readonly stop = sharedStop();
  private lastLine: number;

  /** @param fail is told what no log can be blamed for */
  public constructor(
    private readonly client: Client,
    private readonly clock: Clock,
    private readonly emit: (event: DeployEvent) => void,
    private readonly fail: (error: unknown) => void,
  ) {
    this.lastLine = clock.now();
  }

  /** Follows what the Pod shows and is not followed yet. */
  public see(job: TrackedJob, pod: Pod): void {
    const runs = containerRuns(pod);
    for (const run of runs.filter(({ key }) => !this.followed.has(key))) {
      this.followed.add(run.key);
      const follower = this.streams.run(() => this.follow(job, pod, run, pod.spec.containers.length + (pod.spec.initContainers?.length ?? 0) > 1));
      this.following.add(follower);
      void follower.finally(() => this.following.delete(follower));
    }
  }

  /** Waits until all that is followed has been read to its end, or nothing has come for a while; a verdict never waits for this. */
  public async drain(): Promise<void> {
    const started = this.clock.now();
    this.lastLine = started;
    while (this.following.size > 0 && !this.stop.signal.aborted) {
      const left = Math.min(this.lastLine + SILENCE, started + LONGEST) - this.clock.now();
      if (left <= 0) {
        this.emit({ type: 'warning', message: `${this.following.size} ${this.following.size === 1 ? 'log' : 'logs'} could not be read to the end` });
        break;
      }
      await Promise.race([Promise.all(this.following), this.clock.sleep(Math.min(left, 500), this.stop.signal).catch(() => undefined)]);
    }
    this.close();
  }

  public close(): void {
    this.stop.abort();
  }

  private async follow(job: TrackedJob, pod: Pod, { key, container }: ContainerRunStatus, oneOfMany: boolean): Promise<void> {
    const { namespace, name } = job;
    const of = { namespace, pod: pod.metadata.name, container };
    try {
      for await (const line of followLog(this.client, this.clock, of, () => stateOf(job, pod, key), this.stop.signal)) {
        this.lastLine = this.clock.now();
        if ('gap' in line) {
          this.emit({ type: 'warning', message: `log of ${namespace}/${of.pod}, container ${container}, is not complete: ${line.gap}` });
          continue;
        }
        job.seeLine(key, line.text);
        this.emit({ type: 'log', namespace, job: name, pod: of.pod, container, oneOfMany, ...line });
      }
    } catch (error) {
      if (!this.stop.signal.aborted) this.fail(error);
    }
  }
}

function stateOf(job: TrackedJob, { metadata: { uid } }: Pod, key: string): RunState {
  const tracked = job.podOf(uid);
  if (tracked === undefined || tracked.deleted) return 'lost';
  return containerRuns(tracked.pod).find((run) => run.key === key)?.state ?? 'lost';
}
