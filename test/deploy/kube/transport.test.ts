import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { AccessError, ClusterAccess } from '../../../src/deploy/kube/access';
import { httpTransport } from '../../../src/deploy/kube/transport';

let server: Server;
let seen: { url?: string; authorization?: string; groups?: unknown; connection: unknown }[];
const env = { ...process.env };
beforeEach((done) => {
  seen = [];
  server = createServer((request, response) => {
    seen.push({
      url: request.url,
      authorization: request.headers.authorization,
      groups: request.headers['impersonate-group'],
      connection: request.socket,
    });
    if (request.url === '/unauthorized' && request.headers.authorization !== 'Bearer fresh') {
      response.statusCode = 401;
    }
    if (request.url === '/cut') {
      response.write('half');
      setTimeout(() => request.socket.destroy(), 20);
      return;
    }
    if (request.url === '/silent') {
      response.write('x');
      return;
    }
    response.end(request.url);
  }).listen(0, '127.0.0.1', done);
});
afterEach((done) => {
  process.env = env;
  server.closeAllConnections();
  server.close(done);
});

const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const transportTo = (access: Partial<ClusterAccess> = {}) =>
  httpTransport({
    server: url(),
    namespace: 'ns',
    canRefresh: false,
    authorization: async () => undefined,
    ...access,
  });
const get = (path: string) => ({ method: 'GET', path }) as const;

test('httpTransport sends path and query, below the path of the server', async () => {
  const transport = transportTo({ server: `${url()}/k8s/clusters/c-1/` });
  await transport.request({
    ...get('/api/v1'),
    query: { labelSelector: 'a in (b)', absent: undefined },
  });
  expect(seen[0].url).toBe('/k8s/clusters/c-1/api/v1?labelSelector=a+in+%28b%29');
  await transport.close();
});

test('httpTransport sends the headers of the access with each request', async () => {
  const transport = transportTo({ headers: { 'impersonate-group': ['a', 'b'] } });
  await transport.request(get('/api'));
  expect(seen[0].groups).toBe('a, b');
  await transport.close();
});

test('httpTransport reuses its connections', async () => {
  const transport = transportTo();
  for (let i = 0; i < 20; i++) await buffer((await transport.request(get('/'))).body);
  // The second is opened while the first is still being handed back.
  expect(new Set(seen.map(({ connection }) => connection)).size).toBeLessThanOrEqual(2);
  await transport.close();
});

test('httpTransport opens sixteen connections for a hundred concurrent requests', async () => {
  const transport = transportTo();
  await Promise.all(
    Array.from({ length: 100 }, async () => buffer((await transport.request(get('/'))).body)),
  );
  expect(new Set(seen.map(({ connection }) => connection)).size).toBe(16);
  await transport.close();
});

test('httpTransport sends other requests while twenty streams are open', async () => {
  const transport = transportTo();
  for (let i = 0; i < 20; i++) {
    await transport.request({ ...get('/silent'), idleTimeoutMs: 60_000 });
  }
  await expect(buffer((await transport.request(get('/'))).body)).resolves.toEqual(Buffer.from('/'));
  await transport.close();
});

test('httpTransport rejects an invalid client certificate before any request', () => {
  expect(() => transportTo({ cert: 'hello', key: 'hello' })).toThrow(
    /^invalid client certificate \(.+\): client-certificate and client-key of the user/,
  );
  expect(() => transportTo({ cert: 'hello', key: 'hello' })).toThrow(AccessError);
});

test('httpTransport renews credentials once when the server rejects them', async () => {
  const transport = transportTo({
    canRefresh: true,
    authorization: async (fresh) => (fresh ? 'Bearer fresh' : 'Bearer stale'),
  });
  expect((await transport.request(get('/unauthorized'))).status).toBe(200);
  expect(seen.map(({ authorization }) => authorization)).toEqual(['Bearer stale', 'Bearer fresh']);
  await transport.close();
});

test('httpTransport does not retry with credentials that cannot be renewed', async () => {
  const transport = transportTo({ authorization: async () => 'Bearer stale' });
  expect((await transport.request(get('/unauthorized'))).status).toBe(401);
  expect(seen).toHaveLength(1);
  await transport.close();
});

