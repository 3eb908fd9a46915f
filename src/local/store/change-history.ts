import type { ResourceType } from './resource-type';
import type { StoredObject } from './stored-object';

/** One change of one object, as a watch reports it. */
export interface Change {
  readonly event: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly type: ResourceType;
  /** The object after the change; for a deletion, its last state. */
  readonly object: StoredObject;
  /** The object before the change; undefined if it is new. */
  readonly old?: StoredObject;
  /** The resource version that the change caused. */
  readonly version: number;
}

/** The latest changes of all objects. Older ones are dropped, and a watch cannot resume there. */
export class ChangeHistory {
  private changes: Change[] = [];
  private compactedVersion = 0;

  /** @param size how many changes are kept at least */
  public constructor(private readonly size: number) {}

  /** The newest version whose changes are dropped: a watch can resume from it or a later one. */
  public get oldestVersion(): number {
    return this.compactedVersion;
  }

  public add(change: Change): void {
    this.changes.push(change);
    // Dropping one at a time would copy the list for every change.
    if (this.changes.length >= 2 * this.size) {
      this.compact(this.changes[this.changes.length - this.size - 1].version);
    }
  }

  /** Drops the changes up to a version. */
  public compact(version: number): void {
    this.changes = this.changes.slice(this.indexAfter(version));
    this.compactedVersion = Math.max(this.compactedVersion, version);
  }

  /** Returns the changes after a version, or undefined if some of them have been dropped. */
  public since(version: number): readonly Change[] | undefined {
    if (version < this.compactedVersion) return undefined;
    return this.changes.slice(this.indexAfter(version));
  }

  private indexAfter(version: number): number {
    let [low, high] = [0, this.changes.length];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (this.changes[middle].version > version) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
