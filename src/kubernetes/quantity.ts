import type { Json } from './json';

/** The notation of a quantity, which Kubernetes keeps: `1000m`, `1Gi` or `1e3`. */
type Format = 'decimal' | 'binary' | 'exponent';

/**
 * A Kubernetes quantity: `digits` × 10 ^ `scale`.
 * Source: k8s.io/apimachinery `pkg/api/resource`.
 */
export interface Quantity {
  readonly digits: bigint;
  readonly scale: number;
  readonly format: Format;
  /** Whether Kubernetes stores it with arbitrary precision instead of in 64 bits. */
  readonly big?: boolean;
  /** The original string, if Kubernetes prints it unchanged. */
  readonly text?: string;
}

const DECIMAL_SUFFIXES: Record<string, number> = {
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
const BINARY_SUFFIXES = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const QUANTITY = /^([+-]?)(\d*)(?:\.(\d*))?([eEinumkKMGTP]*[-+]?\d*)$/;
const NANO_SCALE = -9;
const MAX_INT64 = 2n ** 63n - 1n;

/** Manifests use the same few quantities, and several rules parse each of them. */
const cache = new Map<string, Quantity | undefined>();
const MAX_CACHE_ENTRIES = 1000;

/** Parses a quantity; returns undefined if the API server rejects it. */
export function parseQuantity(value: Json | undefined): Quantity | undefined {
  if (typeof value !== 'number' && typeof value !== 'string') return undefined;
  const text = String(value).trim();
  if (!cache.has(text)) {
    if (cache.size >= MAX_CACHE_ENTRIES) cache.clear();
    cache.set(text, parse(text));
  }
  return cache.get(text);
}

function parse(text: string): Quantity | undefined {
  const match = QUANTITY.exec(text);
  if (text === '' || !match) return undefined;
  const [, sign, whole, fraction = '', suffix] = match;
  const number = whole.replace(/^0+/, '');
  const unit = parseSuffix(suffix);
  // The server parses only zeros, or a sign alone, as 0.
  if (/^[+-]?0*$/.test(text)) {
    return { digits: 0n, scale: 0, format: 'decimal', text: text === '0' ? text : undefined };
  }
  if (!unit) return undefined;
  const shifted = (number || '0') + fraction;
  const magnitude = sign === '-' ? -1n : 1n;
  const { format, exponent } = unit;
  const fitsInt64 =
    format === 'binary'
      ? fraction === '' &&
        exponent < 50 &&
        14 - shifted.length - Math.trunc((exponent * 3) / 10) >= 0
      : shifted.length <= 18 && exponent - fraction.length >= NANO_SCALE;
  if (fitsInt64) {
    const digits =
      magnitude * BigInt(shifted) * (format === 'binary' ? 2n ** BigInt(exponent) : 1n);
    const scale = format === 'binary' ? 0 : exponent - fraction.length;
    const isCanonical =
      format === 'binary'
        ? BigInt(shifted) % 8n !== 0n
        : scale % 3 === 0 && !shifted.endsWith('000') && !shifted.startsWith('0');
    return { digits, scale, format, text: isCanonical ? text : undefined };
  }
  if (whole === '' && fraction === '') return undefined; // a suffix without a number
  let digits = BigInt(shifted) * (format === 'binary' ? 2n ** BigInt(exponent) : 1n);
  let scale = (format === 'binary' ? 0 : exponent) - fraction.length;
  ({ digits, scale } = roundUp({ digits, scale, format }, NANO_SCALE));
  if (format === 'binary') {
    if (compareQuantities({ digits, scale }, { digits: MAX_INT64, scale: 0 }) > 0) {
      [digits, scale] = [MAX_INT64, 0];
    }
    if (digits > 0n && compareQuantities({ digits, scale }, { digits: 1n, scale: 0 }) < 0) {
      return { digits: magnitude * digits, scale, format: 'decimal', big: true };
    }
  }
  return { digits: magnitude * digits, scale, format, big: true };
}

function parseSuffix(suffix: string): { format: Format; exponent: number } | undefined {
  if (suffix in DECIMAL_SUFFIXES) return { format: 'decimal', exponent: DECIMAL_SUFFIXES[suffix] };
  if (BINARY_SUFFIXES.includes(suffix)) {
    return { format: 'binary', exponent: 10 * (BINARY_SUFFIXES.indexOf(suffix) + 1) };
  }
  const match = /^[eE]([-+]?\d+)$/.exec(suffix);
  return match && Math.abs(Number(match[1])) < 2 ** 31
    ? { format: 'exponent', exponent: Number(match[1]) }
    : undefined;
}

/** Rounds a quantity to a multiple of 10 ^ `scale`, away from zero. */
export function roundUp(quantity: Quantity, scale: number): Quantity {
  if (quantity.scale >= scale) return quantity;
  const unit = 10n ** BigInt(Math.min(scale - quantity.scale, 5000));
  const rest = quantity.digits % unit;
  const away = rest === 0n ? 0n : quantity.digits > 0n ? 1n : -1n;
  return { ...quantity, digits: quantity.digits / unit + away, scale, text: undefined };
}

/** A decimal number. */
type Decimal = Pick<Quantity, 'digits' | 'scale'>;

/** Returns a negative number if `a` is less than `b`, a positive one if it is greater, else 0. */
export function compareQuantities(a: Decimal, b: Decimal): number {
  const sign = ({ digits }: Decimal) => (digits > 0n ? 1 : digits < 0n ? -1 : 0);
  if (sign(a) !== sign(b) || sign(a) === 0) return sign(a) - sign(b);
  // Exponents go up to 2147483647, so numbers of different lengths are not multiplied out.
  const length = ({ digits, scale }: Decimal) =>
    (digits < 0n ? -digits : digits).toString().length + scale;
  if (Math.abs(length(a) - length(b)) > 1) return sign(a) * (length(a) - length(b));
  const scale = Math.min(a.scale, b.scale);
  const difference =
    a.digits * 10n ** BigInt(a.scale - scale) - b.digits * 10n ** BigInt(b.scale - scale);
  return difference > 0n ? 1 : difference < 0n ? -1 : 0;
}

/** Whether a quantity is an integer. */
function isInteger(quantity: Decimal): boolean {
  return quantity.scale >= 0 || quantity.digits % 10n ** BigInt(-quantity.scale) === 0n;
}

/**
 * Converts a quantity to units of 10 ^ `scale`, rounded away from zero, in 64 bits as Kubernetes
 * does: a value that does not fit becomes 0, and a `big` one is truncated.
 */
export function int64(quantity: Quantity, scale = 0): bigint {
  const { digits, scale: own, big } = roundUp(quantity, scale);
  if (own - scale > 400) return 0n; // the lowest 64 bits are 0
  const value = digits * 10n ** BigInt(own - scale);
  return big || BigInt.asIntN(64, value) === value ? BigInt.asIntN(64, value) : 0n;
}

/** Formats a quantity in the canonical form of the API server. */
export function formatQuantity(quantity: Quantity): string {
  if (quantity.text !== undefined) return quantity.text;
  if (quantity.digits === 0n) return '0';
  const magnitude = {
    digits: quantity.digits < 0n ? -quantity.digits : quantity.digits,
    scale: quantity.scale,
  };
  const below1024 = compareQuantities(magnitude, { digits: 1024n, scale: 0 }) < 0;
  if (quantity.format === 'binary' && !below1024 && isInteger(quantity)) {
    const [digits, times] = divideOut(1024n, toBigInt(quantity));
    return `${digits}${times === 0 ? '' : (BINARY_SUFFIXES[times - 1] ?? '')}`;
  }
  const [digits, times] = divideOut(10n, quantity.digits);
  const exponent = quantity.scale + times;
  const spare = ((exponent % 3) + 3) % 3; // suffixes are powers of 1000
  const number = digits * 10n ** BigInt(spare);
  if (quantity.format === 'exponent') {
    return exponent - spare === 0 ? `${number}` : `${number}e${exponent - spare}`;
  }
  const suffix = Object.keys(DECIMAL_SUFFIXES).find(
    (each) => DECIMAL_SUFFIXES[each] === exponent - spare,
  );
  return `${number}${suffix ?? ''}`;
}

function toBigInt({ digits, scale }: Quantity): bigint {
  return scale >= 0 ? digits * 10n ** BigInt(scale) : digits / 10n ** BigInt(-scale);
}

/** Divides by a factor as often as there is no remainder. */
function divideOut(factor: bigint, digits: bigint): [digits: bigint, times: number] {
  let times = 0;
  while (digits !== 0n && digits % factor === 0n) {
    digits /= factor;
    times++;
  }
  return [digits, times];
}

/** Converts a quantity ("1500m", "1Gi", 2) to a number; returns undefined if it is invalid. */
export function quantityValue(value: Json | undefined): number | undefined {
  const quantity = parseQuantity(value);
  return quantity && Number(quantity.digits) * 10 ** quantity.scale;
}
