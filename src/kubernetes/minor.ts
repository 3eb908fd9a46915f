/** The oldest minor version of Kubernetes that the library knows: 27 for 1.27. */
export const OLDEST_MINOR = 27;
/** The newest minor version of Kubernetes that the library knows. */
export const NEWEST_MINOR = 37;

/** The default minor version: the oldest that Kubernetes still supports (2026-11). */
export const DEFAULT_MINOR = 35;

/**
 * Parses "1.35", "v1.35" or "1.35.4" as 35.
 *
 * @throws RangeError if it is not a version, or one that the library does not know
 */
export function minorOf(version: string): number {
  const match = /^v?1\.(\d+)(\.\d+)?([-+].*)?$/.exec(version);
  const minor = Number(match?.[1]);
  if (!match || minor < OLDEST_MINOR || minor > NEWEST_MINOR) {
    throw new RangeError(
      `unknown Kubernetes version ${JSON.stringify(version)}; ` +
        `use a version from 1.${OLDEST_MINOR} to 1.${NEWEST_MINOR}, e.g. 1.${DEFAULT_MINOR}`,
    );
  }
  return minor;
}
