import { Order, Scheduler } from './scheduler';
import { objectIn } from '../../kubernetes/json';
import { terminateNamespace } from '../controllers/namespaces';
import type { Change } from '../store/change-history';
import { NAMESPACES } from '../store/known-types';
import type { ObjectStore } from '../store/object-store';
import type { ResourceType } from '../store/resource-type';
import type { StoredObject } from '../store/stored-object';

interface Content {
  readonly type: ResourceType;
  readonly metadata: StoredObject['metadata'];
}

/** Runs the namespace controller on the namespaces of a store. */
export class NamespaceLoop {
  /** Whether the controller is about to look at a namespace that is being deleted, by its name. */
  private readonly terminating = new Map<string, boolean>();

  public constructor(
    private readonly store: ObjectStore,
    private readonly scheduler: Scheduler,
  ) {
    store.onChange((change) => this.see(change));
  }

  private see({ type, event, object }: Change): void {
    const { name, namespace, deletionTimestamp } = object.metadata;
    if (type === NAMESPACES) {
      if (event === 'DELETED') this.terminating.delete(name);
      else if (deletionTimestamp !== undefined) this.lookAt(name);
    } else if (namespace !== undefined && this.terminating.has(namespace)) {
      this.lookAt(namespace);
    }
  }

  private lookAt(name: string): void {
    if (this.terminating.get(name)) return;
    this.terminating.set(name, true);
    this.scheduler.at(this.scheduler.now(), Order.CONTROLLER, () => this.terminate(name));
  }

  private terminate(name: string): void {
    const namespace = this.store.get(NAMESPACES, '', name);
    if (!namespace || !this.terminating.has(name)) return;
    this.terminating.set(name, false);
    for (const write of terminateNamespace(namespace, this.contentOf(name))) {
      if (write.type === 'finalize') this.finalize(namespace);
      else this.delete(write.object);
    }
  }

  private contentOf(namespace: string): Content[] {
    const types = this.store.types().filter(({ namespaced }) => namespaced);
    return types.flatMap((type) =>
      this.store.list(type, namespace).map(({ metadata }) => ({ type, metadata })),
    );
  }

  /** Another controller may have removed the object since the turn began. */
  private delete({ type, metadata: { namespace = '', name, uid } }: Content): void {
    if (this.store.get(type, namespace, name)?.metadata.uid !== uid) return;
    const propagationPolicy = 'Background';
    this.store.delete(type, namespace, name, { propagationPolicy, preconditions: { uid } });
  }

  private finalize(namespace: StoredObject): void {
    const spec = { ...objectIn(namespace.spec), finalizers: [] };
    this.store.update(NAMESPACES, { ...namespace, spec });
  }
}
