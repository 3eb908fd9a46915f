import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

export interface Listener {
  readonly protocol: string;
  /** As the kernel prints it, in hexadecimal. */
  readonly address: string;
  readonly port: number;
}

/** Sockets of these processes that take what is sent to them. */
export function listenersOf(pids: number[]): Listener[] {
  const inodes = new Set(
    pids.flatMap((pid) => {
      try {
        return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
          try {
            return readlinkSync(`/proc/${pid}/fd/${fd}`);
          } catch {
            return [];
          }
        });
      } catch {
        return [];
      }
    }),
  );
  return ['tcp', 'tcp6', 'udp', 'udp6'].flatMap((protocol) =>
    readFileSync(`/proc/net/${protocol}`, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .flatMap((line) => {
        const [, local, , state, , , , , , inode] = line.trim().split(/\s+/);
        const [address, port] = local.split(':');
        const listens = state === (protocol.startsWith('tcp') ? '0A' : '07');
        return listens && inodes.has(`socket:[${inode}]`)
          ? [{ protocol, address, port: parseInt(port, 16) }]
          : [];
      }),
  );
}

/** An IPv4 address as the kernel prints it on little-endian machines. */
export function kernelAddress(address: string): string {
  return address
    .split('.')
    .reverse()
    .map((byte) => Number(byte).toString(16).padStart(2, '0'))
    .join('')
    .toUpperCase();
}
