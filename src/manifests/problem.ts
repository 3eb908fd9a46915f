/** A position in the input. */
export interface Source {
  /** Path of the file, as it was given. */
  readonly file: string;
  /** Line, from 1. */
  readonly line: number;
  /** Column in characters, from 1. */
  readonly column: number;
}

/** An error in the input. */
export interface Problem {
  /** Describes the error. */
  readonly message: string;
  /** Position of the error. @default the error is about a whole file or the whole input */
  readonly source?: Source;
}

/** An error that makes a document, or an object in it, unreadable. */
export interface InputProblem extends Problem {
  readonly source: Source;
  /** Id of the rule, as `subject/requirement`. */
  readonly rule: string;
  /** What the user can do. */
  readonly fix: string;
  /** The text around the position. */
  readonly excerpt?: Excerpt;
}

/** Part of a line around a position. */
export interface Excerpt {
  readonly text: string;
  /** Offset of the position in the text, in UTF-16 code units. */
  readonly at: number;
  /** Whether the line has more characters before the text. */
  readonly cutBefore: boolean;
  /** Whether the line has more characters after the text. */
  readonly cutAfter: boolean;
}

/** A folder of other files can cause an error for each of them. */
const MAX_LISTED_PROBLEMS = 50;

/** The input is invalid. The message lists the problems. */
export class InputError extends Error {
  public constructor(
    /** Every problem in the input. */
    public readonly problems: readonly Problem[],
  ) {
    const lines = problems.slice(0, MAX_LISTED_PROBLEMS).map(formatProblem);
    const more = problems.length - MAX_LISTED_PROBLEMS;
    if (more > 0) lines.push(`… and ${more} more problems`);
    super(lines.join('\n'));
    this.name = 'InputError';
  }
}

/** Formats a position as compilers do, so that editors and terminals turn it into a link. */
export function formatSource({ file, line, column }: Source): string {
  return `${file}:${line}:${column}`;
}

function formatProblem({ source, message }: Problem): string {
  return source === undefined ? message : `${formatSource(source)}: ${message}`;
}
