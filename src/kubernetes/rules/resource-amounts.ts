import type { Node } from './node';
import type { FieldPath } from '../field-path';
import { int64, parseQuantity, Quantity } from '../quantity';
import type { Struct } from '../schema/field';

/** Start of the names of resources of huge pages; the page size follows. */
export const HUGE_PAGES_PREFIX = 'hugepages-';

type Amounts = Readonly<Record<string, string | number>>;

/** An amount in requests, limits or overhead. */
export interface Amount {
  /** Name of the resource. */
  readonly name: string;
  readonly amount: Quantity;
  /** Returns the path of the amount. */
  path(): FieldPath;
}

/** Returns whether the node is the resources of a Pod as a whole. */
export function isPodResources(node: Node): boolean {
  return node.parentField === 'resources' && node.parent?.struct === 'PodSpec';
}

/** The API server rejects all resources of a Windows Pod, and does not validate their amounts. */
export function isWindowsPodResources(node: Node): boolean {
  return isPodResources(node) && (node.parent!.value as Struct<'PodSpec'>).os?.name === 'windows';
}

export function quantitiesOf(amounts: Amounts = {}): [name: string, amount: Quantity][] {
  return Object.entries(amounts).map(([name, amount]) => [name, parseQuantity(amount)!]);
}

/** Returns all amounts in requests, in limits, or in the overhead of a Pod. */
export function amountsOf(value: object, node: Node): readonly Amount[] {
  const found: Amount[] = [];
  if (isWindowsPodResources(node)) return found;
  for (const field of ['limits', 'requests', 'overhead']) {
    const amounts = (value as Record<string, Amounts | undefined>)[field];
    // The API server validates overhead as if it were limits.
    const parent = () =>
      field === 'overhead' ? node.path.field(field).field('limits') : node.path.field(field);
    for (const name in amounts) {
      found.push({
        name,
        amount: parseQuantity(amounts[name])!,
        path: () => parent().key(name),
      });
    }
  }
  return found;
}

const MILLI_SCALE = -3;

export function isWholeNumber(amount: Quantity): boolean {
  return int64(amount, MILLI_SCALE) % 1000n === 0n;
}
