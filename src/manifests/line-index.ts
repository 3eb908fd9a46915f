import type { Excerpt, Source } from './problem';

/** Characters before and after a position that an excerpt has at most. Lines can be very long. */
const MAX_CONTEXT_LENGTH = 200;

/** Finds the line and column of an offset in a document. The lines are indexed on first use. */
export class LineIndex {
  private starts: number[] | undefined;

  public constructor(
    private readonly file: string,
    private readonly text: string,
    private readonly firstLine: number,
  ) {}

  /** Returns the position of an offset in the file. */
  public source(offset: number): Source {
    const index = this.lineAt(offset);
    return {
      file: this.file,
      line: this.firstLine + index,
      column: offset - this.starts![index] + 1,
    };
  }

  /** Returns the part of the line around an offset. */
  public excerpt(offset: number): Excerpt {
    const index = this.lineAt(offset);
    const start = this.starts![index];
    const end = this.endOf(index);
    const at = Math.min(offset, end);
    const from = this.characterStart(Math.max(start, at - MAX_CONTEXT_LENGTH));
    const to = this.characterStart(Math.min(end, at + MAX_CONTEXT_LENGTH));
    return {
      text: copy(this.text.slice(from, to)),
      at: at - from,
      cutBefore: from > start,
      cutAfter: to < end,
    };
  }

  private lineAt(offset: number): number {
    if (this.starts === undefined) {
      this.starts = [0];
      for (let at = this.text.indexOf('\n'); at >= 0; at = this.text.indexOf('\n', at + 1)) {
        this.starts.push(at + 1);
      }
    }
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.starts[middle] <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  private endOf(index: number): number {
    const end = (this.starts![index + 1] ?? this.text.length + 1) - 1;
    return this.text[end - 1] === '\r' && end > this.starts![index] ? end - 1 : end;
  }

  /** Moves an offset out of the middle of a surrogate pair. */
  private characterStart(offset: number): number {
    const code = this.text.charCodeAt(offset);
    return code >= 0xdc00 && code <= 0xdfff ? offset - 1 : offset;
  }
}

/** Copies a slice, which otherwise keeps the whole string in memory. */
function copy(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8');
}
