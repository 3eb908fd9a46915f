import type { Json } from './json';

/** How a quantity was written, which is how Kubernetes prints it again: `1000m`, `1Gi` or `1e3`. */
type Format = 'decimal' | 'binary' | 'exponent';

/** A Kubernetes quantity: `digits` × 10 ^ `scale`, exactly. Source: k8s.io/apimachinery `pkg/api/resource`. */
export interface Quantity {
  readonly digits: bigint;
  readonly scale: number;
  readonly format: Format;
  /** Too long for the 64 bits in which Kubernetes reckons with most. */
  readonly big?: boolean;
  /** The text, where Kubernetes keeps it as it was written. */
  readonly text?: string;
}

const DECIMAL: Record<string, number> = {
  n: -9,
  u: -6,
  m: -3,
  '': 0,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};
const BINARY = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const QUANTITY = /^([+-]?)(\d*)(?:\.(\d*))?([eEinumkKMGTP]*[-+]?\d*)$/;
const NANO = -9;
const LARGEST_INT64 = 2n ** 63n - 1n;

/** The same few quantities stand in all manifests, and each is looked at by several rules. */
const known = new Map<string, Quantity | undefined>();
const MOST_KNOWN = 1000;

/** Reads a quantity as the server does, or undefined where it would refuse it. */
export function parseQuantity(value: Json | undefined): Quantity | undefined {
  if (typeof value !== 'number' && typeof value !== 'string') return undefined;
  const text = String(value).trim();
  if (!known.has(text)) {
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(text, parse(text));
  }
  return known.get(text);
}

function parse(text: string): Quantity | undefined {
  const match = QUANTITY.exec(text);
  if (text === '' || !match) return undefined;
  const [, sign, whole, fraction = '', suffix] = match;
  const number = whole.replace(/^0+/, '');
  const unit = unitOf(suffix);
  // Only zeros, or a sign alone: the server reads no further, and takes it for 0.
  if (/^[+-]?0*$/.test(text)) {
    return { digits: 0n, scale: 0, format: 'decimal', text: text === '0' ? text : undefined };
  }
  if (!unit) return undefined;
  const shifted = (number || '0') + fraction;
  const magnitude = sign === '-' ? -1n : 1n;
  const { format, exponent } = unit;
  const short =
    format === 'binary'
      ? fraction === '' &&
        exponent < 50 &&
        14 - shifted.length - Math.trunc((exponent * 3) / 10) >= 0
      : shifted.length <= 18 && exponent - fraction.length >= NANO;
  if (short) {
    const digits =
      magnitude * BigInt(shifted) * (format === 'binary' ? 2n ** BigInt(exponent) : 1n);
    const scale = format === 'binary' ? 0 : exponent - fraction.length;
    const asWritten =
      format === 'binary'
        ? BigInt(shifted) % 8n !== 0n
        : scale % 3 === 0 && !shifted.endsWith('000') && !shifted.startsWith('0');
    return { digits, scale, format, text: asWritten ? text : undefined };
  }
  if (whole === '' && fraction === '') return undefined; // a unit without a number
  let digits = BigInt(shifted) * (format === 'binary' ? 2n ** BigInt(exponent) : 1n);
  let scale = (format === 'binary' ? 0 : exponent) - fraction.length;
  ({ digits, scale } = roundedUp({ digits, scale, format }, NANO));
  if (format === 'binary') {
    if (compareQuantities({ digits, scale }, { digits: LARGEST_INT64, scale: 0 }) > 0) {
      [digits, scale] = [LARGEST_INT64, 0];
    }
    if (digits > 0n && compareQuantities({ digits, scale }, { digits: 1n, scale: 0 }) < 0) {
      return { digits: magnitude * digits, scale, format: 'decimal', big: true };
    }
  }
  return { digits: magnitude * digits, scale, format, big: true };
}

function unitOf(suffix: string): { format: Format; exponent: number } | undefined {
  if (suffix in DECIMAL) return { format: 'decimal', exponent: DECIMAL[suffix] };
  if (BINARY.includes(suffix)) {
    return { format: 'binary', exponent: 10 * (BINARY.indexOf(suffix) + 1) };
  }
  const match = /^[eE]([-+]?\d+)$/.exec(suffix);
  return match && Math.abs(Number(match[1])) < 2 ** 31
    ? { format: 'exponent', exponent: Number(match[1]) }
    : undefined;
}

