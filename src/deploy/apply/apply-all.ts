import type { Manifest } from '../../kubernetes/manifest';
import { ApiError } from '../kube/errors';
import type { Limiter } from '../runtime/limiter';

/**
 * Does the same for many manifests, several at once. Goes on after a refusal, so that all of them are told at once, but not without contact.
 * @returns what came of each that was not refused, in their order
 */
export async function applyAll<M extends Manifest, T>(
  requests: Limiter,
  manifests: readonly M[],
  work: (manifest: M) => Promise<T>,
  refused: (manifest: M, error: ApiError) => void,
): Promise<T[]> {
  let broken: { readonly error: unknown } | undefined;
  const results = await Promise.all(
    manifests.map((manifest) =>
      requests.run(async () => {
        if (broken !== undefined) return undefined;
        try {
          return { result: await work(manifest) };
        } catch (error) {
          if (error instanceof ApiError && error.code !== 401) refused(manifest, error);
          else broken ??= { error };
          return undefined;
        }
      }),
    ),
  );
  if (broken !== undefined) throw broken.error;
  return results.flatMap((done) => (done === undefined ? [] : [done.result]));
}
