import { check } from './check';
import type { Finding } from './finding';
import type { JsonObject } from '../json';
import { NEWEST_MINOR, OLDEST_MINOR } from '../minor';

const MINORS = Array.from({ length: NEWEST_MINOR - OLDEST_MINOR + 1 }, (_, i) => OLDEST_MINOR + i);

/** What keeps a Job or a CronJob from ever running, whatever the version of the server: what only some refuse, they say best themselves. */
export function findErrorsOnEveryVersion(manifest: JsonObject): Finding[] | undefined {
  const grave = check(manifest)?.filter(
    ({ severity }) => severity === 'rejected' || severity === 'never-starts',
  );
  if (grave === undefined || grave.length === 0) return grave;
  const everywhere = MINORS.map((minor) => new Set(check(manifest, { minor })!.map(keyOf)));
  return grave.filter((finding) => everywhere.every((keys) => keys.has(keyOf(finding))));
}

function keyOf({ severity, rule, field }: Finding): string {
  return `${severity} ${rule} ${field}`;
}
