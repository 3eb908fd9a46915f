import { ApiObject, Lazy } from 'cdk8s';
import { JobObject } from './job-object';
import { pathOf } from './outdated-names';
import type { JsonObject } from '../kubernetes/json';
import { ID_LABEL } from '../kubernetes/metadata-keys';
import { jobIdOf } from '../kubernetes/run-identity/identity-index';

/** A problem, and the object that has it. */
export interface ObjectProblem {
  readonly object: ApiObject;
  readonly problem: string;
}

type Groups = readonly (readonly ApiObject[])[];

/** Jobs and CronJobs of an app that may collide: groups of two or more. */
export interface PossibleCollisions {
  /** Objects of one kind and namespace whose names may be equal. */
  readonly names: Groups;
  /** Jobs of one namespace and one id. */
  readonly ids: Groups;
}

/**
 * Returns the objects that have to be compared. It is fast: reading the name of a Job renders it,
 * so that is left to `collisionProblems`.
 */
export function possibleCollisions(objects: readonly ApiObject[]): PossibleCollisions {
  const batch = objects.filter(({ apiVersion }) => apiVersion === 'batch/v1');
  return {
    names: groups(batch, (object) => inNamespace(object, stemOf(object))),
    ids: groups(batch, (object) => {
      const id = object.kind === 'Job' ? labelOf(object) : undefined;
      return id === undefined ? undefined : inNamespace(object, id);
    }),
  };
}

/** Returns the problems of Jobs that have the same name or the same id as another. */
export function collisionProblems({ names, ids }: PossibleCollisions): ObjectProblem[] {
  const sameName = names.flatMap((group) => groups(group, nameOf));
  const sameId = ids
    .flatMap((group) => groups(group, (object) => jobIdOf(manifestOf(object))))
    .filter((group) => groups(group, nameOf)[0]?.length !== group.length); // those are in sameName
  return [
    ...sameName.flatMap((group) =>
      ofAllButFirst(
        group,
        (first) =>
          `metadata.name: is the same as that of ${first}, ${group[0].kind} ` +
          `${JSON.stringify(nameOf(group[0]))}; change the id of one of them, or set metadata.name`,
      ),
    ),
    ...sameId.flatMap((group) =>
      ofAllButFirst(
        group,
        (first) =>
          `metadata.labels['${ID_LABEL}']: is the same as that of ${first}, ` +
          `${jobIdOf(manifestOf(group[0]))}, so a deploy would take them for runs of one Job; ` +
          'change the id of one of them, or set the label',
      ),
    ),
  ];
}

function ofAllButFirst(
  [first, ...others]: readonly ApiObject[],
  problem: (first: string) => string,
): ObjectProblem[] {
  return others.map((object) => ({ object, problem: problem(pathOf(first)) }));
}

/** Returns the groups of two or more objects with the same key. */
function groups(
  objects: readonly ApiObject[],
  keyOf: (object: ApiObject) => string | undefined,
): ApiObject[][] {
  const byKey = new Map<string, ApiObject[]>();
  for (const object of objects) {
    const key = keyOf(object);
    if (key === undefined) continue;
    const group = byKey.get(key);
    if (group) group.push(object);
    else byKey.set(key, [object]);
  }
  return [...byKey.values()].filter(({ length }) => length > 1);
}

function inNamespace({ kind, metadata: { namespace = '' } }: ApiObject, name: string): string {
  return `${kind} ${namespace}/${name}`;
}

function nameOf(object: ApiObject): string {
  return JobObject.is(object) ? object.currentName() : object.name;
}

/** Returns the name without the hash at its end. */
function stemOf(object: ApiObject): string {
  return (JobObject.is(object) ? object.stem : object.name).replace(/-[0-9a-z]{8}$/, '');
}

/** Returns the label with the id, as it is without patches. */
function labelOf({ metadata }: ApiObject): string | undefined {
  const label: unknown = metadata.getLabel(ID_LABEL);
  const value: unknown = label instanceof Lazy ? label.produce() : label;
  return typeof value === 'string' ? value : undefined;
}

function manifestOf(object: ApiObject): JsonObject {
  return JobObject.is(object) ? object.render() : (object.toJson() as JsonObject);
}
