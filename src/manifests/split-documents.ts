/** The API server accepts no request over 3 MiB, so a larger document cannot be applied. */
export const MAX_DOCUMENT_BYTES = 3 * 1024 * 1024;

/** The bytes of one document of a file. */
export interface RawDocument {
  /** Empty if the document is too large. */
  readonly bytes: Buffer;
  /** Line of the file at which the document starts, from 1. */
  readonly line: number;
  /** Whether the document has more than MAX_DOCUMENT_BYTES. */
  readonly tooLarge: boolean;
}

const [NEWLINE, RETURN, SPACE, TAB, DASH, DOT, HASH, PERCENT, OPEN, CLOSE] = [
  ...'\n\r \t-.#%{}',
].map((char) => char.charCodeAt(0));
/** Bytes of `---` or `...` and of the white space that must follow. */
const MARKER_BYTES = 4;

/**
 * Splits a file into its documents while it is read, so that only one of them is in memory.
 *
 * A line that begins with `---` ends the document before it, and a line that begins with `...` ends
 * the document that it is in, wherever they are: YAML forbids both at the start of a line inside
 * scalars, too. Documents without content are omitted. As in kubectl, JSON objects can also follow
 * one another without a marker, each on lines of its own.
 */
export class DocumentSplitter {
  private line = 1;
  private atLineStart = true;
  /** The start of a line that is still too short to decide whether it is a marker. */
  private pending: Buffer = Buffer.alloc(0);
  /** Whether the current document ends with the current line. */
  private endsWithLine = false;
  private parts: Buffer[] = [];
  private size = 0;
  private firstLine = 1;
  private hasContent = false;
  private hasMarker = false;
  private hasDirectives = false;
  private isJson = false;
  /** The last byte of the last line that is not white space; tracked in JSON only. */
  private lastByte = 0;

  /** Adds the next bytes of the file, and returns the documents that end in them. */
  public push(bytes: Buffer): RawDocument[] {
    const all = this.pending.length > 0 ? Buffer.concat([this.pending, bytes]) : bytes;
    this.pending = Buffer.alloc(0);
    return this.split(all, false);
  }

  /** Ends the file, and returns its last documents. */
  public end(): RawDocument[] {
    const found = this.split(this.pending, true);
    this.finishDocument(found);
    return found;
  }

  private split(bytes: Buffer, final: boolean): RawDocument[] {
    const found: RawDocument[] = [];
    let from = 0;
    let at = 0;
    while (at < bytes.length) {
      if (this.atLineStart) {
        if (!final && bytes.length - at < MARKER_BYTES) break;
        if (this.startsDocument(bytes, at)) {
          this.append(bytes, from, at);
          this.finishDocument(found);
          from = at;
        }
        this.endsWithLine = isMarker(bytes, at, DOT);
        this.readLineStart(bytes, at);
        this.atLineStart = false;
      }
      const end = bytes.indexOf(NEWLINE, at);
      if (this.isJson) {
        this.lastByte = lastVisibleByte(bytes, at, end < 0 ? bytes.length : end) ?? this.lastByte;
      }
      if (end < 0) {
        at = bytes.length;
        break;
      }
      at = end + 1;
      this.line++;
      this.atLineStart = true;
      if (this.endsWithLine) {
        this.append(bytes, from, at);
        this.finishDocument(found);
        from = at;
        this.endsWithLine = false;
      }
    }
    this.append(bytes, from, at);
    this.pending = bytes.subarray(at);
    return found;
  }

  private startsDocument(bytes: Buffer, at: number): boolean {
    // A marker after directives belongs to the same document as the directives.
    if (isMarker(bytes, at, DASH)) {
      return this.hasContent || this.hasMarker || !this.hasDirectives;
    }
    return this.isJson && bytes[at] === OPEN && this.lastByte === CLOSE;
  }

  private readLineStart(bytes: Buffer, at: number): void {
    const first = bytes[at];
    if (isMarker(bytes, at, DASH)) {
      const next = bytes[at + 3];
      this.hasMarker = true;
      this.hasContent = bytes.length > at + 3 && next !== NEWLINE && next !== RETURN;
    } else if (first === PERCENT && !this.hasContent && !this.hasMarker) {
      this.hasDirectives = true;
    } else if (
      first !== HASH &&
      first !== NEWLINE &&
      first !== RETURN &&
      !isMarker(bytes, at, DOT)
    ) {
      if (!this.hasContent) this.isJson = first === OPEN;
      this.hasContent = true;
    }
  }

  private append(bytes: Buffer, from: number, to: number): void {
    if (to === from) return;
    this.size += to - from;
    if (this.size <= MAX_DOCUMENT_BYTES) this.parts.push(bytes.subarray(from, to));
    else this.parts = [];
  }

  private finishDocument(found: RawDocument[]): void {
    if (this.hasContent || this.hasDirectives) {
      found.push({
        bytes: Buffer.concat(this.parts),
        line: this.firstLine,
        tooLarge: this.size > MAX_DOCUMENT_BYTES,
      });
    }
    this.parts = [];
    this.size = 0;
    this.firstLine = this.line;
    this.hasContent = this.hasMarker = this.hasDirectives = this.isJson = false;
    this.lastByte = 0;
  }
}

/** Whether a line starts with `---` or `...`, followed by white space or the end of the input. */
function isMarker(bytes: Buffer, at: number, char: number): boolean {
  if (bytes[at] !== char || bytes[at + 1] !== char || bytes[at + 2] !== char) return false;
  const next = bytes[at + 3];
  return next === undefined || isWhiteSpace(next);
}

function lastVisibleByte(bytes: Buffer, from: number, to: number): number | undefined {
  for (let at = to - 1; at >= from; at--) if (!isWhiteSpace(bytes[at])) return bytes[at];
  return undefined;
}

function isWhiteSpace(byte: number): boolean {
  return byte === SPACE || byte === NEWLINE || byte === RETURN || byte === TAB;
}
