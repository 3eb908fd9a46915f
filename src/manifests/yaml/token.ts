/**
 * What a token is. Those of flow collections are written as in YAML; `-` is the mark of a list
 * item. `block-mapping`, `block-sequence`, `block-end` and `key` are found by indentation, and have
 * no characters of their own.
 */
export type TokenKind =
  | 'block-mapping'
  | 'block-sequence'
  | 'block-end'
  | 'key'
  | 'value'
  | '-'
  | '['
  | ']'
  | '{'
  | '}'
  | ','
  | 'alias'
  | 'anchor'
  | 'tag'
  | 'scalar'
  | 'document-end'
  | 'end';

/** A part of a document that has a meaning in the grammar of YAML. */
export interface Token {
  readonly kind: TokenKind;
  readonly offset: number;
  /** The name of an anchor or alias, a tag, or the string of a scalar. */
  readonly text: string;
  /** Whether a scalar has no quotes and is not a block, so that it can be a number. */
  readonly isPlain: boolean;
}
