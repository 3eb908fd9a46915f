/** The minor versions of Kubernetes that the library knows, as the number after "1.". */
export const OLDEST_MINOR = 27;
export const NEWEST_MINOR = 37;

/** The minor that is meant where none is named: the oldest that Kubernetes itself still supports (2026-11). */
export const DEFAULT_MINOR = 35;

/**
 * Reads "1.35", "v1.35" or "1.35.4" as 35.
 * @throws RangeError if it is no version, or none that the library knows
 */
export function minorOf(version: string): number {
  const match = /^v?1\.(\d+)(\.\d+)?([-+].*)?$/.exec(version);
  const minor = Number(match?.[1]);
  if (!match || minor < OLDEST_MINOR || minor > NEWEST_MINOR) {
    throw new RangeError(
      `${JSON.stringify(version)} is no version of Kubernetes that is known here; give one from 1.${OLDEST_MINOR} to 1.${NEWEST_MINOR}, such as 1.${DEFAULT_MINOR}`,
    );
  }
  return minor;
}