test('httpTransport reports credentials that fail as an error before its first request, and as an outage later', async () => {
  let failing = true;
  const transport = transportTo({
    authorization: async () => {
      if (failing) throw new Error('plugin failed');
      return undefined;
    },
  });
  await expect(transport.request(get('/'))).rejects.toThrow(/^plugin failed$/);
  failing = false;
  await transport.request(get('/'));
  failing = true;
  await expect(transport.request(get('/'))).rejects.toMatchObject({
    name: 'ConnectionError',
    permanent: false,
  });
  await transport.close();
});

test('httpTransport names the server when the connection breaks within a body', async () => {
  const transport = transportTo();
  const { body } = await transport.request(get('/cut'));
  await expect(buffer(body)).rejects.toThrow(`lost the connection to ${url()}`);
  await transport.close();
});

test('httpTransport reports a lost connection when a body is silent for too long', async () => {
  const transport = transportTo();
  const { body } = await transport.request({ ...get('/silent'), idleTimeoutMs: 100 });
  await expect(buffer(body)).rejects.toThrow(/lost the connection to \S+/);
  await transport.close();
});

test('httpTransport aborts a request while its body arrives', async () => {
  const transport = transportTo();
  const stop = new AbortController();
  const { body } = await transport.request({ ...get('/silent'), signal: stop.signal });
  setTimeout(() => stop.abort(), 20);
  await expect(buffer(body)).rejects.toMatchObject({ name: 'AbortError' });
  await transport.close();
});

test('httpTransport reports an unreachable server in one sentence', async () => {
  const transport = transportTo({ server: 'http://127.0.0.1:1' });
  await expect(transport.request(get('/'))).rejects.toMatchObject({
    code: 'ECONNREFUSED',
    message: expect.stringContaining('no API server answers at http://127.0.0.1:1'),
  });
  await transport.close();
});

describe('httpTransport with a proxy', () => {
  /** A proxy is asked for the whole address, so what reaches it begins with the other host. */
  const throughProxy = async (access: Partial<ClusterAccess>, variables: NodeJS.ProcessEnv) => {
    process.env = { ...env, ...variables };
    const transport = transportTo({ server: 'http://api.invalid:8080', ...access });
    await transport.request(get('/x')).catch(() => undefined);
    await transport.close();
    return seen.map((request) => request.url);
  };

  test('uses the proxy of the environment', async () => {
    server.on('connect', (request, socket) => {
      seen.push({ url: request.url, connection: socket });
      socket.end('HTTP/1.1 502 no\r\n\r\n');
    });
    expect(await throughProxy({}, { http_proxy: url() })).toEqual(['api.invalid:8080']);
  });

  test('honours NO_PROXY', async () => {
    server.on('connect', (request, socket) => {
      seen.push({ url: request.url, connection: socket });
      socket.end('HTTP/1.1 502 no\r\n\r\n');
    });
    expect(await throughProxy({}, { http_proxy: url(), no_proxy: 'api.invalid' })).toEqual([]);
  });

  test('honours NO_PROXY=*, and accepts a proxy without a scheme', async () => {
    server.on('connect', (request, socket) => {
      seen.push({ url: request.url, connection: socket });
      socket.end('HTTP/1.1 502 no\r\n\r\n');
    });
    expect(await throughProxy({}, { http_proxy: url(), no_proxy: '*' })).toEqual([]);
    expect(await throughProxy({}, { http_proxy: url().replace('http://', '') })).toEqual([
      'api.invalid:8080',
    ]);
  });

  test('prefers the proxy of the kubeconfig to that of the environment', async () => {
    server.on('connect', (request, socket) => {
      seen.push({ url: request.url, connection: socket });
      socket.end('HTTP/1.1 502 no\r\n\r\n');
    });
    expect(
      await throughProxy(
        { proxy: url() },
        { http_proxy: 'http://127.0.0.1:1', no_proxy: 'api.invalid' },
      ),
    ).toEqual(['api.invalid:8080']);
  });

  test('uses no proxy for loopback addresses', async () => {
    process.env = { ...env, http_proxy: 'http://127.0.0.1:1' };
    const transport = transportTo();
    expect((await transport.request(get('/x'))).status).toBe(200);
    await transport.close();
  });
});
