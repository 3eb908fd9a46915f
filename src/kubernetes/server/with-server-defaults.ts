import { applyDefaults } from './apply-defaults';
import { decode } from './decode';
import { marshal } from './marshal';
import { pruneDisabledFields } from './prune-disabled-fields';
import type { JsonObject } from '../json';
import { DEFAULT_MINOR } from '../minor';

/**
 * Returns a Job or CronJob as an API server stores it: with defaults, without dropped and empty
 * fields, and with quantities in their canonical form. It does not have what the API server assigns
 * (uid, generation, the selector and the labels with the uid). Other objects are returned
 * unchanged. Fields that the API server cannot decode are omitted.
 */
export function withServerDefaults(
  manifest: JsonObject,
  { minor = DEFAULT_MINOR }: { readonly minor?: number } = {},
): JsonObject {
  const { apiVersion, kind } = manifest;
  if (apiVersion !== 'batch/v1' || (kind !== 'Job' && kind !== 'CronJob')) return manifest;
  const { value } = decode(kind, manifest, minor);
  const { pruned } = pruneDisabledFields(kind, applyDefaults(kind, value, minor), minor);
  return { apiVersion, kind, ...marshal(kind, pruned, minor) };
}
