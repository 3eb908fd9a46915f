import { ApiObject, App } from 'cdk8s';
import type { Construct } from 'constructs';
import { JobObject } from './job-object';
import { outdatedNameProblems } from './outdated-names';
import { appOf, validateAppOnce } from './validation-pass';
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

/** The apps whose names were found to be different in this turn of the event loop. */
const different = new WeakSet<App>();

/** Validates, with the app of a new Job, that no two Jobs in it have the same name. */
export function validateNames(scope: Construct): void {
  const app = appOf(scope);
  if (app) different.delete(app);
  validateAppOnce(scope, nameCollisions);
}

/** Returns the problems of Jobs in an app that have the same kind, namespace and name. */
function nameCollisions(app: App): string[] {
  if (different.has(app)) return []; // cdk8s validates again for each chart
  const objects = app.node
    .findAll()
    .filter(ApiObject.isApiObject)
    .filter(({ apiVersion }) => apiVersion === 'batch/v1');
  // Reading the name of a Job renders it, so only Jobs whose names have the same stem are compared.
  const alike = groups(objects, (object) => withName(object, stemOf(object)));
  if (alike.length === 0) {
    different.add(app);
    queueMicrotask(() => different.delete(app));
  }
  return alike
    .flatMap((group) => groups(group, (object) => withName(object, nameOf(object))))
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
