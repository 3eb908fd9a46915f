/** Groups of 16 bits: 8 in an IPv6 address, 2 in an IPv4 address. */
type Groups = readonly number[];

const IPV4 = /^\d+\.\d+\.\d+\.\d+$/;
const IPV4_AT_THE_END = /(?<=:)[\d.]*\.[\d.]*$/;
const GROUP = /^0*[0-9a-f]{1,4}$/i; // leading zeros are not limited
const GROUPS = 8;

/**
 * Whether the API server parses a string as an IP address, with or without leading zeros.
 * Source: `ParseIPSloppy` of k8s.io/utils.
 */
export function isIp(text: string): boolean {
  return ipv4(text) !== undefined || ipv6(text) !== undefined;
}

/**
 * Whether the API server accepts an IP address with a warning, because other software may parse it
 * as another address: it has leading zeros (octal for some software), or is an IPv4-mapped IPv6
 * address. Source: k8s.io/apimachinery `GetWarningsForIP`.
 */
export function isSloppyIp(text: string): boolean {
  if (ipv4(text)) return hasPaddedOctet(text);
  const groups = ipv6(text);
  if (!groups) return false;
  const mapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  const last = IPV4_AT_THE_END.exec(text)?.[0];
  return (
    mapped ||
    (last !== undefined && hasPaddedOctet(last)) ||
    text.split(':').some((group) => /^[0-9a-f]{5,}$/i.test(group))
  );
}

/**
 * Whether Go's `net.SplitHostPort` accepts a string: host:port, with brackets around a host that
 * has colons. Both can be empty.
 */
export function isHostPort(text: string): boolean {
  return /^(\[[^[\]]*\]|[^:[\]]*):[^:[\]]*$/.test(text);
}

function hasPaddedOctet(address: string): boolean {
  return address.split('.').some((octet) => octet.length > 1 && octet.startsWith('0'));
}

function ipv4(text: string): Groups | undefined {
  if (!IPV4.test(text)) return undefined;
  const [a, b, c, d] = text.split('.').map(Number);
  return Math.max(a, b, c, d) <= 255 ? [a * 256 + b, c * 256 + d] : undefined;
}

function ipv6(text: string): Groups | undefined {
  const last = IPV4_AT_THE_END.exec(text)?.[0];
  const tail = last === undefined ? [] : ipv4(last);
  if (!tail) return undefined;
  // The colon before the IPv4 address is a separator, unless it is part of "::".
  const rest = last === undefined ? text : text.slice(0, -last.length).replace(/(?<!:):$/, '');
  const sides = rest.split('::');
  if (sides.length > 2) return undefined;
  const [before, after = []] = sides.map((side) => (side === '' ? [] : side.split(':')));
  const written = [...before, ...after];
  if (!written.every((group) => GROUP.test(group))) return undefined;
  const missing = GROUPS - written.length - tail.length;
  // "::" represents at least one group.
  if (sides.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const numbers = (groups: readonly string[]) => groups.map((group) => parseInt(group, 16));
  return [...numbers(before), ...new Array<number>(missing).fill(0), ...numbers(after), ...tail];
}

/**
 * Whether an IPv6 address is not in the form of RFC 5952: lower case, with "::" for the longest run
 * of zeros.
 */
export function isNonCanonicalIp(text: string): boolean {
  const groups = text.includes(':') ? ipv6(text) : undefined;
  return groups !== undefined && !isSloppyIp(text) && canonical(groups) !== text;
}

function canonical(groups: Groups): string {
  let [start, length] = [0, 1];
  for (let i = 0; i < groups.length; i++) {
    let end = i;
    while (groups[end] === 0) end++;
    if (end - i > length) [start, length] = [i, end - i];
  }
  const hex = (some: Groups) => some.map((group) => group.toString(16)).join(':');
  return length > 1
    ? `${hex(groups.slice(0, start))}::${hex(groups.slice(start + length))}`
    : hex(groups);
}
