import { mkdirSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { JsonObject, objectIn, objectsIn } from '../../kubernetes/json';
import type { ContainerLogs, RunLog } from '../container-logs';
import type { LocalContainerStatus } from '../objects';
import { restartDelayMs } from '../restart-delay';
import type { StoredObject } from '../store/stored-object';
import { formatSeconds } from '../timestamps';
import { commandOf, terminationMessage } from './container-command';
import { ContainerConfigError, References } from './environment';
import { podStatus } from './pod-status';
import { HostProcess, ProcessEnd, startProcess } from './process';
import { VolumeError, VolumeFolders, writeVolumes } from './volumes';

/** How often it is tried again to start what lacks a ConfigMap or the like. */
const RETRY_MS = 2_000;

/** What a worker needs from its node. */
export interface WorkerPort {
  readonly references: References;
  readonly folders: VolumeFolders;
  readonly logs: ContainerLogs;
  /** The folder in which programs start that set none. */
  readonly workingFolder: string;
  /** Stores a status of the Pod. */
  writeStatus(status: JsonObject): void;
  /** Records an event about the Pod. */
  record(type: 'Normal' | 'Warning', reason: string, message: string): void;
}

type Role = 'init' | 'sidecar' | 'main';

/** Runs the containers of one Pod as processes of this machine, and reports their states. */
export class PodWorker {
  private readonly statuses = new Map<string, LocalContainerStatus>();
  private readonly processes = new Map<string, HostProcess>();
  private readonly stopping = new AbortController();
  private readonly spec: JsonObject;
  private volumes: ReadonlyMap<string, string> = new Map();

  public constructor(
    private readonly pod: StoredObject,
    private readonly port: WorkerPort,
  ) {
    this.spec = objectIn(pod.spec);
    for (const container of this.containers) {
      this.statuses.set(nameOf(container), waiting(container, 'ContainerCreating'));
    }
  }

  /** Runs all containers to their ends. @returns when the last process has ended */
  public async run(): Promise<void> {
    this.report();
    try {
      if (await this.prepareVolumes()) await this.runContainers();
    } catch (error) {
      if (!this.stopping.signal.aborted) throw error;
    } finally {
      this.kill('SIGKILL');
      await Promise.all([...this.processes.values()].map(({ ended }) => ended));
      this.stopping.abort();
      this.report();
      rmSync(this.port.folders.ofPod, { recursive: true, force: true });
    }
  }

  /** Ends all containers: with SIGTERM, and with SIGKILL after the grace period. */
  public stop(graceSeconds: number): void {
    if (this.stopping.signal.aborted) return;
    this.stopping.abort();
    this.kill(graceSeconds > 0 ? 'SIGTERM' : 'SIGKILL');
    const timer = setTimeout(() => this.kill('SIGKILL'), graceSeconds * 1000);
    void Promise.all([...this.processes.values()].map(({ ended }) => ended)).then(() =>
      clearTimeout(timer),
    );
  }

  /** Ends all processes at once, for example when this program ends. */
  public kill(signal: 'SIGTERM' | 'SIGKILL'): void {
    for (const process of this.processes.values()) process.kill(signal);
  }

  private get containers(): readonly JsonObject[] {
    return [...objectsIn(this.spec.initContainers), ...objectsIn(this.spec.containers)];
  }

  private async prepareVolumes(): Promise<boolean> {
    for (;;) {
      try {
        mkdirSync(this.port.folders.ofPod, { recursive: true });
        this.volumes = writeVolumes(this.pod, this.port.references, this.port.folders);
        return true;
      } catch (error) {
        if (!(error instanceof VolumeError)) throw error;
        this.port.record('Warning', 'FailedMount', error.message);
        await sleep(RETRY_MS, undefined, { signal: this.stopping.signal });
      }
    }
  }

  private async runContainers(): Promise<void> {
    const sidecars: Promise<unknown>[] = [];
    for (const container of objectsIn(this.spec.initContainers)) {
      if (container.restartPolicy === 'Always') {
        sidecars.push(this.runToEnd(container, 'sidecar').catch(ignoreAbort));
        continue;
      }
      if ((await this.runToEnd(container, 'init')) !== 0) return;
    }
    const main = objectsIn(this.spec.containers);
    const ends = main.map((container) => this.runToEnd(container, 'main').catch(ignoreAbort));
    await Promise.all(ends);
    this.stopping.abort();
    for (const container of objectsIn(this.spec.initContainers)) {
      this.processes.get(nameOf(container))?.kill('SIGTERM');
    }
    const grace = Number(this.spec.terminationGracePeriodSeconds ?? 30);
    const timer = setTimeout(() => this.kill('SIGKILL'), grace * 1000);
    await Promise.all(sidecars);
    clearTimeout(timer);
  }

  /** Runs a container until it is not restarted any more. @returns the exit code of its last run */
  private async runToEnd(container: JsonObject, role: Role): Promise<number> {
    let delay: number | undefined;
    for (let run = 0; ; run++) {
      const startedAt = performance.now();
      const exitCode = await this.runOnce(container, run);
      if (this.stopping.signal.aborted || !this.restarts(role, exitCode)) return exitCode;
      delay = restartDelayMs(delay, performance.now() - startedAt);
      if (delay > 0) {
        this.backOff(container, delay);
        await sleep(delay, undefined, { signal: this.stopping.signal });
      }
    }
  }

  private restarts(role: Role, exitCode: number): boolean {
    if (role === 'sidecar') return true;
    return exitCode !== 0 && this.spec.restartPolicy !== 'Never';
  }

  private backOff(container: JsonObject, delayMs: number): void {
    const name = nameOf(container);
    const status = this.statuses.get(name)!;
    const where = `container=${name} pod=${this.pod.metadata.name}`;
    const message = `back-off ${delayMs / 1000}s restarting failed ${where}`;
    this.set({
      ...status,
      state: { waiting: { reason: 'CrashLoopBackOff', message } },
      lastState: status.state,
    } as LocalContainerStatus);
    this.port.record('Warning', 'BackOff', `Back-off restarting failed container ${name}`);
  }

  private async runOnce(container: JsonObject, run: number): Promise<number> {
    const name = nameOf(container);
    const { log, process } = await this.start(container);
    const startedAt = formatSeconds(Date.now());
    const before = this.statuses.get(name)!;
    const containerID = `process://${this.pod.metadata.uid}/${name}/${run}`;
    const lastState =
      run === 0 ? undefined : before.state?.waiting ? before.lastState : before.state;
    this.set({
      ...before,
      containerID,
      restartCount: run,
      ready: true,
      started: true,
      state: { running: { startedAt } },
      lastState: lastState ?? {},
    } as LocalContainerStatus);
    const end = await process.ended;
    log.end();
    this.processes.delete(name);
    this.set({
      ...this.statuses.get(name)!,
      ready: false,
      started: false,
      state: {
        terminated: terminated(
          end,
          startedAt,
          containerID,
          terminationMessage(container, this.port.folders.ofPod, log, end),
        ),
      },
    } as LocalContainerStatus);
    return end.exitCode;
  }

  /** Starts a container as soon as it can be. @throws the reason of `stopping` */
  private async start(
    container: JsonObject,
  ): Promise<{ readonly log: RunLog; readonly process: HostProcess }> {
    for (;;) {
      this.stopping.signal.throwIfAborted();
      const name = nameOf(container);
      try {
        const { references, folders, workingFolder } = this.port;
        const { volumes } = this;
        const command = commandOf(container, this.pod, references, {
          ofPod: folders.ofPod,
          volumes,
          working: workingFolder,
        });
        const log = this.port.logs.begin(this.pod.metadata.uid, name);
        const process = startProcess(command, log);
        this.processes.set(name, process);
        this.port.record(
          'Normal',
          'Started',
          `Started ${command.program} as a process of this machine for container ${name}`,
        );
        return { log, process };
      } catch (error) {
        if (!(error instanceof ContainerConfigError)) throw error;
        this.set(waiting(container, 'CreateContainerConfigError', error.message));
        this.port.record('Warning', 'Failed', `Error: ${error.message}`);
        await sleep(RETRY_MS, undefined, { signal: this.stopping.signal });
      }
    }
  }

  private set(status: LocalContainerStatus): void {
    this.statuses.set(status.name, status);
    this.report();
  }

  private report(): void {
    const status = podStatus(this.pod, this.statuses, this.stopping.signal.aborted, Date.now());
    this.port.writeStatus(status);
  }
}

function nameOf({ name }: JsonObject): string {
  return String(name);
}

function ignoreAbort(error: Error): void {
  if (error.name !== 'AbortError') throw error;
}

function waiting(container: JsonObject, reason: string, message?: string): LocalContainerStatus {
  return {
    name: nameOf(container),
    image: String(container.image ?? ''),
    imageID: '',
    ready: false,
    started: false,
    restartCount: 0,
    state: { waiting: { reason, ...(message !== undefined && { message }) } },
    lastState: {},
  } as LocalContainerStatus;
}

function terminated(
  { exitCode, startError }: ProcessEnd,
  startedAt: string,
  containerID: string,
  message: string | undefined,
) {
  return {
    exitCode,
    reason: startError !== undefined ? 'StartError' : exitCode === 0 ? 'Completed' : 'Error',
    ...(message !== undefined && { message }),
    startedAt,
    finishedAt: formatSeconds(Date.now()),
    containerID,
  };
}
