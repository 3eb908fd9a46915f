import { decode } from './decode';
import { marshal } from './marshal';
import { FieldPath } from '../field-path';
import { isJsonObject, Json, JsonObject, objectIn } from '../json';
import { NEWEST_MINOR } from '../minor';

/**
 * Returns the fields of a Job or CronJob that the API server has accepted and dropped without an
 * error, because a feature is disabled or an admission webhook removes them.
 *
 * @param live the object as the API server returns it
 */
export function droppedFields(manifest: JsonObject, live: JsonObject): string[] {
  const { apiVersion, kind } = manifest;
  if (apiVersion !== 'batch/v1' || (kind !== 'Job' && kind !== 'CronJob')) return [];
  const { spec } = marshal(kind, decode(kind, manifest, NEWEST_MINOR).value, NEWEST_MINOR);
  return missingFields(
    objectIn(manifest.spec),
    objectIn(spec),
    objectIn(live.spec),
    FieldPath.ROOT.field('spec'),
  ).map(String);
}

/** @param expected what a server would return that drops nothing: `written` without empty fields */
function missingFields(
  written: JsonObject,
  expected: JsonObject,
  live: JsonObject,
  path: FieldPath,
): FieldPath[] {
  return Object.keys(written).flatMap((key) => {
    const [wanted, found, at] = [expected[key], live[key], path.field(key)];
    if (wanted === undefined || wanted === null) return [];
    if (found === undefined) return isEmpty(wanted) ? [] : [at];
    if (Array.isArray(wanted) && Array.isArray(found)) {
      const items = written[key] as readonly Json[];
      return (wanted as readonly Json[]).flatMap((item, i) => {
        const other = matchingItem(item, i, wanted as readonly Json[], found as readonly Json[]);
        return isJsonObject(item) && isJsonObject(other)
          ? missingFields(objectIn(items[i]), item, other, at.index(i))
          : [];
      });
    }
    return isJsonObject(wanted) && isJsonObject(found)
      ? missingFields(objectIn(written[key]), wanted, found, at)
      : [];
  });
}

/** Finds an item by name, since a webhook can insert items, e.g. a sidecar container. */
function matchingItem(
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
