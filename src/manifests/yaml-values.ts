import {
  Alias,
  isAlias,
  isMap,
  isPair,
  isScalar,
  Node,
  Pair,
  Scalar,
  YAMLMap,
  YAMLSeq,
} from 'yaml';
import { MAX_NESTING_LEVELS } from './compose-yaml';
import type { Json } from '../kubernetes/json';

/** Characters that aliases can add to a document. A few lines of YAML can expand to terabytes. */
const MAX_ALIASED_CHARACTERS = 10 * 1024 * 1024;

/** A document has a part that cannot be converted to JSON. */
export class YamlValueError extends Error {
  /** @param node undefined if the error is about the whole document */
  public constructor(
    public readonly rule: string,
    public readonly node: Node | undefined,
    message: string,
    public readonly fix: string,
  ) {
    super(message);
  }
}

/** The value of an anchor, and its size with all aliases expanded. */
interface Anchor {
  readonly node: Node;
  readonly key?: Node;
  value?: Json;
  /** Undefined while the value is being read. */
  size?: number;
  /** Levels of nested mappings and lists. */
  levels?: number;
}

/** Converts one syntax tree to JSON, and records the targets of aliases and the duplicate keys. */
export class YamlValueReader {
  public readonly targets = new Map<Alias, Anchor>();
  public readonly duplicates: {
    readonly node: Node;
    readonly first: Node;
    readonly key: string;
  }[] = [];
  private readonly anchors = new Map<string, Anchor>();
  private size = 0;
  private aliasedSize = 0;
  private depth = 0;
  private maxDepth = 0;

  /** @throws YamlValueError */
  public read(node: Node | null | undefined, key?: Node): Json {
    if (node === null || node === undefined) return null;
    if (isAlias(node)) return this.readAlias(node);
    const { anchor: name } = node as { anchor?: string };
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

  private readWithoutAnchor(node: Node): Json {
    this.size++;
    if (isScalar(node)) return this.readScalar(node);
    this.depth++;
    this.maxDepth = Math.max(this.maxDepth, this.depth);
    const value = isMap(node)
      ? this.readMapping(node as YAMLMap<Node, Node | null>)
      : (node as YAMLSeq<Node | Pair<Node, Node>>).items.map((item) =>
          isPair(item) ? this.readPair(item) : this.read(item),
        );
    this.depth--;
    return value;
  }

  private readScalar(node: Scalar): Json {
    const { value } = node;
    switch (typeof value) {
      case 'string':
        this.size += value.length;
        return value;
      case 'number':
        if (value === Infinity || value === -Infinity) {
          const { source = '' } = node;
          if (/^[-+]?\d/.test(source)) return source; // too large for a number, so a string
        }
        if (!Number.isFinite(value)) {
          throw new YamlValueError(
            'yaml/json-values',
            node,
            'JSON has no value for infinity or "not a number"',
            'write a number, or quote it',
          );
        }
        return value;
      case 'boolean':
        return value;
      default: // only !!binary and null are left
        return value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : null;
    }
  }

  private readMapping(node: YAMLMap<Node, Node | null>): Json {
    const object: Record<string, Json> = {};
    const keys = new Map<string, Node>();
    for (const { key, value } of node.items) {
      if (isMergeKey(key)) {
        this.readMerge(object, value);
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

  /** Reads an item of `!!omap` or `!!pairs`. */
  private readPair({ key, value }: Pair<Node, Node>): Json {
    return setField({}, this.readKey(key), this.read(value, key));
  }

  private readKey(node: Node): string {
    const value = this.read(node);
    if (typeof value === 'object' && value !== null) {
      const template =
        isMap(node) && node.flow
          ? '; render a Helm template first: helm template … | cdk8s-jobs check -'
          : '';
      throw new YamlValueError(
        'yaml/string-keys',
        node,
        'a mapping or a list cannot be a key',
        `quote it if it is a string${template}`,
      );
    }
    return value === null ? '' : String(value);
  }

  private readMerge(object: Record<string, Json>, value: Node | null): void {
    const merged = this.read(value);
    for (const source of Array.isArray(merged) ? (merged as Json[]) : [merged]) {
      if (typeof source !== 'object' || source === null || Array.isArray(source)) {
        throw new YamlValueError(
          'yaml/merged-mappings',
          value ?? undefined,
          '<< must have a mapping or a list of mappings',
          'use an alias of a mapping: <<: *name',
        );
      }
      for (const [name, inner] of Object.entries(source)) {
        if (!Object.hasOwn(object, name)) setField(object, name, inner as Json);
      }
    }
  }

  private readAlias(node: Alias): Json {
    const target = this.anchors.get(node.source);
    if (target === undefined) {
      throw new YamlValueError(
        'yaml/known-aliases',
        node,
        `the anchor &${node.source} is not defined before this alias`,
        'define it earlier in the same document, ' +
          `or quote the value if it is a string: "*${node.source}"`,
      );
    }
    if (target.size === undefined) {
      throw new YamlValueError(
        'yaml/bounded-aliases',
        node,
        `the alias *${node.source} is part of the value that it refers to`,
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
export function isMergeKey(key: unknown): boolean {
  return isScalar(key) && typeof key.value === 'symbol';
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
