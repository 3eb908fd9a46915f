import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { manifestProblems } from './job-problems';
import { oncePerSynthesis, watchSynthesis } from './synthesis';
import type { JsonObject } from '../kubernetes/json';
import type { Manifest } from '../kubernetes/manifest';
import { JobDefaults } from '../policy/job-defaults';

/** A Job or CronJob that somebody else has made: in an `Include`, a `Helm`, or as a plain object. */
export class AdoptedJob {
  /**
   * Adopts all Jobs and CronJobs in a scope: from then on they are checked at synth like those of this library. What is in them stays as
   * it is.
   *
   * ```ts
   * AdoptedJob.allIn(new Include(this, 'vendor', { url: 'vendor.yaml' }));
   * ```
   */
  public static allIn(scope: IConstruct): AdoptedJob[] {
    return scope.node
      .findAll()
      .filter(ApiObject.isApiObject)
      .filter(
        ({ apiVersion, kind }) =>
          apiVersion.startsWith('batch/') && (kind === 'Job' || kind === 'CronJob'),
      )
      .map((object) => {
        const job = AdoptedJob.adopted.get(object) ?? new AdoptedJob(object);
        AdoptedJob.adopted.set(object, job);
        return job;
      });
  }

  private static readonly adopted = new WeakMap<ApiObject, AdoptedJob>();

  private constructor(
    /** To be patched, or depended on. */
    public readonly object: ApiObject,
  ) {
    watchSynthesis(object);
    const problems = () => manifestProblems(object.toJson() as JsonObject, JobDefaults.of(object));
    object.node.addValidation({ validate: () => oncePerSynthesis(object, this, problems) });
  }

  /** As it stands in the manifest. */
  public get name(): string {
    return (this.object.toJson() as Manifest).metadata.name;
  }
}
