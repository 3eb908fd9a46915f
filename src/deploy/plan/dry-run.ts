import { randomBytes } from 'node:crypto';
import { isJobManifest, Manifest } from '../../kubernetes/manifest';
import type { Applier } from '../apply/applier';
import { conflictsIn } from '../apply/conflicts';
import { ApiError } from '../kube/errors';
import type { KubeObject } from '../kube/objects';

/** What an apply would do, as the API server answers a dry run. */
export type DryRunResult = {
  /** The server's warnings, and one for each field that it would drop. */
  readonly warnings: readonly string[];
} &
  /** It does not exist; `result` is the object that would be created. */
  (
    | { readonly kind: 'new'; readonly result: KubeObject }
    /** It exists. `conflict` is set if other managers own fields that would change. */
    | {
        readonly kind: 'merged';
        readonly live: KubeObject;
        readonly result: KubeObject;
        readonly conflict?: ApiError;
      }
    /** It exists, and these fields are immutable; `result` is the object that would replace it. */
    | {
        readonly kind: 'immutable';
        readonly live: KubeObject;
        readonly result: KubeObject;
        readonly fields: readonly string[];
      }
  );

/**
 * Asks the API server what an apply would do. Changes nothing.
 * @throws ApiError if the server would reject it; ConnectionError
 */
export async function dryRunApply(
  applier: Applier,
  manifest: Manifest,
  signal?: AbortSignal,
): Promise<DryRunResult> {
  try {
    return await dryRunMerge(applier, manifest, undefined, signal);
  } catch (error) {
    if (!(error instanceof ApiError) || conflictsIn(error).length === 0) {
      return dryRunReplacement(applier, manifest, error, signal);
    }
    // The server checks ownership first. Whether the field can change shows a forced dry run.
    return dryRunMerge(applier, manifest, error, signal).catch((forced: unknown) =>
      dryRunReplacement(applier, manifest, forced, signal),
    );
  }
}

async function dryRunMerge(
  applier: Applier,
  manifest: Manifest,
  conflict: ApiError | undefined,
  signal: AbortSignal | undefined,
): Promise<DryRunResult> {
  const {
    code,
    body: result,
    warnings,
  } = await applier.send(manifest, { dryRun: true, signal, ...(conflict && { force: true }) });
  const live = code === 201 ? undefined : await applier.get(manifest, signal);
  return live === undefined
    ? { kind: 'new', result, warnings }
    : { kind: 'merged', live, result, conflict, warnings };
}

/** @throws the error of the merge unless a replacement is possible */
async function dryRunReplacement(
  applier: Applier,
  manifest: Manifest,
  error: unknown,
  signal: AbortSignal | undefined,
): Promise<DryRunResult> {
  if (!(error instanceof ApiError)) throw error;
  const live =
    error.code === 422 && isJobManifest(manifest) ? await applier.get(manifest, signal) : undefined;
  if (live === undefined) throw error;
  // If the server would accept it under an unused name, only the existing object prevents it.
  const { body: result, warnings } = await applier.send(withUnusedName(manifest), {
    dryRun: true,
    signal,
  });
  const fields = (error.status.details?.causes ?? []).flatMap(({ field }) => field ?? []);
  return { kind: 'immutable', live, result, fields: [...new Set(fields)], warnings };
}

function withUnusedName(manifest: Manifest): Manifest {
  return {
    ...manifest,
    metadata: {
      ...manifest.metadata,
      name: `${manifest.metadata.name.slice(0, 52)}-${randomBytes(5).toString('hex')}`,
    },
  };
}
