/** The grammars of names and keys that Kubernetes has. Source: k8s.io/apimachinery `pkg/util/validation`, `pkg/api/validate/content`. */

const LABEL = '[a-z0-9](?:[-a-z0-9]*[a-z0-9])?';
const DNS_LABEL = new RegExp(`^${LABEL}$`);
const DNS_SUBDOMAIN = new RegExp(`^${LABEL}(?:\\.${LABEL})*$`);
const SEARCH_LABEL = '_?[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?';
const SEARCH_DOMAIN = new RegExp(`^${SEARCH_LABEL}(?:\\.${SEARCH_LABEL})*$`);
const NAME = /^(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;

/** A label of RFC 1123: at most 63 of `a-z`, `0-9` and `-`, none of the latter at either end. */
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

/** The key of a label: a name of at most 63 characters, with a subdomain and `/` before it or not. */
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

/** The name of an environment variable as all versions of Kubernetes take it. */
export function isStrictEnvName(text: string): boolean {
  return /^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(text) && text !== '.' && !text.startsWith('..');
}

/** The name of an environment variable as Kubernetes takes it since 1.32: printable ASCII except `=`. */
export function isEnvName(text: string): boolean {
  return /^[ -<>-~]+$/.test(text);
}

/** A key of a ConfigMap or Secret. */
export function isDataKey(text: string): boolean {
  return (
    text.length <= 253 && /^[-._a-zA-Z0-9]+$/.test(text) && text !== '.' && !text.startsWith('..')
  );
}

/** The name of a port: at most 15 of `a-z`, `0-9` and `-`, with a letter, no `--` and no dash at either end. */
export function isPortName(text: string): boolean {
  return (
    text.length <= 15 &&
    /^[-a-z0-9]+$/.test(text) &&
    /[a-z]/.test(text) &&
    !text.includes('--') &&
    !/^-|-$/.test(text)
  );
}

export function isPort(port: number): boolean {
  return port >= 1 && port <= 65535;
}

export function isHttpHeaderName(text: string): boolean {
  return /^[-A-Za-z0-9]+$/.test(text);
}

/** The numbers that can be a user or a group. */
export function isId(id: number): boolean {
  return id >= 0 && id <= 2147483647;
}

/** A path inside something, which must not lead out of it. */
export function isDescendingPath(path: string): boolean {
  return !path.startsWith('/') && !hasBackstep(path);
}

/** A path inside a volume, where the kubelet keeps names that begin with `..` for itself. */
export function isVolumePath(path: string): boolean {
  return isDescendingPath(path) && !(path.startsWith('..') && !path.startsWith('../'));
}

export function hasBackstep(path: string): boolean {
  return path.split('/').includes('..');
}

/** A domain of at least two labels, `/`, and a path of subdomains: who signs certificates. */
export function isSignerName(text: string): boolean {
  const [domain, path, ...more] = text.split('/');
  if (path === undefined || more.length > 0 || domain.length > 253 || text.length > 571) {
    return false;
  }
  const labels = domain.split('.');
  return labels.length >= 2 && labels.every(isDnsLabel) && path.split('.').every(isDnsSubdomain);
}

/** Bytes of a text in UTF-8, which is what Kubernetes counts. */
export function utf8Length(text: string): number {
  let length = 0;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    length += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return length;
}
