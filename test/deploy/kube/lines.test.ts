import * as fc from 'fast-check';
import { lines } from '../../../src/deploy/kube/lines';

async function read(...chunks: Uint8Array[]) {
  async function* body() { yield* chunks; }
  const found = [];
  for await (const line of lines(body())) found.push(line);
  return found;
}

test('a line ends at its newline, whatever the chunks', async () => {
  const found = await read(Buffer.from('a\nb'), Buffer.from('c\n'), Buffer.from('\nd'));
  expect(found.map(({ text }) => text)).toEqual(['a', 'bc', '', 'd']);
});

test('only the rest at the end can be incomplete', async () => {
  expect(await read(Buffer.from('a\nb'))).toEqual([{ text: 'a', complete: true }, { text: 'b', complete: false }]);
  expect(await read(Buffer.from('a\n'))).toEqual([{ text: 'a', complete: true }]);
});

test('a carriage return and a byte order mark are part of the line', async () => {
  expect(await read(Buffer.from('\ufeffa\r\n'))).toEqual([{ text: '\ufeffa\r', complete: true }]);
});

test('wherever UTF-8 is cut, the lines are the same', async () => {
  await fc.assert(fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.array(fc.nat(200), { maxLength: 5 }), async (text, cuts) => {
    const whole = Buffer.from(text);
    const at = [0, ...cuts.map((cut) => Math.min(cut, whole.length)).sort((a, b) => a - b), whole.length];
    const chunks = at.slice(1).map((end, i) => whole.subarray(at[i], end));
    const expected = text.split('\n');
    if (expected[expected.length - 1] === '') expected.pop();
    expect((await read(...chunks)).map((line) => line.text)).toEqual(expected);
  }));
});
