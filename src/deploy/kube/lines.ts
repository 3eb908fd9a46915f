/**
 * Bytes as lines of UTF-8, whatever the chunks they arrive in; `complete` is false for a rest without a newline at the end.
 * A line costs time in proportion to its length, however many chunks it comes in.
 */
export async function* lines(body: AsyncIterable<Uint8Array>): AsyncGenerator<{ readonly text: string; readonly complete: boolean }> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let pending: string[] = [];
  for await (const chunk of body) {
    const parts = decoder.decode(chunk, { stream: true }).split('\n');
    for (const part of parts.slice(0, -1)) {
      pending.push(part);
      yield { text: pending.join(''), complete: true };
      pending = [];
    }
    pending.push(parts[parts.length - 1]);
  }
  const rest = pending.join('') + decoder.decode();
  if (rest !== '') yield { text: rest, complete: false };
}
