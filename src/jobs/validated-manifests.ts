import type { JobDefaults } from '../policy/job-defaults';

/** A manifest that was found valid. */
interface Validated {
  /** Everything that the manifest was rendered from. */
  readonly text: string;
  readonly defaults: JobDefaults;
  readonly hash: string;
}

/**
 * The manifests that were found valid in this turn of the event loop, by their objects. A synthesis
 * is synchronous, so that is long enough to validate each object once although cdk8s validates the
 * app again for each chart.
 */
class ValidatedManifests {
  private readonly byObject = new Map<object, Validated>();

  public get(object: object): Validated | undefined {
    return this.byObject.get(object);
  }

  public has(object: object): boolean {
    return this.byObject.has(object);
  }

  public set(object: object, validated: Validated): void {
    if (this.byObject.size === 0) queueMicrotask(() => this.byObject.clear());
    this.byObject.set(object, validated);
  }

  public delete(object: object): void {
    this.byObject.delete(object);
  }
}

export const validatedManifests = new ValidatedManifests();
