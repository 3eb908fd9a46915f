import { isDeepEqual } from '../kubernetes/deep-equal';
import type { Json, JsonObject } from '../kubernetes/json';
import type { JobDefaults } from '../policy/job-defaults';

/** A manifest that was found valid. */
interface Validated {
  /** Everything that the manifest was rendered from. */
  readonly source: Json;
  readonly defaults: JobDefaults;
  readonly hash: string;
  readonly manifest: JsonObject;
}

/**
 * The manifests that were found valid in this turn of the event loop, by their objects. A synthesis
 * is synchronous, so that is long enough to validate each object once although cdk8s validates the
 * app again for each chart.
 */
class ValidatedManifests {
  private readonly byObject = new Map<object, Validated>();

  public has(object: object): boolean {
    return this.byObject.has(object);
  }

  /** Returns the manifest of an object if it is still rendered from the same. */
  public find(object: object, source: Json, defaults: JobDefaults): Validated | undefined {
    const validated = this.byObject.get(object);
    return validated?.defaults === defaults && isDeepEqual(validated.source, source)
      ? validated
      : undefined;
  }

  public set(object: object, validated: Validated): void {
    if (this.byObject.size === 0) queueMicrotask(() => this.byObject.clear());
    this.byObject.set(object, validated);
  }

  /** Returns and forgets the manifest of an object. */
  public take(object: object): JsonObject | undefined {
    const validated = this.byObject.get(object);
    this.byObject.delete(object);
    return validated?.manifest;
  }
}

export const validatedManifests = new ValidatedManifests();
