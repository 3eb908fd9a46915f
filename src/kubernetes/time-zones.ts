import { TIME_ZONE_NAMES } from './time-zone-names';

/** The names of the tz database that is built into the API server, as `Area/Location`. */
export const TIME_ZONES: readonly string[] = Object.entries(TIME_ZONE_NAMES).flatMap(
  ([directory, names]) =>
    names
      .trim()
      .split(/\s+/)
      .map((name) => (directory === '' ? name : `${directory}/${name}`)),
);

const NAMES = new Set(TIME_ZONES);
const BY_LETTERS = new Map(TIME_ZONES.map((name) => [lettersOf(name), name]));

/**
 * Reports whether the API server accepts a string as `spec.timeZone`: a name of the tz database, in
 * its exact case. `Local` is not accepted.
 */
export function isTimeZone(name: string): boolean {
  return NAMES.has(name);
}

/**
 * Finds the time zone whose name differs only in case, spaces and underscores: `America/New_York`
 * for "america/new york".
 */
export function nearestTimeZone(name: string): string | undefined {
  return BY_LETTERS.get(lettersOf(name));
}

function lettersOf(name: string): string {
  return name.toLowerCase().replace(/[\s_]+/g, '');
}
