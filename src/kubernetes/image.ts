/** An image as a container runtime reads its name. */
export interface ImageName {
  readonly name: string;
  readonly tag?: string;
  readonly digest?: string;
}

const PART = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const HOST =
  '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(?:\\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*|\\[[a-fA-F0-9:]+\\]';
const IMAGE = new RegExp(
  `^((?:(?:${HOST})(?::[0-9]+)?/)?${PART}(?:/${PART})*)(?::(\\w[\\w.-]{0,127}))?(?:@([A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}))?$`,
);
/** Digests of the algorithms that are known have a fixed length. */
const DIGEST_LENGTH: Record<string, number> = { sha256: 64, sha384: 96, sha512: 128 };

/** Reads the name of an image, or undefined where no runtime can. Source: github.com/distribution/reference. */
export function parseImage(image: string): ImageName | undefined {
  if (/^[0-9a-f]{64}$/.test(image)) return undefined; // would be taken for an id
  const match = IMAGE.exec(withDomain(image));
  if (!match || match[1].length > 255) return undefined;
  const [, name, tag, digest] = match;
  if (digest !== undefined) {
    const [algorithm, hex] = digest.split(':');
    if (hex.length !== DIGEST_LENGTH[algorithm] || /[A-F]/.test(hex)) return undefined;
  }
  return { name, tag, digest };
}

/** What comes before the first slash is a registry only if it looks like a host. */
function withDomain(image: string): string {
  const slash = image.indexOf('/');
  const first = image.slice(0, slash);
  const isHost =
    slash >= 0 && (/[.:]/.test(first) || first === 'localhost' || first.toLowerCase() !== first);
  return isHost ? image : `docker.io/${image}`;
}

/** Whether it is pulled anew each time, because no tag or digest says which one it is. */
export function isLatest(image: string): boolean {
  const parsed = parseImage(image);
  return (
    parsed !== undefined &&
    (parsed.tag === 'latest' || (parsed.tag === undefined && parsed.digest === undefined))
  );
}
