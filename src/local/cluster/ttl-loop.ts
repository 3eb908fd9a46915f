import { Order, Scheduler } from './scheduler';
import { expireJob } from '../controllers/ttl';
import type { LocalJob } from '../objects';
import { JOBS } from '../store/known-types';
import type { ObjectStore } from '../store/object-store';
import type { StoredObject } from '../store/stored-object';

/** Deletes the Jobs of a store that have ended when their TTL expires. */
export class TtlLoop {
  public constructor(
    private readonly store: ObjectStore,
    private readonly scheduler: Scheduler,
  ) {
    store.onChange(({ type, event, object }) => {
      if (type === JOBS && event !== 'DELETED') this.see(object);
    });
  }

  private see(job: StoredObject): void {
    const { deletes, lookAgainAt } = expireJob(asJob(job), this.scheduler.now());
    const at = deletes ? this.scheduler.now() : lookAgainAt;
    if (at !== undefined) this.scheduler.at(at, Order.CONTROLLER, () => this.expire(job));
  }

  /** A Job that has changed since was looked at again when it did. */
  private expire(job: StoredObject): void {
    const { namespace = '', name, uid } = job.metadata;
    if (this.store.get(JOBS, namespace, name) !== job) return;
    if (!expireJob(asJob(job), this.scheduler.now()).deletes) return;
    const deletion = { propagationPolicy: 'Foreground', preconditions: { uid } } as const;
    this.store.delete(JOBS, namespace, name, deletion);
  }
}

/** The store keeps what the API server has validated. */
function asJob(object: StoredObject): LocalJob {
  return { status: {}, ...object } as unknown as LocalJob;
}
