/** The byte order marks that a file can begin with. PowerShell writes those of UTF-16. */
const MARKS = [
  { mark: Buffer.from([0xff, 0xfe]), encoding: 'utf-16le' },
  { mark: Buffer.from([0xfe, 0xff]), encoding: 'utf-16be' },
  { mark: Buffer.from([0xef, 0xbb, 0xbf]), encoding: 'utf-8' },
] as const;
const MARK_LENGTH = 3;

/** Yields the bytes of a file as UTF-8, without a byte order mark at its start. */
export async function* utf8Chunks(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let start: Buffer | undefined = Buffer.alloc(0);
  let decode = (bytes: Buffer): Buffer => bytes;
  for await (const chunk of chunks) {
    if (start === undefined) {
      yield decode(chunk);
      continue;
    }
    start = Buffer.concat([start, chunk]);
    if (start.length < MARK_LENGTH) continue;
    const { bytes, decoder } = withoutMark(start);
    decode = decoder;
    start = undefined;
    yield decode(bytes);
  }
  if (start !== undefined) yield withoutMark(start).bytes;
}

function withoutMark(start: Buffer): { bytes: Buffer; decoder: (bytes: Buffer) => Buffer } {
  const found = MARKS.find(({ mark }) => start.subarray(0, mark.length).equals(mark));
  const bytes = start.subarray(found?.mark.length ?? 0);
  if (found === undefined || found.encoding === 'utf-8') return { bytes, decoder: (each) => each };
  const decoder = new TextDecoder(found.encoding, { ignoreBOM: true });
  return { bytes, decoder: (each) => Buffer.from(decoder.decode(each, { stream: true })) };
}
