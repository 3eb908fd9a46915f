import { DURATION_FORMAT, parseDuration } from '../../kubernetes/duration';
import { isJobManifest, Manifest } from '../../kubernetes/manifest';
import { TIMEOUT_ANNOTATION } from '../../kubernetes/metadata-keys';
import type { Problem } from '../../manifests/problem';
import { sourceOf } from '../../manifests/source';

/** Returns the timeout that a Job sets for itself by annotation, in seconds, if it is valid. */
export function annotatedTimeoutSeconds(
  annotations: Readonly<Record<string, string>> | undefined,
): number | undefined {
  return parseDuration(annotations?.[TIMEOUT_ANNOTATION] ?? '');
}

/** Returns the errors in the timeout annotations of Jobs. */
export function timeoutProblems(manifests: readonly Manifest[]): Problem[] {
  return manifests.filter(isJobManifest).flatMap((manifest) => {
    const { name, annotations } = manifest.metadata;
    const value = annotations?.[TIMEOUT_ANNOTATION];
    if (value === undefined || annotatedTimeoutSeconds(annotations) !== undefined) return [];
    const where = `Job ${name}: annotation ${TIMEOUT_ANNOTATION}`;
    const what = `${JSON.stringify(value)} is not a valid duration; ${DURATION_FORMAT}`;
    return [{ source: sourceOf(manifest), message: `${where}: ${what}` }];
  });
}
