import { decode } from './decode';
import { marshal } from './marshal';
import { FieldPath } from '../field-path';
import { isJsonObject, Json, JsonObject, objectIn } from '../json';
import { NEWEST_MINOR } from '../minor';

/**
 * The fields of a Job or a CronJob that a server has taken and not kept: it does not have the feature, or something in it takes them out.
 * It does so in silence.
 * @param live the object as the server has it
 */
export function droppedFields(manifest: JsonObject, live: JsonObject): string[] {
  const { apiVersion, kind } = manifest;
  if (apiVersion !== 'batch/v1' || (kind !== 'Job' && kind !== 'CronJob')) return [];
  const { spec } = marshal(kind, decode(kind, manifest, NEWEST_MINOR).value, NEWEST_MINOR);
  return missing(
    objectIn(manifest.spec),
    objectIn(spec),
    objectIn(live.spec),
    FieldPath.ROOT.field('spec'),
  ).map(String);
}

/** @param kept what was written as a server prints it that keeps all of it: without what is empty */
function missing(
  written: JsonObject,
  kept: JsonObject,
  live: JsonObject,
  path: FieldPath,
): FieldPath[] {
  return Object.keys(written).flatMap((key) => {
    const [expected, found, at] = [kept[key], live[key], path.field(key)];
    if (expected === undefined || expected === null) return [];
    if (found === undefined) return isEmpty(expected) ? [] : [at];
    if (Array.isArray(expected) && Array.isArray(found)) {
      const items = written[key] as readonly Json[];
      return (expected as readonly Json[]).flatMap((item, i) => {
        const other = counterpart(item, i, expected as readonly Json[], found as readonly Json[]);
        return isJsonObject(item) && isJsonObject(other)
          ? missing(objectIn(items[i]), item, other, at.index(i))
          : [];
      });
    }
    return isJsonObject(expected) && isJsonObject(found)
      ? missing(objectIn(written[key]), expected, found, at)
      : [];
  });
}

/** Others may have put items of their own before it, as who adds a sidecar does. */
function counterpart(
  item: Json,
  i: number,
  expected: readonly Json[],
  found: readonly Json[],
): Json | undefined {
  const { name } = isJsonObject(item) ? item : { name: undefined };
  if (typeof name === 'string') {
    return found.find((other) => isJsonObject(other) && other.name === name);
  }
  return found.length === expected.length ? found[i] : undefined;
}

function isEmpty(value: Json): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
