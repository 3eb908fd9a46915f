import { EVENTS_VIEW } from './type-registry';
import type { JsonObject } from '../../kubernetes/json';
import { apiVersionOf, ResourceType } from '../store/resource-type';

const VERBS = [
  'create',
  'delete',
  'deletecollection',
  'get',
  'list',
  'patch',
  'update',
  'watch',
] as const;
const AGGREGATED = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

/** Returns the documents by which clients find out what the API server serves. */
export function discoveryDocument(
  path: string,
  accept: string,
  types: readonly ResourceType[],
  minor: number,
): { readonly body: JsonObject; readonly contentType?: string } | undefined {
  const aggregated = /as=APIGroupDiscoveryList/.test(accept) && /v=v2(?!beta)/.test(accept);
  const contentType = aggregated ? AGGREGATED : undefined;
  const groups = groupsOf(types);
  switch (path) {
    case '/version':
      return { body: versionInfo(minor) };
    case '/api':
      return {
        contentType,
        body: aggregated
          ? aggregatedGroups([['', groups.get('') ?? []]])
          : { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [] },
      };
    case '/apis': {
      const named = [...groups].filter(([group]) => group !== '');
      return {
        contentType,
        body: aggregated
          ? aggregatedGroups(named)
          : { ...listHead('APIGroupList'), groups: named.map(apiGroup) },
      };
    }
  }
  const [root, first, second, ...more] = path.split('/').filter((part) => part !== '');
  if (more.length > 0) return undefined;
  if (root === 'apis' && second === undefined) {
    const group = groups.get(first);
    return group && { body: { ...listHead('APIGroup'), ...apiGroup([first, group]) } };
  }
  const groupVersion = root === 'apis' ? `${first}/${second}` : first;
  if (root === 'api' && second !== undefined) return undefined;
  const served = types.filter((type) => apiVersionOf(type) === groupVersion);
  if (served.length === 0 || (root !== 'api' && root !== 'apis')) return undefined;
  const resources = served.flatMap((type) => [
    resource(type),
    ...subresources(type).map((name) => ({
      name: `${type.resource}/${name}`,
      singularName: '',
      namespaced: type.namespaced,
      kind: type.kind,
      verbs: name === 'log' ? ['get'] : ['get', 'patch', 'update'],
    })),
  ]);
  return { body: { ...listHead('APIResourceList'), groupVersion, resources } };
}

function versionInfo(minor: number): JsonObject {
  return {
    major: '1',
    minor: String(minor),
    gitVersion: `v1.${minor}.0`,
    gitCommit: '',
    gitTreeState: '',
    buildDate: '1970-01-01T00:00:00Z',
    goVersion: '',
    compiler: '',
    platform: '',
  };
}

function groupsOf(types: readonly ResourceType[]): Map<string, ResourceType[]> {
  const groups = new Map<string, ResourceType[]>();
  for (const type of types) groups.set(type.group, [...(groups.get(type.group) ?? []), type]);
  return groups;
}

function versionsOf(types: readonly ResourceType[]): string[] {
  return [...new Set(types.map(({ version }) => version))];
}

function listHead(kind: string): JsonObject {
  return { kind, apiVersion: 'v1' };
}

function apiGroup([name, types]: readonly [string, readonly ResourceType[]]): JsonObject {
  const versions = versionsOf(types).map((version) => ({
    groupVersion: `${name}/${version}`,
    version,
  }));
  return { name, versions, preferredVersion: versions[0] };
}

function resource(type: ResourceType): JsonObject {
  const { resource: name, kind, namespaced, shortNames, categories } = type;
  return {
    name,
    singularName: kind.toLowerCase(),
    namespaced,
    kind,
    verbs: VERBS,
    ...(shortNames && { shortNames }),
    ...(categories && { categories }),
  };
}

function subresources(type: ResourceType): readonly string[] {
  const status = type.hasStatus === false || type === EVENTS_VIEW ? [] : ['status'];
  return type.resource === 'pods' && type.group === '' ? [...status, 'log'] : status;
}

/** All groups with their resources in one document, which saves clients a request for each. */
function aggregatedGroups(
  groups: readonly (readonly [string, readonly ResourceType[]])[],
): JsonObject {
  const items = groups.map(([group, types]) => ({
    metadata: { name: group, creationTimestamp: null },
    versions: versionsOf(types).map((version) => ({
      version,
      freshness: 'Current',
      resources: types.filter((type) => type.version === version).map(aggregatedResource),
    })),
  }));
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: 'apidiscovery.k8s.io/v2',
    metadata: {},
    items,
  };
}

function aggregatedResource(type: ResourceType): JsonObject {
  const { resource: name, kind, namespaced, shortNames, categories, group, version } = type;
  const responseKind = { group, version, kind };
  return {
    resource: name,
    responseKind,
    scope: namespaced ? 'Namespaced' : 'Cluster',
    singularResource: kind.toLowerCase(),
    verbs: VERBS,
    ...(shortNames && { shortNames }),
    ...(categories && { categories }),
    subresources: subresources(type).map((subresource) => ({
      subresource,
      responseKind,
      verbs: subresource === 'log' ? ['get'] : ['get', 'patch', 'update'],
    })),
  };
}
