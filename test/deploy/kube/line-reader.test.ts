import { Readable } from 'node:stream';
import * as fc from 'fast-check';
import { lines } from '../../../src/deploy/kube/line-reader';

async function read(...chunks: Uint8Array[]) {
  async function* body() {
    yield* chunks;
  }
  const found = [];
  for await (const line of lines(body())) found.push(line);
  return found;
}

test('a line ends at its newline, whatever the chunks', async () => {
  const found = await read(Buffer.from('a\nb'), Buffer.from('c\n'), Buffer.from('\nd'));
  expect(found.map(({ text }) => text)).toEqual(['a', 'bc', '', 'd']);
});

test('only the rest at the end can be incomplete', async () => {
  expect(await read(Buffer.from('a\nb'))).toEqual([
    { text: 'a', complete: true },
    { text: 'b', complete: false },
  ]);
  expect(await read(Buffer.from('a\n'))).toEqual([{ text: 'a', complete: true }]);
});

test('a carriage return and a byte order mark are part of the line', async () => {
  expect(await read(Buffer.from('\ufeffa\r\n'))).toEqual([{ text: '\ufeffa\r', complete: true }]);
});

test('wherever UTF-8 is cut, the lines are the same', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: 'grapheme', maxLength: 40 }),
      fc.array(fc.nat(200), { maxLength: 5 }),
      async (text, cuts) => {
        const whole = Buffer.from(text);
        const at = [
          0,
          ...cuts.map((cut) => Math.min(cut, whole.length)).sort((a, b) => a - b),
          whole.length,
        ];
        const chunks = at.slice(1).map((end, i) => whole.subarray(at[i], end));
        const expected = text.split('\n');
        if (expected[expected.length - 1] === '') expected.pop();
        expect((await read(...chunks)).map((line) => line.text)).toEqual(expected);
      },
    ),
  );
});

test('bytes that are not UTF-8 are returned unchanged', async () => {
  expect(await read(Buffer.from('a\nb\xe9\n', 'latin1'))).toEqual([
    { text: 'a', complete: true },
    { text: 'b\ufffd', bytes: Buffer.from('b\xe9', 'latin1'), complete: true },
  ]);
});

test('a line that is too long is split into the same pieces whatever the chunks, and no character is split', async () => {
  const whole = Buffer.from('ab\n12345\n123456\n☃☃☃☃\n1234\u00e9\n12345');
  const at = (cuts: number[]) => [
    0,
    ...cuts.map((cut) => Math.min(cut, whole.length)).sort((a, b) => a - b),
    whole.length,
  ];
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(whole.length), { maxLength: 8 }), async (cuts) => {
      const found = [];
      for await (const line of lines(
        Readable.from(
          at(cuts)
            .slice(1)
            .map((end, i) => whole.subarray(at(cuts)[i], end)),
        ),
        5,
      )) {
        found.push(line);
      }
      expect(
        found.map(
          ({ text, complete, continues }) => text + (continues ? '…' : complete ? '' : '!'),
        ),
      ).toEqual(['ab', '12345', '12345…', '6', '☃…', '☃…', '☃…', '☃', '1234…', '\u00e9', '12345!']);
    }),
  );
});

test('an endless line takes no more memory than one of its pieces', async () => {
  const chunk = Buffer.alloc(64 * 1024, 'x');
  async function* body() {
    for (let i = 0; i < 16 * 1024; i++) yield chunk;
  } // a gibibyte
  const before = process.memoryUsage().rss;
  let pieces = 0;
  let most = 0;
  for await (const { text } of lines(body(), 8 * 1024 * 1024)) {
    expect(text).toHaveLength(8 * 1024 * 1024);
    pieces++;
    most = Math.max(most, process.memoryUsage().rss);
  }
  expect(pieces).toBe(128);
  expect(most - before).toBeLessThan(600 * 1024 * 1024); // garbage included
}, 60_000);
