import { ApiObject } from 'cdk8s';
import { oncePerPass } from './validation-pass';
import { Json, JsonObject, objectIn } from '../kubernetes/json';
import { isListKind, listItems } from '../kubernetes/list-items';
import { configReferences } from '../kubernetes/run-identity/config-references';
import { PLACEHOLDER_HASH } from '../kubernetes/run-identity/spec-hash';

/** A ConfigMap or Secret of the app, as an object of its own or as an item of a `List`. */
interface ConfigObject {
  readonly namespace?: Json;
  readonly content: () => Json;
}

const INDEX = {};

/**
 * Returns the contents of the ConfigMaps and Secrets of the same app that the Pods of a Job read. A
 * Job whose configuration changes runs again.
 */
export function configContents(object: ApiObject, spec: JsonObject): readonly Json[] {
  const references = configReferences(objectIn(objectIn(spec.template).spec));
  if (references.length === 0) return [];
  const index = oncePerPass(object, INDEX, () => configObjectsIn(object));
  return references.flatMap(({ kind, name }) =>
    (index.get(`${kind}/${name}`) ?? [])
      .filter(({ namespace }) => mayBeEqual(object.metadata.namespace, namespace))
      .map(({ content }) => [kind, name, content()]),
  );
}

/** The ConfigMaps and Secrets of the app by kind and name. */
function configObjectsIn(object: ApiObject): Map<string, ConfigObject[]> {
  const index = new Map<string, ConfigObject[]>();
  const add = ({ apiVersion, kind }: Type, name: unknown, config: ConfigObject) => {
    if (apiVersion !== 'v1' || (kind !== 'ConfigMap' && kind !== 'Secret')) return;
    const key = `${kind}/${name}`;
    const same = index.get(key);
    if (same) same.push(config);
    else index.set(key, [config]);
  };
  for (const construct of object.node.root.node.findAll()) {
    if (!ApiObject.isApiObject(construct)) continue;
    const { namespace } = construct.metadata;
    add(construct, construct.name, { namespace, content: () => contentOf(construct) });
    if (!isListKind(construct.kind)) continue;
    for (const { value } of listItems(construct.toJson() as JsonObject)) {
      const { name, namespace: itemNamespace } = objectIn(value.metadata);
      add(value, name, { namespace: itemNamespace, content: () => dataOf(value) });
    }
  }
  return index;
}

type Type = Pick<ApiObject, 'apiVersion' | 'kind'> | JsonObject;

/** An object without a namespace may be deployed to any. */
function mayBeEqual(a: Json | undefined, b: Json | undefined): boolean {
  return a === undefined || b === undefined || a === b;
}

function contentOf(object: ApiObject): Json {
  const cached = oncePerPass(object, object, () => ({}) as { content?: Json });
  if (cached.content !== undefined) return cached.content;
  const content = dataOf(object.toJson() as JsonObject);
  // A content that mentions the name of the Job that is being rendered is not final.
  if (!JSON.stringify(content).includes(PLACEHOLDER_HASH)) cached.content = content;
  return content;
}

function dataOf({ data, binaryData, stringData }: JsonObject): Json {
  return [data ?? {}, binaryData ?? {}, stringData ?? {}];
}
