import { expandVariables } from '../../kubernetes/expansion';
import { JsonObject, objectIn, objectsIn } from '../../kubernetes/json';
import type { StoredObject } from '../store/stored-object';

/** Looks up what a Pod refers to, in its namespace. */
export interface References {
  configMap(name: string): StoredObject | undefined;
  secret(name: string): StoredObject | undefined;
}

/** A container cannot be started as it is configured. */
export class ContainerConfigError extends Error {
  public constructor(message: string) {
    super(message);
    this.name = 'ContainerConfigError';
  }
}

export type Environment = Readonly<Record<string, string>>;

/** The address of everything that runs as a process of this machine. */
const LOOPBACK = '127.0.0.1';

/**
 * Returns the environment variables that the manifest sets for a container, as a kubelet does:
 * `envFrom` first, then `env` in its order, where `$(NAME)` refers to a variable before it.
 *
 * @throws ContainerConfigError if a ConfigMap, a Secret, a key or a field does not exist
 */
export function environmentOf(
  container: JsonObject,
  pod: StoredObject,
  references: References,
): Environment {
  const variables: Record<string, string> = {};
  for (const { prefix = '', configMapRef, secretRef } of objectsIn(container.envFrom)) {
    const data = configMapRef
      ? dataOf(objectIn(configMapRef), 'configmap', references)
      : dataOf(objectIn(secretRef), 'secret', references);
    for (const [key, value] of Object.entries(data)) variables[`${String(prefix)}${key}`] = value;
  }
  for (const { name, value, valueFrom } of objectsIn(container.env)) {
    const resolved =
      valueFrom === undefined
        ? expandVariables(String(value ?? ''), variables)
        : valueOf(objectIn(valueFrom), pod, references);
    if (resolved !== undefined) variables[String(name)] = resolved;
  }
  return variables;
}

function valueOf(
  { fieldRef, configMapKeyRef, secretKeyRef, ...others }: JsonObject,
  pod: StoredObject,
  references: References,
): string | undefined {
  if (fieldRef !== undefined) return fieldOf(String(objectIn(fieldRef).fieldPath), pod);
  if (configMapKeyRef !== undefined) {
    return entryOf(objectIn(configMapKeyRef), 'configmap', references);
  }
  if (secretKeyRef !== undefined) return entryOf(objectIn(secretKeyRef), 'secret', references);
  const [kind = 'valueFrom'] = Object.keys(others);
  throw new ContainerConfigError(
    `${kind} is not supported by processes of this machine; set a value`,
  );
}

function entryOf(
  reference: JsonObject,
  kind: 'configmap' | 'secret',
  references: References,
): string | undefined {
  const { name, key, optional } = reference;
  const value = dataOf(reference, kind, references)[String(key)];
  if (value === undefined && optional !== true) {
    const what = kind === 'secret' ? 'Secret' : 'ConfigMap';
    throw new ContainerConfigError(`couldn't find key ${key} in ${what} ${String(name)}`);
  }
  return value;
}

/** Returns the data of a ConfigMap or a Secret as text; nothing if it is optional and missing. */
export function dataOf(
  { name, optional }: JsonObject,
  kind: 'configmap' | 'secret',
  references: References,
): Readonly<Record<string, string>> {
  const object =
    kind === 'secret' ? references.secret(String(name)) : references.configMap(String(name));
  if (object === undefined) {
    if (optional === true) return {};
    throw new ContainerConfigError(`${kind} "${String(name)}" not found`);
  }
  const texts = objectIn(object.data);
  if (kind === 'configmap') return texts as Record<string, string>;
  return Object.fromEntries(
    Object.entries(texts).map(([key, value]) => [
      key,
      Buffer.from(String(value), 'base64').toString(),
    ]),
  );
}

/** Returns a field of a Pod that `fieldRef` names. @throws ContainerConfigError */
export function fieldOf(fieldPath: string, { metadata, spec }: StoredObject): string {
  const [, map, key] = /^metadata\.(labels|annotations)\['(.+)'\]$/.exec(fieldPath) ?? [];
  if (map !== undefined) {
    return metadata[map as 'labels' | 'annotations']?.[key] ?? '';
  }
  const pod = objectIn(spec);
  switch (fieldPath) {
    case 'metadata.name':
      return metadata.name;
    case 'metadata.namespace':
      return metadata.namespace ?? '';
    case 'metadata.uid':
      return metadata.uid;
    case 'metadata.labels':
    case 'metadata.annotations':
      return Object.entries(objectIn(metadata[fieldPath.slice('metadata.'.length)]))
        .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
        .sort()
        .join('\n');
    case 'spec.nodeName':
      return String(pod.nodeName ?? '');
    case 'spec.serviceAccountName':
      return String(pod.serviceAccountName ?? 'default');
    case 'status.hostIP':
    case 'status.hostIPs':
    case 'status.podIP':
    case 'status.podIPs':
      return LOOPBACK;
    default:
      throw new ContainerConfigError(`field ${fieldPath} is not supported`);
  }
}
