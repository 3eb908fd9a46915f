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
import { MOST_LEVELS } from './compose-yaml';
import type { Json } from '../kubernetes/json';

/** What aliases may add to a document, in characters; some lines of YAML can ask for terabytes. */
const MOST_ALIASED = 10 * 1024 * 1024;

/** A document says something that is no value. */
export class ValueError extends Error {
  /** `node` is absent where the document as a whole is meant. */
  public constructor(
    public readonly rule: string,
    public readonly node: Node | undefined,
    message: string,
    public readonly fix: string,
  ) {
    super(message);
  }
}

/** What an anchor stands for, and how much that is with all aliases written out. */
interface Anchored {
  readonly node: Node;
  readonly key?: Node;
  value?: Json;
  /** In characters. */
  size?: number;
  /** How many levels of mappings and lists it has. */
  height?: number;
}

/** Turns syntax trees into JSON, once. Remembers what it met on the way: what aliases stand for, and keys given twice. */
export class Values {
  public readonly targets = new Map<Alias, Anchored>();
  public readonly duplicates: {
    readonly node: Node;
    readonly first: Node;
    readonly key: string;
  }[] = [];
  private readonly anchors = new Map<string, Anchored>();
  private size = 0;
  private aliased = 0;
  private depth = 0;
  private deepest = 0;

  /** @throws ValueError */
  public of(node: Node | null | undefined, key?: Node): Json {
    if (node === null || node === undefined) return null;
    if (isAlias(node)) return this.aliasedValue(node);
    const { anchor } = node as { anchor?: string };
    if (anchor === undefined) return this.bare(node);
    const anchored: Anchored = { node, key };
    this.anchors.set(anchor, anchored);
    const { size, deepest } = this;
    this.deepest = this.depth;
    anchored.value = this.bare(node);
    anchored.size = this.size - size;
    anchored.height = this.deepest - this.depth;
    this.deepest = Math.max(this.deepest, deepest);
    return anchored.value;
  }

  private bare(node: Node): Json {
    this.size++;
    if (isScalar(node)) return this.scalar(node);
    this.depth++;
    this.deepest = Math.max(this.deepest, this.depth);
    const value = isMap(node)
      ? this.mapping(node as YAMLMap<Node, Node | null>)
      : (node as YAMLSeq<Node | Pair<Node, Node>>).items.map((item) =>
          isPair(item) ? this.single(item) : this.of(item),
        );
    this.depth--;
    return value;
  }

  private scalar(node: Scalar): Json {
    const { value } = node;
    switch (typeof value) {
      case 'string':
        this.size += value.length;
        return value;
      case 'number':
        if (value === Infinity || value === -Infinity) {
          const { source = '' } = node;
          if (/^[-+]?\d/.test(source)) return source; // too large for a number, so it is taken for text
        }
        if (!Number.isFinite(value)) {
          throw new ValueError(
            'yaml/json-values',
            node,
            'neither infinity nor "not a number" is a value in JSON',
            'write a number, or quote it',
          );
        }
        return value;
      case 'boolean':
        return value;
      default: // !!binary is the only scalar left that is not null
        return value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : null;
    }
  }

  private mapping(node: YAMLMap<Node, Node | null>): Json {
    const object: Record<string, Json> = {};
    const given = new Map<string, Node>();
    for (const { key, value } of node.items) {
      if (isMergeKey(key)) {
        this.merge(object, value);
        continue;
      }
      const name = this.key(key);
      const first = given.get(name);
      if (first === undefined) given.set(name, key);
      else this.duplicates.push({ node: key, first, key: name });
      put(object, name, this.of(value, key));
    }
    return object;
  }

  /** An item of `!!omap` or `!!pairs`. */
  private single({ key, value }: Pair<Node, Node>): Json {
    return put({}, this.key(key), this.of(value, key));
  }

  private key(node: Node): string {
    const value = this.of(node);
    if (typeof value === 'object' && value !== null) {
      const template =
        isMap(node) && node.flow
          ? ' ({{ … }} of a Helm template must be rendered first: helm template … | cdk8s-jobs check -)'
          : '';
      throw new ValueError(
        'yaml/string-keys',
        node,
        'a mapping or a list cannot be a key',
        `quote it if it is text${template}`,
      );
    }
    return value === null ? '' : String(value);
  }

  private merge(object: Record<string, Json>, value: Node | null): void {
    const merged = this.of(value);
    for (const source of Array.isArray(merged) ? (merged as Json[]) : [merged]) {
      if (typeof source !== 'object' || source === null || Array.isArray(source)) {
        throw new ValueError(
          'yaml/merged-mappings',
          value ?? undefined,
          '<< takes a mapping, or a list of them',
          'give it an alias of a mapping: <<: *name',
        );
      }
      for (const [name, inner] of Object.entries(source)) {
        if (!Object.hasOwn(object, name)) put(object, name, inner as Json);
      }
    }
  }

  private aliasedValue(node: Alias): Json {
    const target = this.anchors.get(node.source);
    if (target === undefined) {
      throw new ValueError(
        'yaml/known-aliases',
        node,
        `no anchor &${node.source} before this alias`,
        `define it earlier in the same document, or quote the value if it is text: "*${node.source}"`,
      );
    }
    if (target.size === undefined) {
      throw new ValueError(
        'yaml/bounded-aliases',
        node,
        `the alias *${node.source} stands in what it stands for`,
        'write out what is meant',
      );
    }
    this.size += target.size;
    this.aliased += target.size;
    this.deepest = Math.max(this.deepest, this.depth + target.height!);
    if (this.deepest > MOST_LEVELS) {
      throw new ValueError(
        'yaml/bounded-aliases',
        node,
        `with its aliases written out, this is nested more than ${MOST_LEVELS} levels deep`,
        'write out what is meant',
      );
    }
    if (this.aliased > MOST_ALIASED) {
      throw new ValueError(
        'yaml/bounded-aliases',
        undefined,
        `aliases blow this document up to more than ${MOST_ALIASED / 1024 / 1024} MiB`,
        'write out what is meant, or make documents of it',
      );
    }
    this.targets.set(node, target);
    return target.value!;
  }
}

export function isMergeKey(key: unknown): boolean {
  return isScalar(key) && typeof key.value === 'symbol';
}

/** Also a key such as `__proto__` is only a key. */
function put<T extends Record<string, Json>>(object: T, name: string, value: Json): T {
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
