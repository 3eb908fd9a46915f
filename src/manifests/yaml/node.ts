/** The root of a document, a value in it, or a key. */
export type YamlNode = ScalarNode | MappingNode | SequenceNode | AliasNode;

interface NodeBase {
  /** Where the value begins in the document; a tag and an anchor precede it. */
  readonly offset: number;
  readonly anchor?: string;
}

/** A single value. */
export interface ScalarNode extends NodeBase {
  readonly kind: 'scalar';
  readonly text: string;
  readonly tag?: string;
  /** Whether the value has no quotes, so that it can be a number, a boolean or null. */
  readonly isPlain: boolean;
}

/** A mapping, in lines or in braces. */
export interface MappingNode extends NodeBase {
  readonly kind: 'mapping';
  readonly entries: readonly MappingEntry[];
  /** Whether the mapping is written in braces. */
  readonly isFlow: boolean;
}

export interface MappingEntry {
  readonly key: YamlNode;
  readonly value: YamlNode;
}

/** A list, in lines or in brackets. */
export interface SequenceNode extends NodeBase {
  readonly kind: 'sequence';
  readonly items: readonly YamlNode[];
}

/** A reference to the node with an anchor. */
export interface AliasNode {
  readonly kind: 'alias';
  readonly offset: number;
  /** The name of the anchor. */
  readonly name: string;
}
