import type { Json } from '../kubernetes/json';
import type { AliasNode, MappingNode, ScalarNode, YamlNode } from './yaml/node';
import { ScalarTagError, scalarValue } from './yaml/scalar-value';
import { MAX_NESTING_LEVELS } from './yaml/syntax-error';

/** Characters that aliases can add to a document. A few lines of YAML can expand to terabytes. */
const MAX_ALIASED_CHARACTERS = 10 * 1024 * 1024;

/** A document has a part that cannot be converted to JSON. */
export class YamlValueError extends Error {
  /** @param node undefined if the error is about the whole document */
  public constructor(
    public readonly rule: string,
    public readonly node: YamlNode | undefined,
    message: string,
    public readonly fix: string,
  ) {
    super(message);
  }
}

/** The value of an anchor, and its size with all aliases expanded. */
interface Anchor {
  readonly node: YamlNode;
  readonly key?: YamlNode;
  value?: Json;
  /** Undefined while the value is being read. */
  size?: number;
  /** Levels of nested mappings and lists. */
  levels?: number;
}

/** A key that is in a mapping twice. */
interface DuplicateKey {
  readonly node: YamlNode;
  readonly first: YamlNode;
  readonly key: string;
}

/** A key whose value a merge (`<<`) after it replaces. */
interface ReplacedKey {
  readonly merge: YamlNode;
  readonly key: string;
}

/** Converts one syntax tree to JSON, and records what its user should know. */
export class YamlValueReader {
  public readonly targets = new Map<AliasNode, Anchor>();
  public readonly duplicates: DuplicateKey[] = [];
  public readonly replaced: ReplacedKey[] = [];
  private readonly anchors = new Map<string, Anchor>();
  private size = 0;
  private aliasedSize = 0;
  private depth = 0;
  private maxDepth = 0;

  /** @throws YamlValueError */
  public read(node: YamlNode | undefined, key?: YamlNode): Json {
    if (node === undefined) return null;
    if (node.kind === 'alias') return this.readAlias(node);
    const { anchor: name } = node;
    if (name === undefined) return this.readWithoutAnchor(node);
    const anchor: Anchor = { node, key };
    this.anchors.set(name, anchor);
    const { size, maxDepth } = this;
    this.maxDepth = this.depth;
    anchor.value = this.readWithoutAnchor(node);
    anchor.size = this.size - size;
    anchor.levels = this.maxDepth - this.depth;
    this.maxDepth = Math.max(this.maxDepth, maxDepth);
    return anchor.value;
  }

  private readWithoutAnchor(node: Exclude<YamlNode, AliasNode>): Json {
    this.size++;
    if (node.kind === 'scalar') return this.readScalar(node);
    this.depth++;
    this.maxDepth = Math.max(this.maxDepth, this.depth);
    const value =
      node.kind === 'mapping' ? this.readMapping(node) : node.items.map((item) => this.read(item));
    this.depth--;
    return value;
  }

  private readScalar(node: ScalarNode): Json {
    const value = valueOf(node);
    if (typeof value === 'string') this.size += value.length;
    if (typeof value === 'number' && !Number.isFinite(value)) {
      throw new YamlValueError(
        'yaml/json-values',
        node,
        'JSON has no value for infinity or "not a number"',
        'write a number, or quote it',
      );
    }
    return value;
  }

  private readMapping(node: MappingNode): Json {
    const object: Record<string, Json> = {};
    const keys = new Map<string, YamlNode>();
    for (const { key, value } of node.entries) {
      if (isMergeKey(key)) {
        this.readMerge(object, key, value, keys);
        continue;
      }
      const name = this.readKey(key);
      const first = keys.get(name);
      if (first === undefined) keys.set(name, key);
      else this.duplicates.push({ node: key, first, key: name });
      setField(object, name, this.read(value, key));
    }
    return object;
  }

  private readKey(node: YamlNode): string {
    const value = this.read(node);
    if (typeof value === 'object') {
      const found = value === null ? 'null' : Array.isArray(value) ? 'a list' : 'a mapping';
      throw new YamlValueError(
        'yaml/string-keys',
        node,
        `${found} cannot be a key`,
        'quote it if it is a string',
      );
    }
    return String(value);
  }

  /**
   * Merges mappings into an object. As in kubectl, merged values replace those of keys before `<<`,
   * and keys after it replace merged values.
   */
  private readMerge(
    object: Record<string, Json>,
    merge: YamlNode,
    value: YamlNode,
    keys: ReadonlyMap<string, YamlNode>,
  ): void {
    const merged = this.read(value);
    // An alias of a list is not a valid merge.
    const sources = value.kind === 'sequence' ? (merged as Json[]) : [merged];
    // The first mapping in a list takes precedence, so it is the last to be set.
    for (const source of [...sources].reverse()) {
      if (typeof source !== 'object' || source === null || Array.isArray(source)) {
        throw new YamlValueError(
          'yaml/merged-mappings',
          value,
          '<< must have a mapping or a list of mappings',
          'use an alias of a mapping: <<: *name',
        );
      }
      for (const [name, inner] of Object.entries(source)) {
        const replaces = keys.has(name) && JSON.stringify(object[name]) !== JSON.stringify(inner);
        if (replaces) this.replaced.push({ merge, key: name });
        setField(object, name, inner as Json);
      }
    }
  }

  private readAlias(node: AliasNode): Json {
    const { name } = node;
    const target = this.anchors.get(name);
    if (target === undefined) {
      throw new YamlValueError(
        'yaml/known-aliases',
        node,
        `the anchor &${name} is not defined before this alias`,
        'define it earlier in the same document, ' +
          `or quote the value if it is a string: "*${name}"`,
      );
    }
    if (target.size === undefined) {
      throw new YamlValueError(
        'yaml/bounded-aliases',
        node,
        `the alias *${name} is part of the value that it refers to`,
        'write the value without the alias',
      );
    }
    this.size += target.size;
    this.aliasedSize += target.size;
    this.maxDepth = Math.max(this.maxDepth, this.depth + target.levels!);
    if (this.maxDepth > MAX_NESTING_LEVELS) {
      throw new YamlValueError(
        'yaml/bounded-aliases',
        node,
        `with this alias, the document has more than ${MAX_NESTING_LEVELS} nested levels`,
        'write the value without the alias',
      );
    }
    if (this.aliasedSize > MAX_ALIASED_CHARACTERS) {
      throw new YamlValueError(
        'yaml/bounded-aliases',
        undefined,
        `aliases add more than ${MAX_ALIASED_CHARACTERS / 1024 / 1024} MiB to the document`,
        'use fewer aliases, or split the document',
      );
    }
    this.targets.set(node, target);
    return target.value!;
  }
}

/** Whether a key is `<<`. */
export function isMergeKey(key: YamlNode): boolean {
  if (key.kind !== 'scalar' || key.text !== '<<') return false;
  return key.tag === undefined ? key.isPlain : key.tag === '!!merge' || key.tag === '!';
}

function valueOf(node: ScalarNode): Json {
  try {
    return scalarValue(node);
  } catch (error) {
    if (!(error instanceof ScalarTagError)) throw error;
    const fix = 'remove the tag, or correct the value';
    throw new YamlValueError('yaml/known-values', node, error.message, fix);
  }
}

/** Sets a field, also one with a name such as `__proto__`. */
function setField<T extends Record<string, Json>>(object: T, name: string, value: Json): T {
  if (name in object) {
    Object.defineProperty(object, name, {
      value,
      writable: true,
      enumerable: true,
      configurable: true,
    });
  } else {
    (object as Record<string, Json>)[name] = value;
  }
  return object;
}
