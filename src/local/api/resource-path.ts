/** What the path of a resource names. */
export interface ResourcePath {
  /** "" for the core group. */
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  /** "" for all namespaces, or for a cluster-scoped object. */
  readonly namespace: string;
  /** Absent for a collection. */
  readonly name?: string;
  /** E.g. `status`. @default none */
  readonly subresource?: string;
}

const NAMESPACE_SUBRESOURCES = ['status', 'finalize'];

/** Parses the path of a collection or an object; undefined if it is another path. */
export function parseResourcePath(path: string): ResourcePath | undefined {
  const parts = path.split('/').filter((part) => part !== '');
  const [root, ...rest] = parts.map(decodeURIComponent);
  if (root === 'api' && rest.length >= 2) return resourceAt('', rest[0], rest.slice(1));
  if (root === 'apis' && rest.length >= 3) return resourceAt(rest[0], rest[1], rest.slice(2));
  return undefined;
}

function resourceAt(group: string, version: string, rest: string[]): ResourcePath | undefined {
  const isNamespaced =
    rest[0] === 'namespaces' && rest.length > 2 && !NAMESPACE_SUBRESOURCES.includes(rest[2]);
  const namespace = isNamespaced ? rest[1] : '';
  const [resource, name, subresource, ...more] = isNamespaced ? rest.slice(2) : rest;
  if (more.length > 0) return undefined;
  return { group, version, resource, namespace, name, subresource };
}
