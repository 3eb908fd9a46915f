import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { JobObject } from './job-object';
import { manifestProblems } from './job-problems';
import { validatedManifests } from './validated-manifests';
import type { JsonObject } from '../kubernetes/json';
import { JobDefaults } from '../policy/job-defaults';

const validated = new WeakSet<ApiObject>();

/**
 * Validates at synth all Jobs and CronJobs that a scope contains now and that are not of this
 * library: those of an `Include` or a `Helm`, and plain API objects. Their content is not changed.
 *
 * ```ts
 * validateJobs(new Include(this, 'vendor', { url: 'vendor.yaml' }));
 * ```
 */
export function validateJobs(scope: IConstruct): void {
  for (const object of scope.node.findAll().filter(ApiObject.isApiObject).filter(isForeignJob)) {
    if (validated.has(object)) continue;
    validated.add(object);
    object.node.addValidation({ validate: () => problemsOf(object) });
  }
}

/**
 * cdk8s validates again for each chart, so a manifest that was found valid in this turn is not
 * checked again.
 */
function problemsOf(object: ApiObject): string[] {
  const manifest = object.toJson() as JsonObject;
  const defaults = JobDefaults.of(object);
  if (validatedManifests.find(object, manifest, defaults)) return [];
  const problems = manifestProblems(manifest, defaults);
  if (problems.length === 0) {
    validatedManifests.set(object, { source: manifest, defaults, hash: '', manifest });
  }
  return problems;
}

/** Includes versions of batch that no longer exist, since the rules report them. */
function isForeignJob(object: ApiObject): boolean {
  const { apiVersion, kind } = object;
  const isJob = apiVersion.startsWith('batch/') && (kind === 'Job' || kind === 'CronJob');
  return isJob && !JobObject.is(object);
}
