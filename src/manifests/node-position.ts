import { isAlias, isMap, isPair, isScalar, isSeq, Node, Pair } from 'yaml';
import { isMergeKey, Values } from './yaml-values';

/** A node, and the key that it stands behind. */
interface Held {
  readonly node: Node;
  readonly key?: Node;
}

/**
 * The offset of the place that a path leads to: of the value if it is one word, else of its key, as what a mapping holds
 * begins elsewhere. Where the path ends before its last step, that is what it would have to be added to. Where it is the key
 * that is wrong, its place.
 */
export function positionOf(
  root: Node,
  path: readonly (string | number)[],
  values: Values,
  wrong: 'key' | 'value' = 'value',
): number {
  let held: Held = real({ node: root }, values);
  for (const step of path) {
    const next = inner(held.node, step, values);
    if (next === undefined) break;
    held = real(next, values);
  }
  const { node, key } = held;
  return key !== undefined && (wrong === 'key' || !isScalar(node) || node.value === null)
    ? offsetOf(key)
    : offsetOf(node);
}

/** Where the value is really written. */
function real(held: Held, values: Values): Held {
  return isAlias(held.node) ? (values.targets.get(held.node) ?? held) : held;
}

function inner(node: Node, step: string | number, values: Values): Held | undefined {
  if (isSeq<Node>(node) && typeof step === 'number') return heldBy(node.items[step]);
  if (!isMap<Node, Node | null>(node)) return undefined;
  const merged: Node[] = [];
  for (const { key, value } of node.items) {
    if (isMergeKey(key)) {
      if (value !== null) merged.push(real({ node: value }, values).node);
    } else if (keyOf(key, values) === String(step)) {
      return { node: value ?? key, key };
    }
  }
  for (const source of merged.flatMap((each) => (isSeq<Node>(each) ? each.items : [each]))) {
    const found = inner(real({ node: source }, values).node, step, values);
    if (found !== undefined) return found;
  }
  return undefined;
}

function heldBy(item: Node | Pair<Node, Node> | undefined): Held | undefined {
  return isPair<Node, Node>(item)
    ? { node: item.value ?? item.key, key: item.key }
    : item && { node: item };
}

function keyOf(key: Node, values: Values): string | undefined {
  const { node } = real({ node: key }, values);
  return isScalar(node) ? String(node.value ?? '') : undefined;
}

function offsetOf(node: Node): number {
  return node.range?.[0] ?? 0;
}
