/** What the end of a Job means, and where to look further. */
export interface Hint {
  /** The cause, or what to do about it. */
  readonly message: string;
  /** A command that shows more. */
  readonly command: string;
}
