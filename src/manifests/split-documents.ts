/** The API server takes no request of more than 3 MiB, so no document of more is an object for it. */
export const MOST_BYTES = 3 * 1024 * 1024;

/** One document of a file, as it is written. */
export interface Chunk {
  /** Empty if it is too long. */
  readonly bytes: Buffer;
  /** The line of the file that it begins at, from 1. */
  readonly line: number;
  /** More than MOST_BYTES: nobody looked further. */
  readonly tooLong: boolean;
}

const [NEWLINE, RETURN, SPACE, TAB, DASH, DOT, HASH, PERCENT, OPEN, CLOSE] = [
  ...'\n\r \t-.#%{}',
].map((char) => char.charCodeAt(0));
const MARKER_AND_BLANK = 4;

/**
 * Splits a file into its documents while it is read, so that only one of them is held.
 *
 * A line that begins with `---` ends the document before it, and `...` the one that it is in, wherever they stand: YAML
 * forbids both at the start of a line inside scalars, too. Documents without any content are left out. As in kubectl,
 * JSON objects may also follow one upon the other, each on lines of its own.
 */
export class Splitter {
  private line = 1;
  private atLineStart = true;
  /** The first bytes of a line, too few to tell yet whether it is a marker. */
  private undecided: Buffer = Buffer.alloc(0);
  /** The document ends with this line. */
  private endsHere = false;
  private parts: Buffer[] = [];
  private size = 0;
  private firstLine = 1;
  private content = false;
  private marked = false;
  private directives = false;
  private json = false;
  /** The last byte before the end of the line that is no blank; only looked for in JSON. */
  private last = 0;

  /** The next bytes of the file; returns the documents that end in them. */
  public push(bytes: Buffer): Chunk[] {
    const all = this.undecided.length > 0 ? Buffer.concat([this.undecided, bytes]) : bytes;
    this.undecided = Buffer.alloc(0);
    return this.split(all, false);
  }

  /** The file ends; returns its last documents. */
  public end(): Chunk[] {
    const found = this.split(this.undecided, true);
    this.finish(found);
    return found;
  }

  private split(bytes: Buffer, final: boolean): Chunk[] {
    const found: Chunk[] = [];
    let from = 0;
    let at = 0;
    while (at < bytes.length) {
      if (this.atLineStart) {
        if (!final && bytes.length - at < MARKER_AND_BLANK) break;
        if (this.beginsDocument(bytes, at)) {
          this.keep(bytes, from, at);
          this.finish(found);
          from = at;
        }
        this.endsHere = isMarker(bytes, at, DOT);
        this.look(bytes, at);
        this.atLineStart = false;
      }
      const end = bytes.indexOf(NEWLINE, at);
      if (this.json) this.last = lastOf(bytes, at, end < 0 ? bytes.length : end) ?? this.last;
      if (end < 0) {
        at = bytes.length;
        break;
      }
      at = end + 1;
      this.line++;
      this.atLineStart = true;
      if (this.endsHere) {
        this.keep(bytes, from, at);
        this.finish(found);
        from = at;
        this.endsHere = false;
      }
    }
    this.keep(bytes, from, at);
    this.undecided = bytes.subarray(at);
    return found;
  }

  private beginsDocument(bytes: Buffer, at: number): boolean {
    // The marker after directives belongs to the document that they are for.
    if (isMarker(bytes, at, DASH)) return this.content || this.marked || !this.directives;
    return this.json && bytes[at] === OPEN && this.last === CLOSE;
  }

  /** Takes note of what a line begins with. */
  private look(bytes: Buffer, at: number): void {
    const first = bytes[at];
    if (isMarker(bytes, at, DASH)) {
      this.marked = true;
      this.content = bytes.length > at + 3 && bytes[at + 3] !== NEWLINE && bytes[at + 3] !== RETURN;
    } else if (first === PERCENT && !this.content && !this.marked) {
      this.directives = true;
    } else if (
      first !== HASH &&
      first !== NEWLINE &&
      first !== RETURN &&
      !isMarker(bytes, at, DOT)
    ) {
      if (!this.content) this.json = first === OPEN;
      this.content = true;
    }
  }

  private keep(bytes: Buffer, from: number, to: number): void {
    if (to === from) return;
    this.size += to - from;
    if (this.size <= MOST_BYTES) this.parts.push(bytes.subarray(from, to));
    else this.parts = [];
  }

  private finish(found: Chunk[]): void {
    if (this.content || this.directives) {
      found.push({
        bytes: Buffer.concat(this.parts),
        line: this.firstLine,
        tooLong: this.size > MOST_BYTES,
      });
    }
    this.parts = [];
    this.size = 0;
    this.firstLine = this.line;
    this.content = this.marked = this.directives = this.json = false;
    this.last = 0;
  }
}

/** Whether `---` or `...` stands there, and then a blank or nothing. */
function isMarker(bytes: Buffer, at: number, char: number): boolean {
  if (bytes[at] !== char || bytes[at + 1] !== char || bytes[at + 2] !== char) return false;
  const next = bytes[at + 3];
  return next === undefined || isBlank(next);
}

function lastOf(bytes: Buffer, from: number, to: number): number | undefined {
  for (let at = to - 1; at >= from; at--) if (!isBlank(bytes[at])) return bytes[at];
  return undefined;
}

function isBlank(byte: number): boolean {
  return byte === SPACE || byte === NEWLINE || byte === RETURN || byte === TAB;
}
