import { ApiObject, App } from 'cdk8s';
import { JobObject } from './job-object';
import { outdatedNameProblems } from './outdated-names';
import { jobSpecIn, JsonObject } from '../kubernetes/json';
import { MAX_CRON_JOB_NAME_LENGTH, MAX_LABEL_LENGTH } from '../kubernetes/names';

/** Returns the problems of a generated name. The rules check the names that users give. */
export function nameProblems(object: JobObject, manifest: JsonObject): string[] {
  return [
    ...lengthProblems(object, manifest),
    ...cycleProblems(object),
    ...outdatedNameProblems(object, manifest),
  ];
}

function lengthProblems(object: JobObject, manifest: JsonObject): string[] {
  const { generated } = object;
  const maxLength = maxNameLength(manifest);
  if (!generated || generated.fullLength <= maxLength) return [];
  const { id } = object.node.scope!.node;
  const idLength = id.length - (generated.fullLength - maxLength);
  const fix =
    idLength > 0
      ? `shorten the id ${JSON.stringify(id)} to at most ${idLength} characters`
      : 'shorten the ids of its scopes';
  return [
    `metadata.name: would have ${generated.fullLength} characters, ` +
      `but at most ${maxLength} are allowed; ${fix}, or set metadata.name`,
  ];
}

/**
 * Returns the maximum length of a name: Pods of an Indexed Job append the index to it, and Jobs of
 * a CronJob a timestamp.
 */
function maxNameLength(manifest: JsonObject): number {
  const { completionMode, completions } = jobSpecIn(manifest).spec;
  const maxLength = manifest.kind === 'CronJob' ? MAX_CRON_JOB_NAME_LENGTH : MAX_LABEL_LENGTH;
  return completionMode === 'Indexed' && typeof completions === 'number' && completions > 0
    ? maxLength - `-${completions - 1}`.length
    : maxLength;
}

function cycleProblems({ cycle }: JobObject): string[] {
  if (!cycle) return [];
  const path = [...cycle, cycle[0]].map(({ node }) => node.scope!.node.path).join(' → ');
  return [
    'metadata.name: depends on itself, since each of these Jobs reads the name of the next: ' +
      `${path}; set metadata.name of one of them`,
  ];
}

/** Returns the problems of Jobs in an app that have the same kind, namespace and name. */
export function nameCollisions(app: App): string[] {
  const objects = app.node
    .findAll()
    .filter(ApiObject.isApiObject)
    .filter(({ apiVersion }) => apiVersion === 'batch/v1');
  // Reading the name of a Job renders it, so only Jobs whose names have the same stem are compared.
  return groups(objects, (object) => withName(object, stemOf(object)))
    .flatMap((alike) => groups(alike, (object) => withName(object, nameOf(object))))
    .map((same) => {
      const paths = same.map(({ node }) => node.scope!.node.path).join(' and ');
      const name = `${same[0].kind} ${JSON.stringify(nameOf(same[0]))}`;
      return (
        `${paths}: have the same name, ${name}; ` +
        'change the id of one of them, or set metadata.name'
      );
    });
}

/** Returns the groups of two or more objects with the same key. */
function groups(
  objects: readonly ApiObject[],
  keyOf: (object: ApiObject) => string,
): ApiObject[][] {
  const byKey = new Map<string, ApiObject[]>();
  for (const object of objects) {
    const key = keyOf(object);
    const group = byKey.get(key);
    if (group) group.push(object);
    else byKey.set(key, [object]);
  }
  return [...byKey.values()].filter(({ length }) => length > 1);
}

function withName({ kind, metadata: { namespace = '' } }: ApiObject, name: string): string {
  return `${kind} ${namespace}/${name}`;
}

function nameOf(object: ApiObject): string {
  return JobObject.is(object) ? object.currentName() : object.name;
}

/** Returns the name without the hash at its end. */
function stemOf(object: ApiObject): string {
  return (JobObject.is(object) ? object.stem : object.name).replace(/-[0-9a-z]{8}$/, '');
}
