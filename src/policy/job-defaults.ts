import { IConstruct } from 'constructs';
import { sane, strict } from './default-presets';
import type { JobDefaultsParts, Requirement } from './job-defaults-parts';
import { deepFreeze, JsonObject } from '../kubernetes/json';
import { mergePatch } from '../kubernetes/merge';
import { minorOf } from '../kubernetes/minor';

// A symbol of the registry, so that two copies of this library see each other's defaults.
const DEFAULTS = Symbol.for('cdk8s-jobs.JobDefaults');

/** The method of constructs that is called when the defaults of their scope change. */
export const DEFAULTS_CHANGED: unique symbol = Symbol.for('cdk8s-jobs.JobDefaultsChanged');

/** A construct that reacts to changes of its defaults before synth. */
export interface JobDefaultsListener {
  [DEFAULTS_CHANGED](): void;
}

/**
 * Defaults of the Jobs in a scope. Fields that a Job sets take precedence, and defaults that
 * conflict with them are omitted (docs/defaults.md). Instances are immutable.
 *
 * ```ts
 * JobDefaults.none().applyTo(chart);
 * JobDefaults.sane().with({ job: { backoffLimit: 2 } }).applyTo(app);
 * ```
 */
export class JobDefaults implements JobDefaultsParts {
  /**
   * Returns defaults that fit ordinary programs on a small node and meet the Pod Security Standard
   * `restricted`: small requests, a memory limit, no CPU limit, no privileges, uid 65532, a
   * read-only root file system with a writable `/tmp` as `$HOME`. These apply unless others are
   * set.
   */
  public static sane(): JobDefaults {
    return JobDefaults.sanePreset;
  }

  /**
   * Returns `sane()` with what kube-score and checkov require in addition: a CPU limit, images
   * pulled at each start, no network except for what `connections` allow, a starting deadline for
   * CronJobs. Images by digest and a namespace are required.
   */
  public static strict(): JobDefaults {
    return new JobDefaults(strict);
  }

  /**
   * Returns defaults that set no fields. Only a Job with a generated name gets the label and
   * annotation that identify it.
   */
  public static none(): JobDefaults {
    return new JobDefaults(
      { ...sane, job: {}, cronJob: {}, pod: {}, container: {}, standardLabels: false },
      false,
    );
  }

  /**
   * Returns the defaults of a construct: its own, those of the nearest scope above it, or `sane()`.
   */
  public static of(construct: IConstruct): JobDefaults {
    for (
      let scope: IConstruct | undefined = construct;
      scope !== undefined;
      scope = scope.node.scope
    ) {
      const defaults = (scope as { [DEFAULTS]?: JobDefaults })[DEFAULTS];
      if (defaults !== undefined) return defaults;
    }
    return JobDefaults.sane();
  }

  /** Created once, since it applies to every Job without other defaults. */
  private static readonly sanePreset = new JobDefaults(sane);

  public readonly job: JsonObject;
  public readonly cronJob: JsonObject;
  public readonly pod: JsonObject;
  public readonly container: JsonObject;
  public readonly standardLabels: boolean;
  public readonly kubernetesVersion: string;
  public readonly isolate: boolean;
  public readonly required: readonly Requirement[];

  private constructor(
    parts: JobDefaultsParts,
    /** Whether Jobs with a given name get the label and annotation that identify them. @internal */
    public readonly identifiesNamedJobs = true,
  ) {
    this.job = deepFreeze(parts.job);
    this.cronJob = deepFreeze(parts.cronJob);
    this.pod = deepFreeze(parts.pod);
    this.container = deepFreeze(parts.container);
    this.standardLabels = parts.standardLabels;
    this.kubernetesVersion = parts.kubernetesVersion;
    this.isolate = parts.isolate;
    this.required = Object.freeze([...parts.required]);
    Object.freeze(this);
  }

  /**
   * Returns these defaults with changes. Parts of a manifest are JSON merge patches (`null` removes
   * a field, a list replaces the list); other values are replaced.
   * @throws RangeError if `kubernetesVersion` is not a known version
   */
  public with(changes: Partial<JobDefaultsParts>): JobDefaults {
    minorOf(changes.kubernetesVersion ?? this.kubernetesVersion);
    return new JobDefaults(
      {
        job: mergePatch(this.job, changes.job ?? {}),
        cronJob: mergePatch(this.cronJob, changes.cronJob ?? {}),
        pod: mergePatch(this.pod, changes.pod ?? {}),
        container: mergePatch(this.container, changes.container ?? {}),
        standardLabels: changes.standardLabels ?? this.standardLabels,
        kubernetesVersion: changes.kubernetesVersion ?? this.kubernetesVersion,
        isolate: changes.isolate ?? this.isolate,
        required: changes.required ?? this.required,
      },
      this.identifiesNamedJobs,
    );
  }

  /**
   * Applies these defaults to all Jobs in a scope, created before or after the call: an App, a
   * Chart, any construct, a single Job.
   */
  public applyTo(scope: IConstruct): void {
    Object.defineProperty(scope, DEFAULTS, { value: this, configurable: true });
    for (const construct of scope.node.findAll()) {
      (construct as IConstruct & Partial<JobDefaultsListener>)[DEFAULTS_CHANGED]?.();
    }
  }
}
