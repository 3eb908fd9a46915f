import { Client, ClientOptions } from '../../../src/deploy/kube/client';
import { ApiError, ConnectionError } from '../../../src/deploy/kube/errors';
import { ManualClock, settled } from '../manual-clock';
import { bytes, ScriptedServer } from '../scripted-server';

const GET = { method: 'GET', path: '/x' } as const;

function clientOf(server: ScriptedServer) {
  const clock = new ManualClock();
  return { clock, client: new Client(server, clock) };
}

test('Client rejects with the message of the server', async () => {
  const { client } = clientOf(
    new ScriptedServer().on('GET /x', { status: 422, json: { message: 'spec.x: Invalid value' } }),
  );
  await expect(client.json(GET)).rejects.toEqual(
    expect.objectContaining({ code: 422, message: 'spec.x: Invalid value' }),
  );
});

test('Client truncates an answer that is not from the API server', async () => {
  const { client } = clientOf(
    new ScriptedServer().on('GET /x', { status: 403, stream: bytes('<html>', 'no'.repeat(500)) }),
  );
  const error = (await client.json(GET).catch((e: ApiError) => e)) as ApiError;
  expect(error.message).toMatch(/^HTTP 403: <html>/);
  expect(error.message.length).toBeLessThan(220);
});

const APPLY = {
  method: 'PATCH',
  path: '/x',
  headers: { 'content-type': 'application/apply-patch+yaml' },
} as const;
const CUT = new ConnectionError('reset', 'ECONNRESET');
const REFUSED = new ConnectionError('refused', 'ECONNREFUSED');
const half = async function* () {
  yield Buffer.from('{"ok":');
  throw CUT;
};

describe('Client retries', () => {
  test.each([
    ['a GET', GET],
    ['an apply', APPLY],
    [
      'a request that is marked as repeatable',
      { method: 'DELETE', path: '/x', repeatable: true } as const,
    ],
  ])('%s', async (_, request) => {
    for (const answer of [
      { status: 500, json: {} },
      { status: 502, json: {} },
      { status: 503, json: {} },
      { status: 504, json: {} },
      CUT,
    ]) {
      const server = new ScriptedServer().on(/ \/x$/, answer, { json: { ok: true } });
      const { client, clock } = clientOf(server);
      const result = client.json(request);
      await clock.pass(200);
      expect((await result).body).toEqual({ ok: true });
    }
  });

  test.each([
    ['in the middle of a line', { stream: half() }],
    ['in its middle without a connection error', { stream: bytes('{"ok":') }],
    ['before its first byte', { stream: bytes('') }],
  ])('a GET whose answer is cut %s', async (_, answer) => {
    const { client, clock } = clientOf(
      new ScriptedServer().on('GET /x', answer, { json: { ok: true } }),
    );
    const result = client.json(GET);
    await clock.pass(200);
    expect((await result).body).toEqual({ ok: true });
  });
});

describe('Client does not retry', () => {
  const POST = { method: 'POST', path: '/x' } as const;

  test.each([
    ['a POST', POST],
    ['a DELETE without a precondition', { method: 'DELETE', path: '/x' } as const],
    [
      'a PATCH other than an apply',
      {
        method: 'PATCH',
        path: '/x',
        headers: { 'content-type': 'application/json-patch+json' },
      } as const,
    ],
  ])('%s', async (_, request) => {
    for (const answer of [
      { status: 500, json: { message: 'reset' } },
      { status: 503, json: { message: 'reset' } },
      { stream: half() },
      CUT,
    ]) {
      const server = new ScriptedServer().on(/ \/x$/, answer).on('GET /y', { json: {} });
      const { client } = clientOf(server);
      await client.json({ method: 'GET', path: '/y' });
      await expect(client.json(request)).rejects.toThrow('reset');
      expect(server.asked).toHaveLength(2);
    }
  });

  test.each([
    ['the server was too busy to start the request', { status: 429, json: {} }],
    ['the connection was refused', REFUSED],
  ])('a POST unless %s', async (_, answer) => {
    const server = new ScriptedServer()
      .on('POST /x', answer, { json: { ok: true } })
      .on('GET /y', { json: {} });
    const { client, clock } = clientOf(server);
    await client.json({ method: 'GET', path: '/y' });
    const result = client.json(POST);
    await clock.pass(200);
    expect((await result).body).toEqual({ ok: true });
  });
});

