import { stringify } from 'yaml';
import { isDeepEqual } from '../src/kubernetes/deep-equal';
import { isJsonObject, Json, JsonObject } from '../src/kubernetes/json';
import { Example, examplesIn, RuleExamples } from '../test/kubernetes/rules/example';
import { MINIMAL_CRON_JOB, MINIMAL_JOB } from '../test/kubernetes/rules/manifests';

/**
 * Formats the first bad and the first good example of a rule as YAML, each preceded by the old
 * object if it is an update. Only differences are shown, at the deepest path that contains them.
 */
export function examplesYaml({ bad, good }: RuleExamples): string[] {
  const [badExample, goodExample] = [examplesIn(bad)[0], examplesIn(good)[0]];
  const parts =
    badExample.old || goodExample.old
      ? [badExample, goodExample].map(updateParts)
      : [
          [
            difference(badExample.manifest, [
              minimalManifest(badExample),
              ...comparable(badExample, goodExample),
            ]),
          ],
          [
            difference(goodExample.manifest, [
              minimalManifest(goodExample),
              ...comparable(goodExample, badExample),
            ]),
          ],
        ];
  const together =
    !badExample.old && !goodExample.old && badExample.manifest.kind === goodExample.manifest.kind;
  const paths = together
    ? [commonPath(parts.flat()), commonPath(parts.flat())]
    : parts.map(commonPath);
  return [badExample, goodExample].flatMap((example, i) => {
    const [after, before] = parts[i].map((each) => valueAt(each, paths[i]));
    const isCronJob = example.manifest.kind === 'CronJob';
    const path = paths[i].join('.').replace(/\.(\d+)/g, '[$1]');
    const where = [
      ...(path === '' ? [] : [`, in ${path}${isCronJob ? ' of a CronJob' : ''}`]),
      ...(path === '' && isCronJob ? [', a CronJob'] : []),
    ].join('');
    const minor = example.minor ? `, Kubernetes 1.${example.minor}` : '';
    return [
      ...(before === undefined || isEmpty(before) ? [] : [`# before${where}\n${yaml(before)}`]),
      `# ${i === 0 ? 'bad' : 'good'}${where}${minor}\n${yaml(after)}`,
    ];
  });
}

/** Returns the changed part of an update, and the same part of the old object. */
function updateParts(example: Example): Json[] {
  const { manifest, old } = example;
  return old
    ? [difference(manifest, [old]), difference(old, [manifest])]
    : [difference(manifest, [minimalManifest(example)])];
}

function minimalManifest({ manifest }: Example): JsonObject {
  return manifest.kind === 'CronJob' ? MINIMAL_CRON_JOB : MINIMAL_JOB;
}

/** Returns the other example if it has the same kind. */
function comparable(one: Example, other: Example): JsonObject[] {
  return one.manifest.kind === other.manifest.kind ? [other.manifest] : [];
}

/** Returns the part of a value that differs from the others, with the names of containers. */
function difference(value: Json, others: readonly (Json | undefined)[]): Json {
  if (isJsonObject(value) && others.every(isJsonObject)) {
    const differs = (field: string) =>
      !others.every((other) => isDeepEqual(value[field], other[field]));
    const fields = Object.keys(value).filter(
      (field) => value[field] !== undefined && differs(field),
    );
    const name =
      [value, ...others].some((each) => 'image' in each && 'name' in each) &&
      value.name !== undefined
        ? ['name']
        : [];
    const partOf = (field: string): [string, Json] => [
      field,
      difference(
        value[field]!,
        others.map((other) => other[field]),
      ),
    ];
    const parts = [...new Set([...name, ...fields])].map(partOf);
    const nonEmpty = parts.filter(([, inner]) => !isEmpty(inner));
    return Object.fromEntries(
      nonEmpty.length > 0
        ? parts.filter(([field, inner]) => !isEmpty(inner) || isEmpty(value[field]!))
        : parts,
    );
  }
  if (
    Array.isArray(value) &&
    others.every((other) => Array.isArray(other) && other.length === value.length)
  ) {
    return value.map((item: Json, i) =>
      difference(
        item,
        others.map((other) => (other as Json[])[i]),
      ),
    );
  }
  return value;
}

const COMMON_PATH_FIELDS = [
  'spec',
  'jobTemplate',
  'template',
  'containers',
  'initContainers',
  'ephemeralContainers',
];

/** Returns the path that all parts have in common, down to a container. */
function commonPath(parts: readonly Json[]): (string | number)[] {
  const [first] = parts;
  if (Array.isArray(first)) {
    return parts.every((each) => Array.isArray(each) && each.length === 1) ? [0] : [];
  }
  if (!isJsonObject(first)) return [];
  const [key, ...others] = Object.keys(first);
  if (others.length > 0 || !COMMON_PATH_FIELDS.includes(key)) return [];
  const inner = parts.filter(
    (each) => isJsonObject(each) && Object.keys(each).length > 0,
  ) as JsonObject[];
  if (!inner.every((each) => Object.keys(each).join() === key)) return [];
  const hasOneItem = parts.every(
    (each) => isJsonObject(each) && Array.isArray(each[key]) && each[key].length === 1,
  );
  if (!hasOneItem && !inner.every((each) => isJsonObject(each[key]))) return [];
  return [key, ...commonPath(inner.map((each) => each[key]!))];
}

function valueAt(value: Json, path: readonly (string | number)[]): Json {
  const found =
    path.reduce<Json | undefined>(
      (inner, step) => (inner as Record<string | number, Json> | undefined)?.[step],
      value,
    ) ?? {};
  // The path already identifies the container.
  if (path.at(-1) !== 0 || !isJsonObject(found) || Object.keys(found).length < 2) return found;
  const { name: _, ...rest } = found;
  return rest as JsonObject;
}

/** Returns whether a value contains nothing but empty objects. */
function isEmpty(value: Json): boolean {
  return isJsonObject(value) && Object.values(value).every((inner) => isEmpty(inner!));
}

function yaml(value: Json): string {
  return stringify(abbreviate(value), { lineWidth: 0 }).trimEnd();
}

const MAX_STRING_LENGTH = 80;
const MAX_ITEMS = 6;

function abbreviate(value: Json): Json {
  if (typeof value === 'string' && value.length > MAX_STRING_LENGTH) {
    return `${value.slice(0, 20)}… (${value.length} characters)`;
  }
  if (Array.isArray(value)) {
    return value.length > MAX_ITEMS
      ? [...value.slice(0, 2).map(abbreviate), `… (${value.length} in all)`]
      : value.map(abbreviate);
  }
  return isJsonObject(value)
    ? Object.fromEntries(Object.entries(value).map(([field, inner]) => [field, abbreviate(inner!)]))
    : value;
}
