import { Json } from './json';

const BINARY = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const DECIMAL = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
const QUANTITY = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:([eE][+-]?\d+)|([KMGTPE]i|[numkMGTPE]))?$/;

/** The number that a Kubernetes quantity stands for ("1500m", "1Gi", 2), or undefined where it is none that can be read. */
export function quantityValue(value: Json | undefined): number | undefined {
  const match = typeof value === 'number' || typeof value === 'string' ? QUANTITY.exec(String(value)) : null;
  if (!match) return undefined;
  const [, digits, exponent = '', suffix = ''] = match;
  const scale = BINARY.includes(suffix) ? 1024 ** (BINARY.indexOf(suffix) + 1) : 1000 ** (DECIMAL.indexOf(suffix) - DECIMAL.indexOf(''));
  return Number(`${digits}${exponent}`) * scale;
}
