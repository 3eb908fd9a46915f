import { isAlias, isMap, isPair, isScalar, isSeq, Node, Pair } from 'yaml';
import { isMergeKey, YamlValueReader } from './yaml-values';

/** A value with its key in the mapping that contains it. */
interface Entry {
  readonly node: Node;
  readonly key?: Node;
}

/**
 * Returns the offset of the value at a path. For a mapping or a list this is the offset of its key,
 * since its content can begin elsewhere. If the path does not exist, it is the offset of the last
 * value on the path that does.
 *
 * @param target whether to return the offset of the key or of the value
 */
export function positionOf(
  root: Node,
  path: readonly (string | number)[],
  values: YamlValueReader,
  target: 'key' | 'value' = 'value',
): number {
  let entry: Entry = resolveAlias({ node: root }, values);
  for (const step of path) {
    const next = child(entry.node, step, values);
    if (next === undefined) break;
    entry = resolveAlias(next, values);
  }
  const { node, key } = entry;
  return key !== undefined && (target === 'key' || !isScalar(node) || node.value === null)
    ? offsetOf(key)
    : offsetOf(node);
}

/** Returns the entry that an alias refers to. */
function resolveAlias(entry: Entry, values: YamlValueReader): Entry {
  return isAlias(entry.node) ? (values.targets.get(entry.node) ?? entry) : entry;
}

function child(node: Node, step: string | number, values: YamlValueReader): Entry | undefined {
  if (isSeq<Node>(node) && typeof step === 'number') return itemEntry(node.items[step]);
  if (!isMap<Node, Node | null>(node)) return undefined;
  const merged: Node[] = [];
  for (const { key, value } of node.items) {
    if (isMergeKey(key)) {
      if (value !== null) merged.push(resolveAlias({ node: value }, values).node);
    } else if (keyText(key, values) === String(step)) {
      return { node: value ?? key, key };
    }
  }
  for (const source of merged.flatMap((each) => (isSeq<Node>(each) ? each.items : [each]))) {
    const found = child(resolveAlias({ node: source }, values).node, step, values);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The entry for an item of a list; `!!omap` and `!!pairs` have pairs as items. */
function itemEntry(item: Node | Pair<Node, Node> | undefined): Entry | undefined {
  return isPair<Node, Node>(item)
    ? { node: item.value ?? item.key, key: item.key }
    : item && { node: item };
}

function keyText(key: Node, values: YamlValueReader): string | undefined {
  const { node } = resolveAlias({ node: key }, values);
  return isScalar(node) ? String(node.value ?? '') : undefined;
}

function offsetOf(node: Node): number {
  return node.range?.[0] ?? 0;
}
