import { readFileSync, writeFileSync } from 'node:fs';
import { AddressInfo, connect, createServer, Socket } from 'node:net';
import { join } from 'node:path';
import { temporaryFolder } from '../../test/temporary-folder';
import { kubeconfig } from '../harness';

/** A way to the API server that can be made to let nothing through any more, without a sign of it. */
export async function freezingProxy(): Promise<{
  readonly kubeconfig: string;
  freeze(): void;
  close(): void;
}> {
  const text = readFileSync(kubeconfig(), 'utf8');
  const [, host, port] = /server: https:\/\/([\d.]+):(\d+)/.exec(text)!;
  const sockets = new Set<Socket>();
  let frozen = false;
  const server = createServer((near) => {
    const far = connect(Number(port), host);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ]) {
      sockets.add(from);
      from.on('data', (chunk) => {
        if (!frozen) to.write(chunk);
      });
      from.on('close', () => to.destroy());
      from.on('error', () => undefined);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const file = join(temporaryFolder('freezing-'), 'kubeconfig');
  writeFileSync(
    file,
    text.replace(`${host}:${port}`, `127.0.0.1:${(server.address() as AddressInfo).port}`),
    { mode: 0o600 },
  );
  return {
    kubeconfig: file,
    freeze: () => {
      frozen = true;
    },
    close: () => {
      sockets.forEach((socket) => socket.destroy());
      server.close();
    },
  };
}
