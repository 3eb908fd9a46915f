import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { manifestProblems } from './job-problems';
import { oncePerSynthesis, watchSynthesis } from './synthesis';
import type { JsonObject } from '../kubernetes/json';
import { JobDefaults } from '../policy/job-defaults';

const validated = new WeakSet<ApiObject>();

/**
 * Validates at synth all Jobs and CronJobs that a scope contains now and that are not of this library: those of an
 * `Include` or a `Helm`, and plain API objects. Their content is not changed.
 *
 * ```ts
 * validateJobs(new Include(this, 'vendor', { url: 'vendor.yaml' }));
 * ```
 */
export function validateJobs(scope: IConstruct): void {
  for (const object of scope.node.findAll().filter(ApiObject.isApiObject).filter(isJob)) {
    if (validated.has(object)) continue;
    validated.add(object);
    watchSynthesis(object);
    const problems = () => manifestProblems(object.toJson() as JsonObject, JobDefaults.of(object));
    object.node.addValidation({ validate: () => oncePerSynthesis(object, object, problems) });
  }
}

/** Includes versions of batch that no longer exist, since the rules report them. */
function isJob({ apiVersion, kind }: ApiObject): boolean {
  return apiVersion.startsWith('batch/') && (kind === 'Job' || kind === 'CronJob');
}
