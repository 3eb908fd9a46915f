import type { YamlNode } from './yaml/node';
import { scalarValue } from './yaml/scalar-value';
import { isMergeKey, YamlValueReader } from './yaml-values';

/** A value with its key in the mapping that contains it. */
interface Entry {
  readonly node: YamlNode;
  readonly key?: YamlNode;
}

/**
 * Returns the offset of the value at a path. For a mapping or a list this is the offset of its key,
 * since its content can begin elsewhere. If the path does not exist, it is the offset of the last
 * value on the path that does.
 *
 * @param target whether to return the offset of the key or of the value
 */
export function positionOf(
  root: YamlNode,
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
  const isValue = node.kind === 'scalar' && !(node.isPlain && node.text === '');
  return key !== undefined && (target === 'key' || !isValue) ? key.offset : node.offset;
}

/** Returns the entry that an alias refers to. */
function resolveAlias(entry: Entry, values: YamlValueReader): Entry {
  return entry.node.kind === 'alias' ? (values.targets.get(entry.node) ?? entry) : entry;
}

function child(node: YamlNode, step: string | number, values: YamlValueReader): Entry | undefined {
  if (node.kind === 'sequence' && typeof step === 'number') {
    const item = node.items[step] as YamlNode | undefined;
    return item && { node: item };
  }
  if (node.kind !== 'mapping') return undefined;
  // The last key or merge that sets a field is the one that counts.
  for (const { key, value } of [...node.entries].reverse()) {
    const found = isMergeKey(key)
      ? mergedChild(value, step, values)
      : keyText(key, values) === String(step)
        ? { node: value, key }
        : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function mergedChild(
  value: YamlNode,
  step: string | number,
  values: YamlValueReader,
): Entry | undefined {
  const { node } = resolveAlias({ node: value }, values);
  for (const source of node.kind === 'sequence' ? node.items : [node]) {
    const found = child(resolveAlias({ node: source }, values).node, step, values);
    if (found !== undefined) return found;
  }
  return undefined;
}

function keyText(key: YamlNode, values: YamlValueReader): string | undefined {
  const { node } = resolveAlias({ node: key }, values);
  return node.kind === 'scalar' ? String(scalarValue(node)) : undefined;
}
