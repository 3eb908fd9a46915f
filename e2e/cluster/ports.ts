import { createServer } from 'node:net';

/** What listens on TCP; etcd and containerd are reached by unix sockets. */
export const LISTENERS = [
  'registry',
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kubelet',
] as const;
export type Ports = Record<(typeof LISTENERS)[number], number>;

/** Free ports of 127.0.0.1. All are held at once while choosing, so that they differ. */
export async function freePorts(): Promise<Ports> {
  const held = await Promise.all(
    LISTENERS.map(async () => {
      const server = createServer();
      await new Promise<void>((resolve, reject) =>
        server.once('error', reject).listen(0, '127.0.0.1', resolve),
      );
      return server;
    }),
  );
  const ports = held.map((server) => (server.address() as { port: number }).port);
  await Promise.all(held.map(async (server) => new Promise((resolve) => server.close(resolve))));
  return Object.fromEntries(LISTENERS.map((name, i) => [name, ports[i]])) as Ports;
}
