import type { Feature } from '../features';
import { isOn } from '../features';
import type { FieldPath } from '../field-path';
import type { Struct } from '../schema/field';

/** State of the check of one object: the object, the version of Kubernetes, and rejected paths. */
export class CheckContext {
  private readonly rejectedPaths = new Set<FieldPath>();

  public constructor(
    public readonly kind: 'Job' | 'CronJob',
    /** Minor version of Kubernetes. */
    public readonly minor: number,
    /** The object before defaults are applied. */
    public readonly written: Struct<'Job'> | Struct<'CronJob'>,
    /** The object as the API server stores it, in an update. */
    public readonly old?: Struct<'Job'> | Struct<'CronJob'>,
  ) {}

  /** Returns whether a feature is on by default in this version of Kubernetes. */
  public isEnabled(feature: Feature): boolean {
    return isOn(feature, this.minor);
  }

  public markRejected(path: FieldPath): void {
    for (let at: FieldPath | undefined = path; at; at = at.parent) this.rejectedPaths.add(at);
  }

  /** Returns whether the API server rejects the value at a path, or a part of it. */
  public isRejected(path: FieldPath): boolean {
    return this.rejectedPaths.has(path);
  }
}