/** A quantity without digits finer than 10 ^ `scale`; what they held is rounded away from zero. */
export function roundedUp(quantity: Quantity, scale: number): Quantity {
  if (quantity.scale >= scale) return quantity;
  const unit = 10n ** BigInt(Math.min(scale - quantity.scale, 5000));
  const rest = quantity.digits % unit;
  const away = rest === 0n ? 0n : quantity.digits > 0n ? 1n : -1n;
  return { ...quantity, digits: quantity.digits / unit + away, scale, text: undefined };
}

type Number10 = Pick<Quantity, 'digits' | 'scale'>;

/** Less than 0 where `a` is the smaller one, more than 0 where it is the larger one, else 0. */
export function compareQuantities(a: Number10, b: Number10): number {
  const sign = ({ digits }: Number10) => (digits > 0n ? 1 : digits < 0n ? -1 : 0);
  if (sign(a) !== sign(b) || sign(a) === 0) return sign(a) - sign(b);
  // Where one is much longer, the lengths decide, and nobody multiplies by 10 ^ 2147483647.
  const length = ({ digits, scale }: Number10) =>
    (digits < 0n ? -digits : digits).toString().length + scale;
  if (Math.abs(length(a) - length(b)) > 1) return sign(a) * (length(a) - length(b));
  const scale = Math.min(a.scale, b.scale);
  const difference =
    a.digits * 10n ** BigInt(a.scale - scale) - b.digits * 10n ** BigInt(b.scale - scale);
  return difference > 0n ? 1 : difference < 0n ? -1 : 0;
}

/** Whether the quantity is a whole number. */
function isWhole(quantity: Number10): boolean {
  return quantity.scale >= 0 || quantity.digits % 10n ** BigInt(-quantity.scale) === 0n;
}

/** The quantity in units of 10 ^ `scale`, rounded away from zero, in 64 bits: what does not fit is 0, or what is left of a big one. */
export function int64(quantity: Quantity, scale = 0): bigint {
  const { digits, scale: own, big } = roundedUp(quantity, scale);
  if (own - scale > 400) return 0n; // no bit of it is left
  const value = digits * 10n ** BigInt(own - scale);
  return big || BigInt.asIntN(64, value) === value ? BigInt.asIntN(64, value) : 0n;
}

/** The text that the server prints for a quantity. */
export function formatQuantity(quantity: Quantity): string {
  if (quantity.text !== undefined) return quantity.text;
  if (quantity.digits === 0n) return '0';
  const magnitude = {
    digits: quantity.digits < 0n ? -quantity.digits : quantity.digits,
    scale: quantity.scale,
  };
  const below1024 = compareQuantities(magnitude, { digits: 1024n, scale: 0 }) < 0;
  if (quantity.format === 'binary' && !below1024 && isWhole(quantity)) {
    const [digits, times] = withoutFactors(scaledTo0(quantity), 1024n);
    return `${digits}${times === 0 ? '' : (BINARY[times - 1] ?? '')}`;
  }
  const [digits, times] = withoutFactors(quantity.digits, 10n);
  const exponent = quantity.scale + times;
  const spare = ((exponent % 3) + 3) % 3; // units go by thousands
  const number = digits * 10n ** BigInt(spare);
  if (quantity.format === 'exponent') {
    return exponent - spare === 0 ? `${number}` : `${number}e${exponent - spare}`;
  }
  return `${number}${Object.keys(DECIMAL).find((unit) => DECIMAL[unit] === exponent - spare) ?? ''}`;
}

function scaledTo0({ digits, scale }: Quantity): bigint {
  return scale >= 0 ? digits * 10n ** BigInt(scale) : digits / 10n ** BigInt(-scale);
}

function withoutFactors(digits: bigint, factor: bigint): [digits: bigint, times: number] {
  let times = 0;
  while (digits !== 0n && digits % factor === 0n) {
    digits /= factor;
    times++;
  }
  return [digits, times];
}

/** The number that a quantity stands for ("1500m", "1Gi", 2), or undefined where it is none that can be read. */
export function quantityValue(value: Json | undefined): number | undefined {
  const quantity = parseQuantity(value);
  return quantity && Number(quantity.digits) * 10 ** quantity.scale;
}
