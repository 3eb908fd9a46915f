import { JsonObject, objectIn, objectsIn } from '../json';

/** A ConfigMap or Secret that a Pod refers to. */
export interface ConfigReference {
  readonly kind: 'ConfigMap' | 'Secret';
  readonly name: string;
}

/**
 * Returns the ConfigMaps and Secrets from which a Pod gets environment variables and files, without
 * duplicates, sorted by kind and name.
 */
export function configReferences(pod: JsonObject): readonly ConfigReference[] {
  const found = new Map<string, ConfigReference>();
  const add = (kind: ConfigReference['kind'], name: unknown) => {
    if (typeof name === 'string' && name !== '') found.set(`${kind}/${name}`, { kind, name });
  };
  const addSources = (
    sources: readonly JsonObject[],
    configMap: string,
    secret: string,
    secretName = 'name',
  ) => {
    for (const source of sources) {
      add('ConfigMap', objectIn(source[configMap]).name);
      add('Secret', objectIn(source[secret])[secretName]);
    }
  };
  for (const { env, envFrom } of [...objectsIn(pod.containers), ...objectsIn(pod.initContainers)]) {
    addSources(
      objectsIn(env).map(({ valueFrom }) => objectIn(valueFrom)),
      'configMapKeyRef',
      'secretKeyRef',
    );
    addSources(objectsIn(envFrom), 'configMapRef', 'secretRef');
  }
  const volumes = objectsIn(pod.volumes);
  addSources(volumes, 'configMap', 'secret', 'secretName');
  addSources(
    volumes.flatMap(({ projected }) => objectsIn(objectIn(projected).sources)),
    'configMap',
    'secret',
  );
  return [...found.keys()].sort().map((key) => found.get(key)!);
}
