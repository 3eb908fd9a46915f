import { ApiObject } from 'cdk8s';
import type { JobObject } from './job-object';
import { ITEMS_VOLUME } from '../kubernetes/items-volume';
import { Json, JsonObject, objectsIn } from '../kubernetes/json';
import { withDefaults } from '../kubernetes/merge';
import { shortHash } from '../kubernetes/run-identity/spec-hash';

/** The maximum total size of the data of a ConfigMap. */
const MAX_BYTES = 2 ** 20;
/** The environment variable that holds the path of the item. */
const VARIABLE = 'JOB_ITEM';
const FOLDER = '/var/run/cdk8s-jobs';

/**
 * Creates a ConfigMap with an entry for each index of an Indexed Job. Its name changes with the
 * items, so that running Pods keep theirs.
 */
export function itemsConfigMap(
  job: JobObject,
  items: readonly unknown[],
): { readonly configMap: string; readonly asText: boolean } {
  const asText = items.every((item) => typeof item === 'string');
  const data = Object.fromEntries(
    items.map((item, index) => [
      String(index),
      asText ? (item as string) : isJson(item) ? JSON.stringify(item) : 'null',
    ]),
  );
  const configMap = `${job.stem}-items-${shortHash(JSON.stringify(data))}`;
  const metadata = { name: configMap, namespace: job.metadata.namespace };
  const object = new ApiObject(job.node.scope!, 'Items', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata,
    immutable: true,
    data,
  });
  const problems = itemProblems(items, data);
  object.node.addValidation({ validate: () => problems });
  return { configMap, asText };
}

/** Returns the PodSpec with the item of the index mounted in each container. */
export function withItems(
  pod: JsonObject,
  { configMap, asText }: { readonly configMap: string; readonly asText: boolean },
): JsonObject {
  const mountPath = `${FOLDER}/item.${asText ? 'txt' : 'json'}`;
  const item = {
    env: [{ name: VARIABLE, value: mountPath }],
    volumeMounts: [
      { name: ITEMS_VOLUME, mountPath, subPathExpr: '$(JOB_COMPLETION_INDEX)', readOnly: true },
    ],
  };
  const within = (field: string) => {
    const containers = pod[field];
    return Array.isArray(containers)
      ? { [field]: objectsIn(containers).map((container) => withDefaults(container, item)) }
      : {};
  };
  const volumes = [{ name: ITEMS_VOLUME, configMap: { name: configMap } }];
  return withDefaults(
    { ...pod, ...within('containers'), ...within('initContainers') },
    { volumes },
  );
}

function itemProblems(items: readonly unknown[], data: Readonly<Record<string, string>>): string[] {
  const noJson = items.flatMap((item, index) =>
    isJson(item)
      ? []
      : [
          `items[${index}]: is not a JSON value, so its Pod could not read it unchanged; ` +
            'use a string, number, boolean, null, array or plain object',
        ],
  );
  const bytes = Object.entries(data).reduce(
    (sum, [key, value]) => sum + key.length + Buffer.byteLength(value),
    0,
  );
  return bytes <= MAX_BYTES
    ? noJson
    : [
        ...noJson,
        `items: have ${bytes} bytes in total, but a ConfigMap holds at most ${MAX_BYTES}; ` +
          'store them where Pods can read them (a volume, a bucket), give completions instead of ' +
          'items, and let each Pod read the part of its $JOB_COMPLETION_INDEX',
      ];
}

/** Returns whether a value stays the same when it is written as JSON and parsed again. */
function isJson(value: unknown): value is Json {
  if (typeof value === 'number') return Number.isFinite(value);
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (Array.isArray(value)) return value.every(isJson);
  if (typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype) return false;
  return Object.values(value).every((entry) => entry === undefined || isJson(entry));
}
