import { randomBytes } from 'node:crypto';
import { isJobManifest, Manifest } from '../../kubernetes/manifest';
import type { Applier } from '../apply/applier';
import { conflictsIn } from '../apply/conflicts';
import { ApiError } from '../kube/errors';
import type { KubeObject } from '../kube/objects';

/** What the server says an apply would do. */
export type DryRunResult = {
  /** What it warns of, and which fields it would not keep. */
  readonly warnings: readonly string[];
} & (
  | { readonly kind: 'new' }
  /** `conflict` says which fields would have to be taken over from others. */
  | {
      readonly kind: 'merged';
      readonly live: KubeObject;
      readonly result: KubeObject;
      readonly conflict?: ApiError;
    }
  /** These fields cannot change in what stands there; `result` is what would stand in its place. */
  | {
      readonly kind: 'immutable';
      readonly live: KubeObject;
      readonly result: KubeObject;
      readonly fields: readonly string[];
    }
);

/**
 * Asks the server what an apply would do, and changes nothing.
 * @throws ApiError if it would refuse it, ConnectionError
 */
export async function dryRunApply(
  applier: Applier,
  manifest: Manifest,
  signal?: AbortSignal,
): Promise<DryRunResult> {
  try {
    return await merged(applier, manifest, undefined, signal);
  } catch (error) {
    if (!(error instanceof ApiError) || conflictsIn(error).length === 0) {
      return otherwise(applier, manifest, error, signal);
    }
    // Who owns a field is looked at first. Whether it can change at all shows when nobody minds.
    return merged(applier, manifest, error, signal).catch((forced: unknown) =>
      otherwise(applier, manifest, forced, signal),
    );
  }
}

async function merged(
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
    ? { kind: 'new', warnings }
    : { kind: 'merged', live, result, conflict, warnings };
}

async function otherwise(
  applier: Applier,
  manifest: Manifest,
  error: unknown,
  signal: AbortSignal | undefined,
): Promise<DryRunResult> {
  if (!(error instanceof ApiError)) throw error;
  const live =
    error.code === 422 && isJobManifest(manifest) ? await applier.get(manifest, signal) : undefined;
  if (live === undefined) throw error;
  // If the server would take it under a name that is free, only what stands there is in its way.
  const { body: result, warnings } = await applier.send(underFreeName(manifest), {
    dryRun: true,
    signal,
  });
  const fields = (error.status.details?.causes ?? []).flatMap(({ field }) => field ?? []);
  return { kind: 'immutable', live, result, fields: [...new Set(fields)], warnings };
}

function underFreeName(manifest: Manifest): Manifest {
  return {
    ...manifest,
    metadata: {
      ...manifest.metadata,
      name: `${manifest.metadata.name.slice(0, 52)}-${randomBytes(5).toString('hex')}`,
    },
  };
}