test('Client does not retry before Retry-After', async () => {
  const server = new ScriptedServer().on(
    'GET /x',
    { status: 429, json: {}, headers: { 'retry-after': '3' } },
    { json: { ok: true } },
  );
  const { client, clock } = clientOf(server);
  const result = client.json(GET);
  await clock.pass(2_999);
  expect(server.asked).toHaveLength(1);
  await clock.pass(200);
  expect((await result).body).toEqual({ ok: true });
});

test('Client doubles its random delay with each retry, up to five seconds', async () => {
  const at: number[][] = [];
  for (let i = 0; i < 2; i++) {
    const server = new ScriptedServer().on('GET /x', { json: {} }, CUT);
    const { client, clock } = clientOf(server);
    await client.json(GET);
    const times: number[] = [];
    server.on('GET /x', () => {
      times.push(clock.now());
      return CUT;
    });
    void client.json(GET).catch(() => undefined);
    await clock.pass(60_000);
    at.push(times);
  }
  const waits = at[0].slice(1).map((time, n) => time - at[0][n]);
  for (const [n, wait] of waits.entries()) {
    const most = Math.min(5_000, 200 * 2 ** n);
    expect(wait).toBeGreaterThanOrEqual(most / 2);
    expect(wait).toBeLessThanOrEqual(most);
  }
  expect(at[0]).not.toEqual(at[1]);
});

describe('Client before its first answer', () => {
  test.each([
    [{ status: 400, json: { message: 'no' } }],
    [{ status: 401, json: { message: 'no' } }],
    [{ status: 403, json: { message: 'no' } }],
    [{ status: 409, json: { message: 'no' } }],
    [new ConnectionError('no', 'ECONNREFUSED')],
    [new ConnectionError('no', 'ENOTFOUND')],
    [new ConnectionError('no answer', 'UND_ERR_HEADERS_TIMEOUT')],
    [new ConnectionError('no', 'SELF_SIGNED_CERT_IN_CHAIN')],
    [{ status: 200, stream: bytes('<html>no, please log in</html>') }],
    [{ status: 302, stream: bytes('<html>no</html>') }],
  ])('rejects at once when the answer is %j', async (answer) => {
    const server = new ScriptedServer().on('GET /x', answer);
    await expect(clientOf(server).client.json(GET)).rejects.toThrow(/no|redirect/);
    expect(server.asked).toHaveLength(1);
  });

  test.each([
    [{ status: 503, json: { message: 'busy' } }],
    [new ConnectionError('busy', 'ECONNRESET')],
  ])('rejects after five tries when the answer is %j', async (answer) => {
    const server = new ScriptedServer().on('GET /x', answer);
    const { client, clock } = clientOf(server);
    const result = client.json(GET).catch((error: Error) => error.message);
    await clock.pass(10_000);
    expect(await result).toBe('busy');
    expect(server.asked).toHaveLength(5);
  });
});

