/** A position in a document that moves forward, with what the indentation rules of YAML need. */
export class Cursor {
  public line = 0;
  /** Characters before the position in its line. */
  public column = 0;

  /** @param offset the start of a line */
  public constructor(
    public readonly text: string,
    public offset = 0,
  ) {}

  /** Returns a character after the position, or an empty string after the end of the text. */
  public char(ahead = 0): string {
    return this.text[this.offset + ahead] ?? '';
  }

  /** Moves over characters of one line. */
  public skip(count = 1): void {
    this.offset += count;
    this.column += count;
  }

  /** Moves over a character of a line, and returns it. */
  public take(): string {
    const char = this.char();
    this.skip();
    return char;
  }

  /** Moves over a line break, and returns the break that the value of a scalar gets. */
  public takeBreak(): string {
    const char = this.char();
    this.offset += char === '\r' && this.char(1) === '\n' ? 2 : 1;
    this.line++;
    this.column = 0;
    return char === '\u2028' || char === '\u2029' ? char : '\n';
  }

  /** Moves over spaces and tabs. */
  public skipBlanks(): void {
    while (isBlank(this.char())) this.skip();
  }

  /** Moves over a comment, if one begins here. */
  public skipComment(): void {
    if (this.char() === '#') while (!isBreakOrEnd(this.char())) this.skip();
  }

  /** Whether a line begins here with `---` or `...`, which no scalar can contain. */
  public atDocumentMarker(): boolean {
    if (this.column > 0 || !isBlankOrEnd(this.char(3))) return false;
    const marker = this.text.slice(this.offset, this.offset + 3);
    return marker === '---' || marker === '...';
  }
}

/** Whether a character is a space or a tab. */
export function isBlank(char: string): boolean {
  return char === ' ' || char === '\t';
}

/** Whether a character ends a line. YAML 1.1 has more of them than YAML 1.2. */
export function isBreak(char: string): boolean {
  return (
    char === '\n' || char === '\r' || char === '\x85' || char === '\u2028' || char === '\u2029'
  );
}

/** Whether a character ends a line or the text. */
export function isBreakOrEnd(char: string): boolean {
  return char === '' || isBreak(char);
}

/** Whether a character is white space or the end of the text. */
export function isBlankOrEnd(char: string): boolean {
  return isBlank(char) || isBreakOrEnd(char);
}
