import type { Excerpt, Source } from './problem';

/** More of a line than this to either side of a place is not kept: lines may be as long as files. */
const MOST_BESIDE = 200;

/** The lines of a document. Nothing is looked up before something is asked. */
export class LineIndex {
  private starts: number[] | undefined;

  public constructor(
    private readonly file: string,
    private readonly text: string,
    private readonly firstLine: number,
  ) {}

  public source(offset: number): Source {
    const index = this.index(offset);
    return {
      file: this.file,
      line: this.firstLine + index,
      column: offset - this.starts![index] + 1,
    };
  }

  public excerpt(offset: number): Excerpt {
    const index = this.index(offset);
    const start = this.starts![index];
    const end = this.endOf(index);
    const at = Math.min(offset, end);
    const from = this.whole(Math.max(start, at - MOST_BESIDE));
    const to = this.whole(Math.min(end, at + MOST_BESIDE));
    return {
      text: copy(this.text.slice(from, to)),
      at: at - from,
      cutBefore: from > start,
      cutAfter: to < end,
    };
  }

  private index(offset: number): number {
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

  /** Not between the two halves of a character. */
  private whole(offset: number): number {
    const code = this.text.charCodeAt(offset);
    return code >= 0xdc00 && code <= 0xdfff ? offset - 1 : offset;
  }
}

/** A part of a string keeps the whole in memory; a copy does not. */
function copy(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8');
}