describe('Client after its first answer', () => {
  /** A server that answers once and then says the same for so many milliseconds. */
  async function after(answer: object | Error, options?: ClientOptions) {
    const server = new ScriptedServer().on('GET /x', { json: {} });
    const clock = new ManualClock();
    const client = new Client(server, clock, options);
    await client.json(GET);
    server.on('GET /x', answer);
    return { server, clock, client };
  }

  test.each([
    [REFUSED],
    [new ConnectionError('no', 'ENOTFOUND')],
    [new ConnectionError('no answer', 'UND_ERR_HEADERS_TIMEOUT')],
    [CUT],
    [{ status: 401, json: {} }],
    [{ status: 429, json: {} }],
    [{ status: 502, json: {} }],
    [{ status: 503, json: {} }],
    [{ status: 504, json: {} }],
  ])('retries for five minutes when the answer is %j', async (answer) => {
    const { server, clock, client } = await after(answer);
    const result = client.json(GET);
    await clock.pass(294_000);
    server.on('GET /x', { json: { ok: true } });
    await clock.pass(5_000);
    expect((await result).body).toEqual({ ok: true });
  });

  test.each([
    [undefined, 300],
    [20, 20],
  ])(
    'stops retrying when the longest outage has passed (outageSeconds: %p)',
    async (outageSeconds, seconds) => {
      const { clock, client } = await after(REFUSED, { outageSeconds });
      const onRejected = jest.fn();
      client.json(GET).catch(onRejected);
      await clock.pass((seconds - 6) * 1000);
      expect(onRejected).not.toHaveBeenCalled();
      await clock.pass(6_000);
      expect(onRejected).toHaveBeenCalledWith(REFUSED);
    },
  );

  test('rejects at once when Retry-After is later than the longest outage', async () => {
    const { client } = await after({
      status: 429,
      json: { message: 'tomorrow' },
      headers: { 'retry-after': '86400' },
    });
    await expect(client.json(GET)).rejects.toThrow('tomorrow');
  });

  test('rejects after five tries when the server has an internal error', async () => {
    const { server, clock, client } = await after({
      status: 500,
      json: { message: 'webhook away' },
    });
    const result = client.json(GET).catch((error: Error) => error.message);
    await clock.pass(10_000);
    expect(await result).toBe('webhook away');
    expect(server.asked).toHaveLength(6);
  });

  test.each([
    [{ status: 403, json: { message: 'no' } }],
    [{ status: 422, json: { message: 'no' } }],
    // Not an internal error, despite its status.
    [
      {
        status: 500,
        json: {
          message:
            'failed to create typed patch object (ns/a; batch/v1, Kind=Job): .spec.no: field not declared in schema',
        },
      },
    ],
    [{ status: 200, stream: bytes('<html>no</html>') }],
    [new ConnectionError('no', 'CERT_HAS_EXPIRED')],
  ])('rejects at once when the answer is %j', async (answer) => {
    const { server, client } = await after(answer);
    await expect(client.json(GET)).rejects.toThrow(/no/);
    expect(server.asked).toHaveLength(2);
  });

  test('reports an outage once, and again only when a request succeeded in between', async () => {
    const onRetry = jest.fn();
    const { server, clock, client } = await after(REFUSED, { onRetry });
    const results = [client.json(GET), client.json(GET)];
    await clock.pass(30_000);
    expect(onRetry.mock.calls).toEqual([[REFUSED]]);
    server.on('GET /x', { json: {} });
    await clock.pass(5_000);
    await Promise.all(results);
    server.on('GET /x', REFUSED, { json: {} });
    const again = client.json(GET);
    await clock.pass(1_000);
    await again;
    expect(onRetry).toHaveBeenCalledTimes(2);
  });

  test('rejects at once when the caller retries by itself', async () => {
    const { server, client } = await after(CUT);
    await expect(client.jsonOnce(GET)).rejects.toBe(CUT);
    expect(server.asked).toHaveLength(2);
  });
});

test('Client stops waiting for a retry when its signal aborts', async () => {
  const stop = new AbortController();
  const { client } = clientOf(new ScriptedServer().on('GET /x', { status: 503, json: {} }));
  const result = client.json({ ...GET, signal: stop.signal }).catch((error: Error) => error.name);
  await settled();
  stop.abort();
  expect(await result).toBe('AbortError');
});

test('Client returns the warnings of the server, also several in one header and with quotes', async () => {
  const { client } = clientOf(
    new ScriptedServer().on('GET /x', {
      headers: { warning: '299 - "one", 299 - "two \\"quoted\\""' },
      json: {},
    }),
  );
  expect((await client.json(GET)).warnings).toEqual(['one', 'two "quoted"']);
});
