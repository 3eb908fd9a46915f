import { writeFileSync } from 'node:fs';
import { AddressInfo, createServer, Server, Socket } from 'node:net';
import { join } from 'node:path';
import { cli, jobOf } from './cli';
import { temporaryFolder } from '../../test/temporary-folder';

/** A request waits for an answer for a minute; the rest is for the start of the process. */
const LIMIT_MS = 75_000;

const sockets = new Set<Socket>();
/** Accepts every connection, and never answers. */
let server: Server;
beforeAll(
  () =>
    new Promise<void>((resolve) => {
      server = createServer((socket) => {
        sockets.add(socket);
        socket.resume().on('error', () => undefined);
      }).listen(0, '127.0.0.1', resolve);
    }),
);
afterAll(() => {
  for (const socket of sockets) socket.destroy();
  server.close();
});

/** Returns the file of a kubeconfig that leads to the server. */
function kubeconfigFor(scheme: string): string {
  const file = join(temporaryFolder('silent-'), 'kubeconfig');
  const { port } = server.address() as AddressInfo;
  const cluster = { server: `${scheme}://127.0.0.1:${port}` };
  const config = {
    clusters: [{ name: 'silent', cluster }],
    users: [{ name: 'user', user: { token: 'token' } }],
    contexts: [{ name: 'silent', context: { cluster: 'silent', user: 'user', namespace: 'ns' } }],
    'current-context': 'silent',
  };
  writeFileSync(file, JSON.stringify(config), { mode: 0o600 });
  return file;
}

describe.each(['http', 'https'])('a server that accepts %s and never answers', (scheme) => {
  test.concurrent.each([
    ['deploy', ['-']],
    ['plan', ['-']],
    ['wait', ['job']],
    ['trigger', ['nightly']],
    ['cleanup', []],
  ])('ends %s as unreachable within the time of one request', async (command, args) => {
    const started = Date.now();
    const { code, stdout, stderr } = await cli([command, ...args, '-o', 'json'], {
      manifests: [jobOf('job', 'true')],
      env: { KUBECONFIG: kubeconfigFor(scheme) },
    });
    expect(Date.now() - started).toBeLessThan(LIMIT_MS);
    expect(stderr).toMatch(/^error: https?:\S+ did not answer \(/m);
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({ outcome: 'unreachable' });
  });
});
