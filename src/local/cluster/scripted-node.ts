import { Order, Scheduler } from './scheduler';
import { objectIn } from '../../kubernetes/json';
import type { LocalPod } from '../objects';
import { nextStep, PodScript } from '../scripted-kubelet';
import { PODS } from '../store/known-types';
import type { ObjectStore } from '../store/object-store';
import type { StoredObject } from '../store/stored-object';

export const SCRIPTED_NODE = 'scripted-node';

/** Runs the Pods of a store as scripts say. */
export class ScriptedNode {
  private readonly scripts = new Map<string, PodScript>();

  /** @param script called once for each Pod, in the order of their creation */
  public constructor(
    private readonly store: ObjectStore,
    private readonly scheduler: Scheduler,
    private readonly script: (pod: LocalPod) => PodScript,
  ) {
    store.onChange(({ type, event, object }) => {
      if (type !== PODS) return;
      if (event === 'DELETED') this.scripts.delete(object.metadata.uid);
      else this.see(object);
    });
  }

  private see(stored: StoredObject): void {
    const spec = objectIn(stored.spec);
    if (spec.nodeName === undefined) {
      this.store.update(PODS, { ...stored, spec: { ...spec, nodeName: SCRIPTED_NODE } });
      return; // that is the next change
    }
    const pod = stored as unknown as LocalPod;
    const { uid } = pod.metadata;
    let script = this.scripts.get(uid);
    if (!script) this.scripts.set(uid, (script = this.script(pod)));
    const step = nextStep(pod, script);
    if (!step) return;
    this.scheduler.at(step.at, Order.KUBELET, () => {
      if (this.isCurrent(stored)) this.write(step.pod(this.scheduler.now()));
    });
  }

  private isCurrent(stored: StoredObject): boolean {
    const { namespace = '', name } = stored.metadata;
    return this.store.get(PODS, namespace, name) === stored;
  }

  /** When the containers of a deleted Pod have ended, its grace period has, too. */
  private write(pod: LocalPod): void {
    const { namespace, name, uid, deletionTimestamp } = pod.metadata;
    this.store.update(PODS, pod as unknown as StoredObject, 'status');
    if (deletionTimestamp === undefined) return;
    const deletion = { gracePeriodSeconds: 0, preconditions: { uid } };
    this.store.delete(PODS, namespace, name, deletion);
  }
}
