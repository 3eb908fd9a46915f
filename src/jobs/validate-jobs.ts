import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { validateApp } from './app-problems';
import { JobObject } from './job-object';
import { manifestProblems } from './job-problems';
import { validatedManifests } from './validated-manifests';
import { JsonObject, objectIn } from '../kubernetes/json';
import { isListKind, listItems } from '../kubernetes/list-items';
import { JobDefaults } from '../policy/job-defaults';

const validated = new WeakSet<ApiObject>();

/**
 * Validates at synth all Jobs and CronJobs that a scope contains now and that are not of this
 * library: those of an `Include` or a `Helm`, also in a `kind: List`, and plain API objects. Their
 * content is not changed.
 *
 * ```ts
 * validateJobs(new Include(this, 'vendor', { url: 'vendor.yaml' }));
 * ```
 */
export function validateJobs(scope: IConstruct): void {
  for (const object of scope.node.findAll().filter(ApiObject.isApiObject)) {
    if (JobObject.is(object) || validated.has(object)) continue;
    if (!isJob(object) && !isListKind(object.kind)) continue;
    validated.add(object);
    validateApp(object);
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
  const problems = isListKind(object.kind)
    ? itemProblems(manifest, defaults)
    : [...generateNameProblems(object, manifest), ...manifestProblems(manifest, defaults)];
  if (problems.length === 0) {
    validatedManifests.set(object, { source: manifest, defaults, hash: '', manifest });
  }
  return problems;
}

function itemProblems(list: JsonObject, defaults: JobDefaults): string[] {
  return listItems(list)
    .filter(({ value }) => isJob(value))
    .flatMap(({ value, path }) =>
      manifestProblems(value, defaults).map((problem) => `${path}.${problem}`),
    );
}

/** Returns the problem of an object with `generateName` to which cdk8s has added a name. */
function generateNameProblems(object: ApiObject, { metadata }: JsonObject): string[] {
  const { generateName, name } = objectIn(metadata);
  return generateName === undefined || name !== object.chart.generateObjectName(object)
    ? []
    : [
        `metadata.generateName: has no effect, since cdk8s adds the name ${JSON.stringify(name)}; ` +
          "set metadata.name, or call addJsonPatch(JsonPatch.remove('/metadata/name')) on the " +
          'object to keep generateName, for kubectl create',
      ];
}

/** Includes versions of batch that no longer exist, since the rules report them. */
function isJob({ apiVersion, kind }: ApiObject | JsonObject): boolean {
  return (
    typeof apiVersion === 'string' &&
    apiVersion.startsWith('batch/') &&
    (kind === 'Job' || kind === 'CronJob')
  );
}
