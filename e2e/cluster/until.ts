import { setTimeout as sleep } from 'node:timers/promises';
import { ClusterError } from './errors';

export class WaitedInVain extends ClusterError {
  public constructor(what: string, timeoutMs: number) {
    super(`waited ${timeoutMs / 1000} s in vain for ${what}`);
  }
}

/** Ask again until there is an answer. */
export async function until<T>(
  what: string,
  timeoutMs: number,
  ask: () => Promise<T | undefined>,
): Promise<T> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() >= end) throw new WaitedInVain(what, timeoutMs);
    await sleep(40);
  }
}
