import { Client } from '../../../src/deploy/kube/client';
import { readLog } from '../../../src/deploy/kube/logs';
import { realClock } from '../../../src/deploy/runtime/clock';
import { ScriptedServer } from '../scripted-server';

async function read(...chunks: (string | Buffer)[]) {
  async function* body() {
    for (const chunk of chunks) yield Buffer.from(chunk);
  }
  const server = new ScriptedServer().on(/\/log\?/, { stream: body() });
  const found = [];
  for await (const line of readLog(
    new Client(server, realClock),
    { namespace: 'ns', pod: 'pod', container: 'main' },
    { follow: false },
  )) {
    found.push(line);
  }
  return found;
}

const TIME = '2026-01-01T00:00:00.1Z';

test('readLog yields the text of each line after its time, and whether it has a newline', async () => {
  expect(await read(`${TIME} a b \n${TIME} \n${TIME} c`)).toEqual([
    { time: TIME, text: 'a b ', complete: true },
    { time: TIME, text: '', complete: true },
    { time: TIME, text: 'c', partial: true, complete: false },
  ]);
});

test('readLog yields bytes that are not UTF-8 as the container wrote them', async () => {
  expect(await read(`${TIME} a`, Buffer.from([0xe9, 0x0a]))).toEqual([
    { time: TIME, text: 'a\ufffd', bytes: Buffer.from([0x61, 0xe9]), complete: true },
  ]);
});

test('readLog yields a line of five megabytes as one line', async () => {
  const megabyte = 'x'.repeat(1_000_000);
  expect(await read(`${TIME} `, ...Array<string>(5).fill(megabyte), '\n')).toEqual([
    { time: TIME, text: megabyte.repeat(5), complete: true },
  ]);
});

test('readLog yields a line of twenty megabytes in pieces, each with the time of the line', async () => {
  const found = await read(
    `${TIME} `,
    ...Array<string>(20).fill('x'.repeat(1_000_000)),
    `\n${TIME} end\n`,
  );
  expect(
    found.map(({ time, text, partial = false }) => [
      time,
      text.length > 3 ? 'long' : text,
      partial,
    ]),
  ).toEqual([
    [TIME, 'long', true],
    [TIME, 'long', true],
    [TIME, 'long', false],
    [TIME, 'end', false],
  ]);
  expect(found.map(({ text }) => text).join('')).toBe(`${'x'.repeat(20_000_000)}end`);
});

test('readLog rejects with the message that the kubelet sends in place of a log', async () => {
  await expect(read('unable to retrieve container logs for containerd://x')).rejects.toThrow(
    'unable to retrieve',
  );
});
