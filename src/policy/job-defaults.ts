import { IConstruct } from 'constructs';
import type { JobDefaultsParts, Requirement } from './job-defaults-parts';
import { sane } from './sane';
import { strict } from './strict';
import { deepFreeze, JsonObject } from '../kubernetes/json';
import { mergePatch } from '../kubernetes/merge';
import { minorOf } from '../kubernetes/minor';

// A symbol of the registry, so that two copies of this library see each other's defaults.
const DEFAULTS = Symbol.for('cdk8s-jobs.JobDefaults');

/** The method of constructs that is called when the defaults of their scope change. */
export const DEFAULTS_CHANGED: unique symbol = Symbol.for('cdk8s-jobs.JobDefaultsChanged');

/** A construct that follows its defaults before synth. */
export interface JobDefaultsListener {
  [DEFAULTS_CHANGED](): void;
}

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
    return JobDefaults.ofAll;
  }

  /**
   * `sane()`, and what kube-score and checkov ask for beyond it: a CPU limit, images pulled at each start, no network but what
   * `connections` allow, a starting deadline for CronJobs; images by digest and a namespace have to be written.
   */
  public static strict(): JobDefaults {
    return new JobDefaults(strict);
  }

  /** Adds nothing to what is written. Only a Job with a generated name gets the label and annotation that identify it. */
  public static none(): JobDefaults {
    return new JobDefaults(
      { ...sane, job: {}, cronJob: {}, pod: {}, container: {}, standardLabels: false },
      false,
    );
  }

  /** The defaults that hold for a construct: its own, or those of the nearest scope above it, or `sane()`. */
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

  /** Made once: it holds for every Job of which nobody has said anything else. */
  private static readonly ofAll = new JobDefaults(sane);

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
   * These defaults, changed: parts of a manifest by JSON merge patches (`null` takes a field away, a list replaces the list), others
   * replaced.
   * @throws RangeError if `kubernetesVersion` is none that is known
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

  /** Makes these the defaults of all Jobs in a scope, made before or after: an App, a Chart, any construct, a single Job. */
  public applyTo(scope: IConstruct): void {
    Object.defineProperty(scope, DEFAULTS, { value: this, configurable: true });
    for (const construct of scope.node.findAll()) {
      (construct as IConstruct & Partial<JobDefaultsListener>)[DEFAULTS_CHANGED]?.();
    }
  }
}
