/** The API server accepts no request over 3 MiB, so a larger document cannot be applied. */
export const MAX_DOCUMENT_BYTES = 3 * 1024 * 1024;

/** The bytes of one document of a file. */
export interface RawDocument {
  /** Begins with its `---`, if it has one. Of a document that is too large, only the start. */
  readonly bytes: Buffer;
  /** Line of the file at which the document starts, from 1. */
  readonly line: number;
  /** Whether the document has more than MAX_DOCUMENT_BYTES. */
  readonly tooLarge: boolean;
  /** Whether no marker precedes the document in the file; kubectl reads JSON only there. */
  readonly isUnmarked: boolean;
}

const [NEWLINE, RETURN, SPACE, TAB, DASH, OPEN, CLOSE] = [...'\n\r \t-{}'].map((char) =>
  char.charCodeAt(0),
);
const MARKER_LENGTH = 3;
/** Bytes that are kept of a document that is too large, to recognize what it is. */
const MAX_KEPT_BYTES = 4096;

/**
 * Splits a file into its documents while it is read, so that only one of them is in memory.
 *
 * As in kubectl, every line that begins with `---` ends the document before it, wherever it is.
 * Documents of empty lines are omitted. JSON objects can also follow one another without a marker,
 * each on lines of its own.
 */
export class DocumentSplitter {
  private line = 1;
  private atLineStart = true;
  /** The start of a line that is still too short to decide whether it is a marker. */
  private pending: Buffer = Buffer.alloc(0);
  private parts: Buffer[] = [];
  private size = 0;
  private firstLine = 1;
  private hasContent = false;
  private isUnmarked = true;
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
        if (!final && bytes.length - at <= MARKER_LENGTH) break; // the byte after a marker matters
        if (this.startsDocument(bytes, at)) {
          this.append(bytes, from, at);
          this.finishDocument(found);
          from = at;
        }
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
    }
    this.append(bytes, from, at);
    this.pending = bytes.subarray(at);
    return found;
  }

  private startsDocument(bytes: Buffer, at: number): boolean {
    if (isMarker(bytes, at)) return true;
    if (!this.isJson || this.lastByte !== CLOSE) return false;
    return bytes[at] === OPEN || isByteOrderMark(bytes, at);
  }

  private readLineStart(bytes: Buffer, at: number): void {
    const first = bytes[at];
    if (isMarker(bytes, at)) {
      const next = bytes[at + MARKER_LENGTH];
      this.isUnmarked = false;
      this.hasContent = next !== undefined && next !== NEWLINE;
    } else if (first !== NEWLINE) {
      // From here on, kubectl reads the file as YAML.
      if (isByteOrderMark(bytes, at)) this.isUnmarked = false;
      // An action of a template begins with {{.
      if (!this.hasContent) this.isJson = first === OPEN && bytes[at + 1] !== OPEN;
      this.hasContent = true;
    }
  }

  private append(bytes: Buffer, from: number, to: number): void {
    if (to === from) return;
    this.size += to - from;
    if (this.size <= MAX_DOCUMENT_BYTES) this.parts.push(bytes.subarray(from, to));
    else this.parts = [this.startOf([...this.parts, bytes.subarray(from, to)])];
  }

  /** Copies the first bytes, so that the rest of the document is not kept in memory. */
  private startOf(parts: readonly Buffer[]): Buffer {
    return Buffer.concat(parts.map((part) => part.subarray(0, MAX_KEPT_BYTES))).subarray(
      0,
      MAX_KEPT_BYTES,
    );
  }

  private finishDocument(found: RawDocument[]): void {
    if (this.hasContent) {
      found.push({
        bytes: Buffer.concat(this.parts),
        line: this.firstLine,
        tooLarge: this.size > MAX_DOCUMENT_BYTES,
        isUnmarked: this.isUnmarked,
      });
    }
    this.parts = [];
    this.size = 0;
    this.firstLine = this.line;
    this.hasContent = this.isJson = false;
    this.lastByte = 0;
  }
}

/** Whether a line starts with `---`. */
function isMarker(bytes: Buffer, at: number): boolean {
  return bytes[at] === DASH && bytes[at + 1] === DASH && bytes[at + 2] === DASH;
}

/** Whether a line starts with a byte order mark, as where files are concatenated. */
function isByteOrderMark(bytes: Buffer, at: number): boolean {
  return bytes[at] === 0xef && bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf;
}

function lastVisibleByte(bytes: Buffer, from: number, to: number): number | undefined {
  for (let at = to - 1; at >= from; at--) if (!isWhiteSpace(bytes[at])) return bytes[at];
  return undefined;
}

function isWhiteSpace(byte: number): boolean {
  return byte === SPACE || byte === NEWLINE || byte === RETURN || byte === TAB;
}
