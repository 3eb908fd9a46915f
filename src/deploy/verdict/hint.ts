/** What something means that went wrong, and what to try next. */
export interface Hint {
  /** What it means, or what to do about it. */
  readonly message: string;
  /** A command that shows more. */
  readonly command: string;
}
