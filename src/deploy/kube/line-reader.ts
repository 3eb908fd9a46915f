import { isUtf8 } from 'node:buffer';

const NEWLINE = 0x0a;

/** A line, or a piece of one, without its newline. */
export interface Line {
  readonly text: string;
  /** The bytes of a line that is not UTF-8. @default those of `text` */
  readonly bytes?: Uint8Array;
  /** Whether a newline or the next piece follows; false for the rest at the end of the body. */
  readonly complete: boolean;
  /** Whether the line continues in the next piece. @default false */
  readonly continues?: boolean;
}

/**
 * Splits bytes into lines of UTF-8. The time for a line is linear in its length, in however many
 * chunks it arrives.
 * @param maxBytes a longer line is split into pieces of about this size, at the same places each
 * time it is read
 */
export async function* lines(
  body: AsyncIterable<Uint8Array>,
  maxBytes = Infinity,
): AsyncGenerator<Line> {
  let pending: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    for (let from = 0; from < chunk.length;) {
      const newline = chunk.indexOf(NEWLINE, from);
      const cut = from + maxBytes - length;
      if (newline >= 0 && newline <= cut) {
        yield line([...pending, chunk.subarray(from, newline)]);
        pending = [];
        length = 0;
        from = newline + 1;
      } else if (newline < 0 && chunk.length <= cut) {
        pending.push(chunk.subarray(from));
        length += chunk.length - from;
        from = chunk.length;
      } else {
        const piece = Buffer.concat([...pending, chunk.subarray(from, cut)]);
        const rest = incompleteBytes(piece);
        yield { ...line([piece.subarray(0, piece.length - rest)]), continues: true };
        pending = [piece.subarray(piece.length - rest)];
        length = rest;
        from = cut;
      }
    }
  }
  if (length > 0) yield { ...line(pending), complete: false };
}

function line(parts: readonly Uint8Array[]): Line {
  const bytes = parts.length === 1 ? parts[0] : Buffer.concat(parts);
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
  return { text, ...(isUtf8(bytes) ? {} : { bytes }), complete: true };
}

/** Returns how many bytes at the end are an incomplete UTF-8 sequence. */
function incompleteBytes(bytes: Uint8Array): number {
  for (let back = 1; back <= 3; back++) {
    const byte = bytes[bytes.length - back];
    if (byte >= 0x80 && byte < 0xc0) continue;
    const letter = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return letter > back ? back : 0;
  }
  return 0;
}
