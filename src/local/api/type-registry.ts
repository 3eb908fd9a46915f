import { objectIn, objectsIn } from '../../kubernetes/json';
import { CUSTOM_RESOURCE_DEFINITIONS, EVENTS, KNOWN_TYPES } from '../store/known-types';
import type { ObjectStore } from '../store/object-store';
import type { ResourceType } from '../store/resource-type';
import type { StoredObject } from '../store/stored-object';

/** Events as a group of their own. The objects are those of the core group. */
export const EVENTS_VIEW: ResourceType = { ...EVENTS, group: 'events.k8s.io' };

/** The kinds that the API server serves: the built-in ones, and those of definitions. */
export class TypeRegistry {
  private definitions: readonly StoredObject[] = [];
  private custom: readonly ResourceType[] = [];

  public constructor(private readonly store: ObjectStore) {}

  public all(): readonly ResourceType[] {
    const definitions = this.store.list(CUSTOM_RESOURCE_DEFINITIONS);
    if (definitions !== this.definitions) {
      this.definitions = definitions;
      this.custom = definitions.flatMap(typesOf);
    }
    return [...KNOWN_TYPES, EVENTS_VIEW, ...this.custom];
  }

  public find(group: string, version: string, resource: string): ResourceType | undefined {
    const matches = (type: ResourceType) =>
      type.resource === resource && type.group === group && type.version === version;
    return KNOWN_TYPES.find(matches) ?? this.all().find(matches);
  }

  /** Returns the kind that an owner reference names, in any version. */
  public ofKind(apiVersion: string, kind: string): ResourceType | undefined {
    const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
    const matches = (type: ResourceType) => type.kind === kind && type.group === group;
    return KNOWN_TYPES.find(matches) ?? this.all().find(matches);
  }
}

/** Returns the kinds that a CustomResourceDefinition defines, one for each served version. */
function typesOf({ spec }: StoredObject): ResourceType[] {
  const { group, names, scope, versions } = objectIn(spec);
  const { kind, plural, shortNames, categories } = objectIn(names);
  return objectsIn(versions)
    .filter(({ served }) => served === true)
    .map(({ name, subresources }) => ({
      group: String(group),
      version: String(name),
      kind: String(kind),
      resource: String(plural),
      namespaced: scope !== 'Cluster',
      hasStatus: objectIn(subresources).status !== undefined,
      ...(Array.isArray(shortNames) && { shortNames: shortNames.map(String) }),
      ...(Array.isArray(categories) && { categories: categories.map(String) }),
    }));
}
