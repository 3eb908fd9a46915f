import { IConstruct } from 'constructs';
import type { JobDefaultsParts } from './job-defaults-parts';
import { sane } from './sane';
import { frozen, JsonObject } from '../batch/json';
import { mergePatch } from '../batch/merge';

// A symbol of the registry, so that two copies of this library see each other's defaults.
const DEFAULTS = Symbol.for('cdk8s-jobs.JobDefaults');

/**
 * Defaults of the Jobs in a scope. What a Job writes itself always wins, field by field; a default that would contradict
 * it yields (docs/defaults.md). Values are immutable.
 *
 * ```ts
 * JobDefaults.none().applyTo(chart);
 * JobDefaults.sane().with({ job: { backoffLimit: 2 } }).applyTo(app);
 * ```
 */
export class JobDefaults implements JobDefaultsParts {
  /**
   * Runs ordinary programs on a small node, and passes Pod Security `restricted`: modest requests, a memory limit, no
   * CPU limit, no privileges, uid 65532, a read-only root with a writable `/tmp` as `$HOME`. This is the default.
   */
  public static sane(): JobDefaults {
    return new JobDefaults(sane);
  }

  /** Only what is written. */
  public static none(): JobDefaults {
    return new JobDefaults({ job: {}, pod: {}, container: {}, standardLabels: false });
  }

  /** The defaults that hold for a construct: its own, or those of the nearest scope above it, or `sane()`. */
  public static of(construct: IConstruct): JobDefaults {
    for (let scope: IConstruct | undefined = construct; scope !== undefined; scope = scope.node.scope) {
      const defaults = (scope as { [DEFAULTS]?: JobDefaults })[DEFAULTS];
      if (defaults !== undefined) return defaults;
    }
    return JobDefaults.sane();
  }

  public readonly job: JsonObject;
  public readonly pod: JsonObject;
  public readonly container: JsonObject;
  public readonly standardLabels: boolean;

  private constructor({ job, pod, container, standardLabels }: JobDefaultsParts) {
    this.job = frozen(job);
    this.pod = frozen(pod);
    this.container = frozen(container);
    this.standardLabels = standardLabels;
    Object.freeze(this);
  }

  /** These defaults, changed by JSON merge patches: `null` takes a field away, a list replaces the list. */
  public with(changes: Partial<JobDefaultsParts>): JobDefaults {
    return new JobDefaults({
      job: mergePatch(this.job, changes.job ?? {}),
      pod: mergePatch(this.pod, changes.pod ?? {}),
      container: mergePatch(this.container, changes.container ?? {}),
      standardLabels: changes.standardLabels ?? this.standardLabels,
    });
  }

  /** Makes these the defaults of all Jobs in a scope, made before or after: an App, a Chart, any construct, a single Job. */
  public applyTo(scope: IConstruct): void {
    Object.defineProperty(scope, DEFAULTS, { value: this, configurable: true });
  }
}
