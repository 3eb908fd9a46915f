/** Where in the input something stands; lines and columns count from 1. */
export interface Source {
  /** Its path, as it was given. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in characters. */
  readonly column: number;
}

/** What is wrong with the input, and where. */
export interface Problem {
  /** What it is. */
  readonly message: string;
  /** Where it stands. @default a whole file, or none */
  readonly source?: Source;
}

/** Something in a document that keeps it, or an object in it, from being read. */
export interface InputProblem extends Problem {
  readonly source: Source;
  /** `what/must-hold`, as rules have it. */
  readonly rule: string;
  /** What to do. */
  readonly fix: string;
  /** The text around the place. */
  readonly excerpt?: Excerpt;
}

/** A part of a line, which may be long, around a place in it. */
export interface Excerpt {
  readonly text: string;
  /** Where in the text the place is, from 0, in UTF-16 code units. */
  readonly at: number;
  /** Whether the line goes on before the text and behind it. */
  readonly cutBefore: boolean;
  readonly cutAfter: boolean;
}

/** A folder given by mistake must not fill the screen. */
const MOST_SHOWN = 50;

/** The input cannot be used. Carries every problem found, not the first. */
export class InputError extends Error {
  public constructor(
    /** Each of them. */
    public readonly problems: readonly Problem[],
  ) {
    const shown = problems.slice(0, MOST_SHOWN).map(problemText);
    super(
      [
        ...shown,
        ...(problems.length > MOST_SHOWN
          ? [`… and ${problems.length - MOST_SHOWN} more problems`]
          : []),
      ].join('\n'),
    );
    this.name = 'InputError';
  }
}

/** As compilers print it, so that editors and terminals make it a link. */
export function sourceText({ file, line, column }: Source): string {
  return `${file}:${line}:${column}`;
}

function problemText({ source, message }: Problem): string {
  return source === undefined ? message : `${sourceText(source)}: ${message}`;
}
