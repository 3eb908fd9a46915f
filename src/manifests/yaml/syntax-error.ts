/** kubectl cannot read a document, because it is not the YAML that its reader accepts. */
export class YamlSyntaxError extends Error {
  /**
   * @param offset where the error is in the document
   * @param fix what the user can do
   */
  public constructor(
    public readonly offset: number,
    message: string,
    public readonly fix: string,
  ) {
    super(message);
  }
}

/** Far deeper than any Kubernetes object, and far from an overflow of the stack. */
export const MAX_NESTING_LEVELS = 200;

/** A document has too many nested mappings and lists. */
export class NestingError extends Error {
  public constructor(public readonly offset: number) {
    super(`the document has more than ${MAX_NESTING_LEVELS} nested levels`);
  }
}
