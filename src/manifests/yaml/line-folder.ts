import { Cursor, isBlank } from './cursor';

/**
 * The white space between two words of a quoted or plain scalar. Within a line it is kept; one line
 * break is read as a space; further line breaks are kept.
 */
export class LineFolder {
  private blanks = '';
  private firstBreak = '';
  private otherBreaks = '';

  /** @param hasBreak whether a line break precedes that is not part of the value */
  public constructor(private hasBreak = false) {}

  /** Whether the white space contains a line break. */
  public get spansLines(): boolean {
    return this.hasBreak;
  }

  /** Takes a blank or a line break from the text. */
  public add(cursor: Cursor): void {
    if (isBlank(cursor.char())) {
      const char = cursor.take();
      if (!this.hasBreak) this.blanks += char;
    } else if (this.hasBreak) {
      this.otherBreaks += cursor.takeBreak();
    } else {
      this.firstBreak = cursor.takeBreak();
      this.hasBreak = true;
    }
  }

  /** Returns what the white space is in the value. */
  public text(): string {
    if (!this.hasBreak) return this.blanks;
    if (this.firstBreak !== '\n') return this.firstBreak + this.otherBreaks;
    return this.otherBreaks === '' ? ' ' : this.otherBreaks;
  }
}
