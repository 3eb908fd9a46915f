import { ApiObject } from 'cdk8s';
import { oncePerSynthesis } from './synthesis';
import { Json, JsonObject, objectIn } from '../kubernetes/json';
import { configReferences } from '../kubernetes/run-identity/config-references';
import { PLACEHOLDER_HASH } from '../kubernetes/run-identity/spec-hash';

const INDEX = {};

/** What is in the ConfigMaps and Secrets of the same app that the Pods of a Job read: another content makes another run. */
export function configContents(object: ApiObject, spec: JsonObject): readonly Json[] {
  const references = configReferences(objectIn(objectIn(spec.template).spec));
  if (references.length === 0) return [];
  const made = oncePerSynthesis(object, INDEX, () => configurationsIn(object));
  return references.flatMap(({ kind, name }) =>
    (made.get(`${kind}/${name}`) ?? [])
      .filter((other) => isInNamespaceOf(object, other))
      .map((other) => [kind, name, contentOf(other)]),
  );
}

function configurationsIn(object: ApiObject): Map<string, ApiObject[]> {
  const made = new Map<string, ApiObject[]>();
  for (const construct of object.node.root.node.findAll()) {
    if (!ApiObject.isApiObject(construct)) continue;
    const { apiVersion, kind } = construct;
    if (apiVersion !== 'v1' || (kind !== 'ConfigMap' && kind !== 'Secret')) continue;
    const key = `${kind}/${construct.name}`; // only now: to ask a Job for its name means to work it out
    made.set(key, [...(made.get(key) ?? []), construct]);
  }
  return made;
}

/** Where an object says no namespace, the one that it is deployed to may be any. */
function isInNamespaceOf(a: ApiObject, b: ApiObject): boolean {
  const [one, other] = [a.metadata.namespace, b.metadata.namespace];
  return one === undefined || other === undefined || one === other;
}

function contentOf(object: ApiObject): Json {
  const known = oncePerSynthesis(object, object, () => ({}) as { content?: Json });
  if (known.content !== undefined) return known.content;
  const { data, binaryData, stringData } = object.toJson() as JsonObject;
  const content = [data ?? {}, binaryData ?? {}, stringData ?? {}];
  // What mentions a name that is yet to be worked out is not known yet.
  if (!JSON.stringify(content).includes(PLACEHOLDER_HASH)) known.content = content;
  return content;
}
