import { apiVersionFinding } from './api-version';
import { check } from './check';
import { Finding, level } from './finding';
import { ignoredRules } from './ignored-rules';
import { onePerCause } from './one-per-cause';
import type { JsonObject } from '../json';
import { NEWEST_MINOR, OLDEST_MINOR } from '../minor';

const MINORS = Array.from({ length: NEWEST_MINOR - OLDEST_MINOR + 1 }, (_, i) => OLDEST_MINOR + i);

/**
 * Returns the errors of a Job or a CronJob that occur on every supported version of Kubernetes, or
 * undefined for any other object. Used before an apply, where the version of the cluster is not
 * known; the API server itself reports errors of its version. An annotation of the object can hide
 * what never starts, but not what the API server rejects.
 */
export function findErrorsOnEveryVersion(manifest: JsonObject): Finding[] | undefined {
  const wrongVersion = apiVersionFinding(manifest);
  if (wrongVersion) return [wrongVersion];
  const errors = check(manifest)?.filter(({ severity }) => level(severity) === 'error');
  if (errors === undefined || errors.length === 0) return errors;
  const keysByMinor = MINORS.map((minor) => new Set(check(manifest, { minor })!.map(keyOf)));
  const { settings } = ignoredRules(manifest);
  return onePerCause(
    errors.filter((error) => keysByMinor.every((keys) => keys.has(keyOf(error)))),
  ).filter(({ rule, severity }) => severity === 'rejected' || settings.get(rule) !== 'off');
}

function keyOf({ severity, rule, field }: Finding): string {
  return `${severity} ${rule} ${field}`;
}
