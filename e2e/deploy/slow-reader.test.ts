import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { jobOf, startCli } from './cli';
import { inNamespace } from '../harness';

const LINES = 50_000;
/** What comes through a pipe before anybody waits: its own 64 KiB, and what each side keeps. */
const IN_THE_PIPE = 1024 * 1024;

/** The most memory that a process has ever had, in mebibytes. */
function mostMemory(pid: number): number {
  return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024;
}

test('a slow reader loses no line, delays no verdict and costs no memory', () => inNamespace(async (namespace) => {
  const filler = 'x'.repeat(100);
  const chatty = `awk 'BEGIN { for (i = 1; i <= ${LINES}; i++) print i, "${filler}" }'; sleep 2`;
  const child = startCli(['deploy', '-', '-n', namespace], { manifests: [jobOf('chatty', chatty)] });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const result = text(child.stdout);
  let read = '';
  let memory = 0;
  let begin: number | undefined;
  child.stderr.setEncoding('utf8');
  for await (const chunk of child.stderr as AsyncIterable<string>) {
    read += chunk;
    begin ??= read.includes('chatty-') ? Date.now() : undefined;
    memory = Math.max(memory, child.exitCode === null ? mostMemory(child.pid!) : 0);
    // Some 600 KB a second: the Job has long ended when all has been read.
    if (begin !== undefined) await sleep(Math.max(0, read.length / 600 - (Date.now() - begin)));
  }
  expect(await ended).toBe(0);
  expect(await result).toMatch(/^succeeded +Job/);
  expect([...read.matchAll(/^chatty-\w+ \| (\d+) x+$/gm)].map(([, number]) => Number(number))).toEqual(Array.from({ length: LINES }, (_, i) => i + 1));
  // The verdict came while most of the lines were still unread.
  expect(read.indexOf('\nsucceeded   Job')).toBeGreaterThan(0);
  expect(read.indexOf('\nsucceeded   Job')).toBeLessThan(read.length - IN_THE_PIPE);
  expect(memory).toBeLessThan(160);
}));
