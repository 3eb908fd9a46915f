import { ClusterError } from '../cluster';

/** The release that stands for each minor. A further minor is one more line. */
const RELEASES: Record<string, string> = {
  '1.29': '1.29.6',
  '1.30': '1.30.14',
  '1.33': '1.33.13',
  '1.35': '1.35.4',
  '1.37': '1.37.2',
};

export const MINORS: readonly string[] = Object.keys(RELEASES);

export function releaseOf(minor: string): string {
  const release = RELEASES[minor];
  if (!release) {
    throw new ClusterError(
      `no release is listed for Kubernetes "${minor}": take one of ${MINORS.join(', ')}`,
      2,
    );
  }
  return release;
}
