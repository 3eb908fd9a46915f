import { ConnectionError, NOT_AN_API_SERVER } from './errors';
import type { KubeObject } from './objects';

/** The object that a request was about. */
export interface Requested {
  readonly kind: string;
  /** @default a cluster-scoped object */
  readonly namespace?: string | null;
  readonly name: string;
}

/**
 * Returns the object in an answer, if it is the one that was requested. A proxy or cache that mixes
 * up answers could otherwise make the success of one Job that of another.
 * @throws ConnectionError
 */
export function requireObject<T extends KubeObject>(answer: T, requested: Requested): T {
  const { kind, namespace, name } = requested;
  const metadata = (answer as Partial<KubeObject> | null)?.metadata;
  const isRequested =
    answer?.kind === kind &&
    metadata?.name === name &&
    (metadata.namespace ?? null) === (namespace ?? null) &&
    typeof metadata.uid === 'string' &&
    metadata.uid !== '';
  if (isRequested) return answer;
  const got = metadata
    ? `${answer.kind} ${pathOf(metadata)} with uid ${metadata.uid}`
    : 'no object';
  throw new ConnectionError(
    `the answer to a request for ${kind} ${pathOf(requested)} has ${got}; ` +
      'is the server an API server, and does no proxy change its answers?',
    NOT_AN_API_SERVER,
  );
}

function pathOf({ namespace, name }: { namespace?: string | null; name: string }): string {
  return namespace ? `${namespace}/${name}` : name;
}
