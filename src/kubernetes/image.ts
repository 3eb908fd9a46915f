/** The parts of an image reference. */
export interface ImageName {
  readonly name: string;
  readonly tag?: string;
  readonly digest?: string;
}

const PART = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const HOST_LABEL = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])';
const HOST = `${HOST_LABEL}(?:\\.${HOST_LABEL})*|\\[[a-fA-F0-9:]+\\]`;
const NAME = `(?:(?:${HOST})(?::[0-9]+)?/)?${PART}(?:/${PART})*`;
const TAG = '\\w[\\w.-]{0,127}';
const DIGEST = '[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}';
const IMAGE = new RegExp(`^(${NAME})(?::(${TAG}))?(?:@(${DIGEST}))?$`);
/** Hexadecimal digits of the digests of each supported algorithm. */
const DIGEST_LENGTH: Record<string, number> = { sha256: 64, sha384: 96, sha512: 128 };

/**
 * Parses an image reference.
 *
 * @returns undefined if container runtimes reject it
 * @see github.com/distribution/reference
 */
export function parseImage(image: string): ImageName | undefined {
  if (/^[0-9a-f]{64}$/.test(image)) return undefined; // an image id
  const match = IMAGE.exec(withRegistry(image));
  if (!match || match[1].length > 255) return undefined;
  const [, name, tag, digest] = match;
  if (digest !== undefined) {
    const [algorithm, hex] = digest.split(':');
    if (hex.length !== DIGEST_LENGTH[algorithm] || /[A-F]/.test(hex)) return undefined;
  }
  return { name, tag, digest };
}

/** Adds the default registry, unless the part before the first slash looks like a host. */
function withRegistry(image: string): string {
  const slash = image.indexOf('/');
  const first = image.slice(0, slash);
  const isHost =
    slash >= 0 && (/[.:]/.test(first) || first === 'localhost' || first.toLowerCase() !== first);
  return isHost ? image : `docker.io/${image}`;
}

/** Whether an image has the tag `latest`, or neither a tag nor a digest. */
export function usesLatestTag(image: string): boolean {
  const parsed = parseImage(image);
  return (
    parsed !== undefined &&
    (parsed.tag === 'latest' || (parsed.tag === undefined && parsed.digest === undefined))
  );
}
