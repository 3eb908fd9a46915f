import { applyDefaults } from './apply-defaults';
import { decode } from './decode';
import { marshal } from './marshal';
import { pruneDisabledFields } from './prune-disabled-fields';
import type { JsonObject } from '../json';
import { DEFAULT_MINOR } from '../minor';

/**
 * A Job or CronJob as the server of a minor keeps it: with what it fills in, without what it drops, quantities in their
 * canonical form, and nothing that is empty. What only the server can assign (uid, generation, the selector and the labels
 * with the uid) is not there. Anything else comes back as it is; so do fields that cannot be read, since no server takes them.
 */
export function withServerDefaults(
  manifest: JsonObject,
  { minor = DEFAULT_MINOR }: { readonly minor?: number } = {},
): JsonObject {
  const { apiVersion, kind } = manifest;
  if (apiVersion !== 'batch/v1' || (kind !== 'Job' && kind !== 'CronJob')) return manifest;
  const { value } = decode(kind, manifest, minor);
  const { kept } = pruneDisabledFields(kind, applyDefaults(kind, value, minor), minor);
  return { apiVersion, kind, ...marshal(kind, kept, minor) };
}
