import type { Scheduler } from './scheduler';
import { EVENTS } from '../store/known-types';
import type { ObjectStore } from '../store/object-store';
import { apiVersionOf, ResourceType } from '../store/resource-type';
import type { StoredObject } from '../store/stored-object';
import { formatSeconds } from '../timestamps';

/** What happened to an object, as an Event says it. */
export interface Happening {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
}

/** Writes Events about objects. */
export class EventRecorder {
  public constructor(
    private readonly store: ObjectStore,
    private readonly scheduler: Scheduler,
    private readonly component: string,
  ) {}

  public record(
    type: ResourceType,
    { metadata }: StoredObject,
    { type: eventType, reason, message }: Happening,
  ): void {
    const { namespace = 'default', name, uid, resourceVersion } = metadata;
    const time = formatSeconds(this.scheduler.now());
    this.store.create(EVENTS, namespace, {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { generateName: `${name}.` },
      involvedObject: {
        apiVersion: apiVersionOf(type),
        kind: type.kind,
        namespace,
        name,
        uid,
        resourceVersion,
      },
      type: eventType,
      reason,
      message,
      source: { component: this.component },
      reportingComponent: this.component,
      reportingInstance: '',
      firstTimestamp: time,
      lastTimestamp: time,
      count: 1,
    });
  }
}
