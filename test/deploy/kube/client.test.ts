import { Client } from '../../../src/deploy/kube/client';
import { ApiError, ConnectionError } from '../../../src/deploy/kube/errors';
import { ManualClock, settled } from '../manual-clock';
import { bytes, ScriptedServer } from '../scripted-server';

const GET = { method: 'GET', path: '/x' } as const;

function clientOf(server: ScriptedServer) {
  const clock = new ManualClock();
  return { clock, client: new Client(server, clock) };
}

test('a refusal carries the message of the server', async () => {
  const { client } = clientOf(new ScriptedServer().on('GET /x', { status: 422, json: { message: 'spec.x: Invalid value' } }));
  await expect(client.json(GET)).rejects.toEqual(expect.objectContaining({ code: 422, message: 'spec.x: Invalid value' }));
});

test('what a proxy says in its own words is kept short', async () => {
  const { client } = clientOf(new ScriptedServer().on('GET /x', { status: 403, stream: bytes('<html>', 'no'.repeat(500)) }));
  const error = await client.json(GET).catch((e: ApiError) => e) as ApiError;
  expect(error.message).toMatch(/^HTTP 403: <html>/);
  expect(error.message.length).toBeLessThan(220);
});

test.each([
  [{ status: 429, json: {}, headers: { 'retry-after': '3' } }, 3_000],
  [{ status: 503, json: {} }, 200],
  [new ConnectionError('reset', 'ECONNRESET'), 200],
])('%j is tried again, not before the time the server asked for', async (answer, wait) => {
  const server = new ScriptedServer().on('GET /x', answer, { json: { ok: true } });
  const { client, clock } = clientOf(server);
  const result = client.json(GET);
  await clock.pass(wait - 1);
  expect(server.asked).toHaveLength(1);
  await clock.pass(1);
  expect((await result).body).toEqual({ ok: true });
});

test.each([
  [{ status: 400, json: { message: 'no' } }],
  [{ status: 403, json: { message: 'no' } }],
  [{ status: 409, json: { message: 'no' } }],
  [{ status: 500, json: { message: 'no' } }],
  [new ConnectionError('no', 'ECONNREFUSED')],
  [new ConnectionError('no', 'ENOTFOUND')],
  [new ConnectionError('no', 'SELF_SIGNED_CERT_IN_CHAIN')],
  [{ status: 200, stream: bytes('<html>no, please log in</html>') }],
])('%j is told at once', async (answer) => {
  const server = new ScriptedServer().on('GET /x', answer);
  await expect(clientOf(server).client.json(GET)).rejects.toThrow('no');
  expect(server.asked).toHaveLength(1);
});

test('it gives up after five tries', async () => {
  const server = new ScriptedServer().on('GET /x', { status: 503, json: { message: 'busy' } });
  const { client, clock } = clientOf(server);
  const result = client.json(GET).catch((error: Error) => error.message);
  await clock.pass(60_000);
  expect(await result).toBe('busy');
  expect(server.asked).toHaveLength(5);
});

test('waiting for another try can be cancelled', async () => {
  const stop = new AbortController();
  const { client } = clientOf(new ScriptedServer().on('GET /x', { status: 503, json: {} }));
  const result = client.json({ ...GET, signal: stop.signal }).catch((error: Error) => error.name);
  await settled();
  stop.abort();
  expect(await result).toBe('AbortError');
});

test('warnings of the server are read, several in a header and quotes in them included', async () => {
  const { client } = clientOf(new ScriptedServer().on('GET /x', { headers: { warning: '299 - "one", 299 - "two \\"quoted\\""' }, json: {} }));
  expect((await client.json(GET)).warnings).toEqual(['one', 'two "quoted"']);
});
