import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { jobOf, MAIN, startCli } from './cli';
import { temporaryFolder } from '../../test/temporary-folder';
import { inNamespace, kubeconfig, kubectl } from '../harness';

const LINES = 50_000;
/** Bytes that pass through a pipe without a reader: its own 64 KiB and the buffers of both sides. */
const IN_THE_PIPE = 1024 * 1024;

/** The most memory that a process has ever had, in mebibytes. */
function mostMemory(pid: number): number {
  return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024;
}

test('a paused reader of the output loses no line, delays no outcome and costs no memory', () =>
  inNamespace(async (namespace) => {
    const filler = 'x'.repeat(100);
    const chatty = `awk 'BEGIN { for (i = 1; i <= ${LINES}; i++) print i, "${filler}" }'; sleep 2`;
    const child = startCli(['deploy', '-', '-n', namespace], {
      manifests: [jobOf('chatty', chatty), jobOf('quick', 'true')],
    });
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    const result = text(child.stdout);
    let read = '';
    let memory = 0;
    let stopped = false;
    child.stderr.setEncoding('utf8');
    for await (const chunk of child.stderr as AsyncIterable<string>) {
      read += chunk;
      if (stopped || !read.includes(' xxx')) continue;
      stopped = true;
      await kubectl(
        'wait',
        '--for=condition=Complete',
        'job/chatty',
        '-n',
        namespace,
        '--timeout=100s',
      );
      await sleep(3_000);
      memory = mostMemory(child.pid!);
    }
    expect(await ended).toBe(0);
    expect(await result).toMatch(/^succeeded +Job/);
    expect(
      [...read.matchAll(/^chatty \| (\d+) x+$/gm)].map(([, number]) => Number(number)),
    ).toEqual(Array.from({ length: LINES }, (_, i) => i + 1));
    // The outcome was printed while most lines, about 6 MB, were unread.
    const outcome = read.search(/^succeeded +Job \S+\/chatty /m);
    expect(outcome).toBeGreaterThan(0);
    expect(outcome).toBeLessThan(IN_THE_PIPE);
    expect(memory).toBeLessThan(160);
  }));

test('a stopped terminal delays the output only, not the deploy', () =>
  inNamespace(async (namespace) => {
    const dir = temporaryFolder('cdk8s-jobs-e2e-');
    writeFileSync(
      join(dir, 'job.json'),
      JSON.stringify(jobOf('chatty', 'while true; do seq 1000; done')),
    );
    const deploy = `echo $$ > ${dir}/pid; exec ${process.execPath} ${MAIN} deploy ${dir}/job.json -n ${namespace} --on-cancel delete`;
    // script(1) gives its command a terminal, and nothing reads the output.
    const terminal = spawn('script', ['-qec', deploy, '/dev/null'], {
      env: { ...process.env, KUBECONFIG: kubeconfig() },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const job = async (field: string) =>
      (await kubectl('get', 'job', 'chatty', '-n', namespace, '-o', `jsonpath={${field}}`)).stdout;
    try {
      while ((await job('.status.ready')) !== '1') await sleep(200);
      await sleep(3_000); // what it writes has filled all that is between
      process.kill(Number(readFileSync(join(dir, 'pid'), 'utf8')), 'SIGTERM');
      await sleep(5_000);
      expect(await job('.metadata.deletionTimestamp')).not.toBe('');
    } finally {
      if (existsSync(join(dir, 'pid'))) {
        process.kill(Number(readFileSync(join(dir, 'pid'), 'utf8')), 'SIGKILL');
      }
      terminal.kill('SIGKILL');
    }
  }));
