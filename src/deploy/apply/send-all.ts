import type { Manifest } from '../../kubernetes/manifest';
import { ApiError } from '../kube/errors';
import { APPLY_CONCURRENCY, Limiter } from '../runtime/limiter';

/** A manifest that the API server rejects. */
export interface RejectedManifest<M extends Manifest> {
  readonly manifest: M;
  readonly error: ApiError;
}

/** The results of sending many manifests, both lists in the order of the manifests. */
export interface SendResult<M extends Manifest, T> {
  readonly accepted: readonly T[];
  readonly rejected: readonly RejectedManifest<M>[];
  /** The error after which nothing more was sent, such as a lost connection. @default none */
  readonly failure?: { readonly error: unknown };
}

/**
 * Calls `send` for each manifest, several at a time. A rejection does not stop the others, so that
 * all rejections are reported at once. Any other error, and 401, does: the others would fail too.
 */
export async function sendAll<M extends Manifest, T>(
  manifests: readonly M[],
  send: (manifest: M) => Promise<T>,
): Promise<SendResult<M, T>> {
  const requests = new Limiter(APPLY_CONCURRENCY);
  const accepted = new Map<number, T>();
  const rejected = new Map<number, RejectedManifest<M>>();
  let failure: SendResult<M, T>['failure'];
  const attempt = async (manifest: M, i: number) => {
    if (failure !== undefined) return;
    try {
      accepted.set(i, await send(manifest));
    } catch (error) {
      const isRejection = error instanceof ApiError && error.code !== 401;
      if (isRejection) rejected.set(i, { manifest, error });
      else failure ??= { error };
    }
  };
  await Promise.all(manifests.map((manifest, i) => requests.run(() => attempt(manifest, i))));
  return { accepted: inOrder(accepted), rejected: inOrder(rejected), failure };
}

function inOrder<V>(values: ReadonlyMap<number, V>): V[] {
  return [...values].sort(([a], [b]) => a - b).map(([, value]) => value);
}
