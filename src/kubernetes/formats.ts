/**
 * The formats of names and keys in Kubernetes.
 * Source: k8s.io/apimachinery `pkg/util/validation`, `pkg/api/validate/content`.
 */

const LABEL = '[a-z0-9](?:[-a-z0-9]*[a-z0-9])?';
const DNS_LABEL = new RegExp(`^${LABEL}$`);
const DNS_SUBDOMAIN = new RegExp(`^${LABEL}(?:\\.${LABEL})*$`);
const SEARCH_LABEL = '_?[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?';
const SEARCH_DOMAIN = new RegExp(`^${SEARCH_LABEL}(?:\\.${SEARCH_LABEL})*$`);
const NAME = /^(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;

/** A label of RFC 1123: at most 63 of `a-z`, `0-9` and `-`, without `-` at either end. */
export function isDnsLabel(text: string): boolean {
  return text.length <= 63 && DNS_LABEL.test(text);
}

/** Labels of RFC 1123 joined by dots, at most 253 characters in all. */
export function isDnsSubdomain(text: string): boolean {
  return text.length <= 253 && DNS_SUBDOMAIN.test(text);
}

/** A subdomain whose labels may begin with and contain `_`. */
export function isSearchDomain(text: string): boolean {
  return text.length <= 253 && SEARCH_DOMAIN.test(text);
}

/** The key of a label: a name of at most 63 characters, optionally after a subdomain and `/`. */
export function isQualifiedName(text: string): boolean {
  const slash = text.indexOf('/');
  const name = text.slice(slash + 1);
  return (
    (slash < 0 || isDnsSubdomain(text.slice(0, slash))) && name.length <= 63 && NAME.test(name)
  );
}

/** The value of a label: empty, or a name of at most 63 characters. */
export function isLabelValue(text: string): boolean {
  return text === '' || (text.length <= 63 && NAME.test(text));
}

/** A path after a domain: `example.com/anything`. */
export function isDomainPrefixedPath(text: string): boolean {
  const slash = text.indexOf('/');
  return (
    slash > 0 &&
    isDnsSubdomain(text.slice(0, slash)) &&
    /^[A-Za-z0-9/\-._~%!$&'()*+,;=:]+$/.test(text.slice(slash + 1))
  );
}

/** The name of an environment variable that every version of Kubernetes accepts. */
export function isStrictEnvName(text: string): boolean {
  return /^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(text) && text !== '.' && !text.startsWith('..');
}

/** The name of an environment variable since Kubernetes 1.32: printable ASCII except `=`. */
export function isEnvName(text: string): boolean {
  return /^[ -<>-~]+$/.test(text);
}

/** A key of a ConfigMap or Secret. */
export function isDataKey(text: string): boolean {
  return (
    text.length <= 253 && /^[-._a-zA-Z0-9]+$/.test(text) && text !== '.' && !text.startsWith('..')
  );
}

/**
 * The name of a port: at most 15 of `a-z`, `0-9` and `-`, with at least one letter, without `--`
 * and without `-` at either end.
 */
export function isPortName(text: string): boolean {
  return (
    text.length <= 15 &&
    /^[-a-z0-9]+$/.test(text) &&
    /[a-z]/.test(text) &&
    !text.includes('--') &&
    !/^-|-$/.test(text)
  );
}

/** A port number. */
export function isPort(port: number): boolean {
  return port >= 1 && port <= 65535;
}

/** The name of an HTTP header. */
export function isHttpHeaderName(text: string): boolean {
  return /^[-A-Za-z0-9]+$/.test(text);
}

/** The number of a user or a group. */
export function isUserOrGroupId(id: number): boolean {
  return id >= 0 && id <= 2147483647;
}

/** A relative path that does not leave its root. */
export function isLocalPath(path: string): boolean {
  return !path.startsWith('/') && !hasBackstep(path);
}

/** A path inside a volume, in which names that begin with `..` are reserved for the kubelet. */
export function isVolumePath(path: string): boolean {
  return isLocalPath(path) && !(path.startsWith('..') && !path.startsWith('../'));
}

/** Whether a path has the element `..`. */
export function hasBackstep(path: string): boolean {
  return path.split('/').includes('..');
}

/** The name of a certificate signer: a domain of at least two labels, `/` and a dotted path. */
export function isSignerName(text: string): boolean {
  const [domain, path, ...more] = text.split('/');
  if (path === undefined || more.length > 0 || domain.length > 253 || text.length > 571) {
    return false;
  }
  const labels = domain.split('.');
  return labels.length >= 2 && labels.every(isDnsLabel) && path.split('.').every(isDnsSubdomain);
}

/** Counts the bytes of a string in UTF-8, which is how Kubernetes limits the length of strings. */
export function utf8Length(text: string): number {
  let length = 0;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    length += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return length;
}
