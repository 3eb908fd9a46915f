import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { objectIn } from '../../kubernetes/json';
import { EventRecorder } from '../cluster/event-recorder';
import { Order, Scheduler } from '../cluster/scheduler';
import type { ContainerLogs } from '../container-logs';
import { PodWorker } from './pod-worker';
import { CONFIG_MAPS, PODS, SECRETS } from '../store/known-types';
import type { ObjectStore } from '../store/object-store';
import type { StoredObject } from '../store/stored-object';

export const HOST_NODE = 'this-machine';

/**
 * How long the Pod remains after its containers have ended, as a kubelet needs about: who follows
 * its log learns of the end before the log is gone.
 */
const DELETION_DELAY_MS = 1000;

/**
 * Runs the Pods of a store as processes of this machine. Nothing isolates them: images, users,
 * limits and networks of the manifests have no effect.
 */
export class HostNode {
  private readonly workers = new Map<string, PodWorker>();
  private readonly events: EventRecorder;
  private readonly folder = mkdtempSync(join(tmpdir(), 'cdk8s-jobs-local-'));
  private readonly running = new Set<Promise<void>>();

  /** @param workingFolder where programs start whose container has no `workingDir` */
  public constructor(
    private readonly store: ObjectStore,
    private readonly scheduler: Scheduler,
    private readonly logs: ContainerLogs,
    private readonly workingFolder: string,
  ) {
    this.events = new EventRecorder(store, scheduler, 'kubelet');
    store.onChange(({ type, event, object }) => {
      if (type !== PODS) return;
      if (event === 'DELETED') this.forget(object);
      else this.see(object);
    });
  }

  /** Kills all processes. @returns when they have ended, and their folders are removed */
  public async close(): Promise<void> {
    for (const worker of this.workers.values()) worker.stop(0);
    await Promise.all(this.running);
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Kills all processes before this program ends without `close`. */
  public killAll(): void {
    for (const worker of this.workers.values()) worker.kill('SIGKILL');
  }

  private see(pod: StoredObject): void {
    const { uid, deletionTimestamp, deletionGracePeriodSeconds = 0 } = pod.metadata;
    const worker = this.workers.get(uid);
    if (deletionTimestamp !== undefined) {
      if (worker) worker.stop(deletionGracePeriodSeconds);
      else if (objectIn(pod.spec).nodeName !== undefined) this.finishDeletion(pod);
      return;
    }
    if (worker || objectIn(pod.status).phase !== 'Pending') return;
    const bound = { ...pod, spec: { ...objectIn(pod.spec), nodeName: HOST_NODE } };
    this.start(bound);
    this.store.update(PODS, bound);
  }

  private start(pod: StoredObject): void {
    const { uid, namespace = '', name } = pod.metadata;
    const worker = new PodWorker(pod, {
      logs: this.logs,
      workingFolder: this.workingFolder,
      folders: { ofPod: join(this.folder, uid), ofClaims: join(this.folder, 'claims') },
      references: {
        configMap: (other) => this.store.get(CONFIG_MAPS, namespace, other),
        secret: (other) => this.store.get(SECRETS, namespace, other),
      },
      writeStatus: (status) => {
        const current = this.store.get(PODS, namespace, name);
        if (current?.metadata.uid !== uid) return;
        this.store.update(
          PODS,
          { ...current, status: { ...objectIn(current.status), ...status } },
          'status',
        );
      },
      record: (type, reason, message) => this.events.record(PODS, pod, { type, reason, message }),
    });
    this.workers.set(uid, worker);
    // The listeners of the store are called first: they must know the Pod before its status.
    const done = Promise.resolve()
      .then(() => worker.run())
      .finally(() => {
        this.workers.delete(uid);
        this.running.delete(done);
        const current = this.store.get(PODS, namespace, name);
        if (current?.metadata.uid === uid && current.metadata.deletionTimestamp !== undefined) {
          this.scheduler.at(this.scheduler.now() + DELETION_DELAY_MS, Order.KUBELET, () =>
            this.finishDeletion(current),
          );
        }
      });
    this.running.add(done);
  }

  /** Ends the deletion of a Pod: none of its containers runs any more. */
  private finishDeletion({ metadata: { namespace = '', name, uid } }: StoredObject): void {
    if (this.store.get(PODS, namespace, name)?.metadata.uid !== uid) return;
    const preconditions = { uid };
    this.store.delete(PODS, namespace, name, { gracePeriodSeconds: 0, preconditions });
  }

  private forget({ metadata: { uid } }: StoredObject): void {
    this.workers.get(uid)?.stop(0);
    this.logs.drop(uid);
  }
}
