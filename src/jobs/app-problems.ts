import { ApiObject, App, Include } from 'cdk8s';
import type * as kplus from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { collisionProblems, ObjectProblem, possibleCollisions } from './job-collisions';
import { JobObject } from './job-object';
import { constructOf } from './outdated-names';
import { appOf, validateAppOnce } from './validation-pass';
import { misreadNumberProblems, misreadTextProblems } from './yaml-problems';
import type { JsonObject } from '../kubernetes/json';

/** The apps in which no problem was found in this turn of the event loop. */
const valid = new WeakSet<App>();
/** The problems that were found last, by the construct that reports them. */
const found = new WeakMap<App, Map<Construct, string[]>>();
const reporters = new WeakSet<Construct>();

/**
 * Validates, with the app of a construct, what no Job can validate alone: that Jobs have different
 * names and ids, and that other objects are readable for the API server.
 */
export function validateApp(scope: Construct): void {
  const app = appOf(scope);
  if (app) valid.delete(app);
  validateAppOnce(scope, findProblems);
}

function findProblems(app: App): void {
  if (valid.has(app)) return; // cdk8s validates again for each chart
  const objects = app.node.findAll().filter(ApiObject.isApiObject);
  const collisions = possibleCollisions(objects);
  const problems = [
    ...collisionProblems(collisions),
    ...objects.flatMap((object) => (JobObject.is(object) ? [] : textProblems(object, app))),
  ];
  found.set(app, new Map());
  for (const { object, problem } of problems) report(app, constructOf(object), problem);
  if (problems.length + collisions.names.length + collisions.ids.length === 0) {
    valid.add(app);
    queueMicrotask(() => valid.delete(app));
  }
}

/** Lets a construct report a problem itself, since cdk8s prints the path of the reporting one. */
function report(app: App, construct: Construct, problem: string): void {
  const problems = found.get(app)!;
  problems.set(construct, [...(problems.get(construct) ?? []), problem]);
  if (reporters.has(construct)) return;
  reporters.add(construct);
  construct.node.addValidation({ validate: () => found.get(app)!.get(construct) ?? [] });
}

function textProblems(object: ApiObject, app: App): ObjectProblem[] {
  let manifest: JsonObject;
  try {
    manifest = rendersTwice(object) ? (object.toJson() as JsonObject) : metadataOf(object);
  } catch {
    return []; // cdk8s reports the error when it writes the object
  }
  // The number in a file of an `Include` is a string to cdk8s, and a number again when it is read.
  const numbers = object.node.scope instanceof Include ? [] : misreadNumberProblems(manifest);
  return [...misreadTextProblems(manifest, app), ...numbers].map((problem) => ({
    object,
    problem,
  }));
}

/**
 * Returns whether an object can be rendered without a change of what is rendered later: a workload
 * of cdk8s-plus with `spread` adds its constraints to its Pods each time.
 */
function rendersTwice(object: ApiObject): boolean {
  const { scope } = object.node;
  const isWorkload = (scope as Partial<kplus.Workload> | undefined)?._toPodSpec !== undefined;
  return !isWorkload || scope!.node.defaultChild !== object;
}

function metadataOf({ metadata }: ApiObject): JsonObject {
  return { metadata: metadata.toJson() as JsonObject };
}
