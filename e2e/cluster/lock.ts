import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { ClusterError } from './errors';

/**
 * One at a time, over all processes of this machine. The lock is a name in the kernel's list of abstract unix
 * sockets: nothing of it is on disk, and the kernel lets go of it however its holder ends.
 */
export async function exclusively<T>(
  name: string,
  work: () => Promise<T>,
  timeoutMs = 15 * 60_000,
): Promise<T> {
  const end = Date.now() + timeoutMs;
  let release = await acquire(name);
  while (!release) {
    if (Date.now() > end) {
      throw new ClusterError(
        `another cluster:up or cluster:down has been at work for ${timeoutMs / 60_000} min: end it and try again`,
      );
    }
    await sleep(100);
    release = await acquire(name);
  }
  try {
    return await work();
  } finally {
    release();
  }
}

async function acquire(name: string): Promise<(() => void) | undefined> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    );
    server.listen(`\0cdk8s-jobs-${name}`, () => resolve(() => server.close()));
  });
}
