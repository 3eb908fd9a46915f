import type { JsonObject } from '../../kubernetes/json';
import { apiVersionOf, ResourceType } from '../store/resource-type';

/**
 * Returns the OpenAPI documents, with only what kubectl needs: which requests have the parameter
 * `fieldValidation`, so that it lets the server validate. They have no schemas.
 */
export function openApiDocument(
  path: string,
  types: readonly ResourceType[],
): JsonObject | undefined {
  if (path === '/openapi/v3') {
    const roots = [...new Set(types.map(rootOf))];
    const paths = roots.map((root) => [root, { serverRelativeURL: `/openapi/v3/${root}` }]);
    return { paths: Object.fromEntries(paths) };
  }
  const root = /^\/openapi\/v3\/(.+)$/.exec(path)?.[1];
  if (root === undefined) return undefined;
  const served = types.filter((type) => rootOf(type) === root);
  if (served.length === 0) return undefined;
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: 'unversioned' },
    paths: Object.fromEntries(served.map((type) => [pathOf(type), { patch: patchOf(type) }])),
    components: { schemas: {} },
  };
}

function rootOf(type: ResourceType): string {
  return type.group === '' ? `api/${type.version}` : `apis/${apiVersionOf(type)}`;
}

function pathOf(type: ResourceType): string {
  const namespace = type.namespaced ? 'namespaces/{namespace}/' : '';
  return `/${rootOf(type)}/${namespace}${type.resource}/{name}`;
}

function patchOf({ group, version, kind }: ResourceType): JsonObject {
  const parameters = ['dryRun', 'fieldManager', 'fieldValidation', 'force'].map((name) => ({
    name,
    in: 'query',
    schema: { type: name === 'force' ? 'boolean' : 'string', uniqueItems: true },
  }));
  return {
    operationId: `patch${kind}`,
    parameters,
    responses: { 200: { description: 'OK' } },
    'x-kubernetes-action': 'patch',
    'x-kubernetes-group-version-kind': { group, version, kind },
  };
}
