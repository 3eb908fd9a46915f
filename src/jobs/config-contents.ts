import { ApiObject } from 'cdk8s';
import { oncePerPass } from './validation-pass';
import { Json, JsonObject, objectIn } from '../kubernetes/json';
import { configReferences } from '../kubernetes/run-identity/config-references';
import { PLACEHOLDER_HASH } from '../kubernetes/run-identity/spec-hash';

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
      .filter((other) => mayShareNamespace(object, other))
      .map((other) => [kind, name, contentOf(other)]),
  );
}

/** The ConfigMaps and Secrets of the app by kind and name. */
function configObjectsIn(object: ApiObject): Map<string, ApiObject[]> {
  const index = new Map<string, ApiObject[]>();
  for (const construct of object.node.root.node.findAll()) {
    if (!ApiObject.isApiObject(construct)) continue;
    const { apiVersion, kind } = construct;
    if (apiVersion !== 'v1' || (kind !== 'ConfigMap' && kind !== 'Secret')) continue;
    const key = `${kind}/${construct.name}`;
    const same = index.get(key);
    if (same) same.push(construct);
    else index.set(key, [construct]);
  }
  return index;
}

/** An object without a namespace may be deployed to any. */
function mayShareNamespace(a: ApiObject, b: ApiObject): boolean {
  const [one, other] = [a.metadata.namespace, b.metadata.namespace];
  return one === undefined || other === undefined || one === other;
}

function contentOf(object: ApiObject): Json {
  const cached = oncePerPass(object, object, () => ({}) as { content?: Json });
  if (cached.content !== undefined) return cached.content;
  const { data, binaryData, stringData } = object.toJson() as JsonObject;
  const content = [data ?? {}, binaryData ?? {}, stringData ?? {}];
  // A content that mentions the name of the Job that is being rendered is not final.
  if (!JSON.stringify(content).includes(PLACEHOLDER_HASH)) cached.content = content;
  return content;
}
