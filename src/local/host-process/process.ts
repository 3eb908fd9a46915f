import { ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import { formatTime } from '../../kubernetes/time';
import type { RunLog } from '../container-logs';

/** What is run: a program of this machine. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly folder: string;
}

/** How a process ended. */
export interface ProcessEnd {
  /** 128 and the number of the signal, if one has ended it. */
  readonly exitCode: number;
  /** Why it could not be started. @default it was started */
  readonly startError?: string;
}

export interface HostProcess {
  readonly ended: Promise<ProcessEnd>;
  /** Sends a signal to the process and all processes that it has started. */
  kill(signal: 'SIGTERM' | 'SIGKILL'): void;
}

/** The exit code of a container that could not be started, as of containerd. */
const NOT_STARTED = 128;

/** Starts a program whose output becomes the lines of a log. */
export function startProcess({ program, args, env, folder }: Command, log: RunLog): HostProcess {
  // A group of its own, so that it can be killed with its children.
  const child = spawn(program, args, {
    env,
    cwd: folder,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const outputs = [child.stdout!, child.stderr!].map((stream) => new LineWriter(log, stream));
  const ended = new Promise<ProcessEnd>((resolve) => {
    child.once('error', (error: NodeJS.ErrnoException) => {
      if (child.pid !== undefined) return; // a signal could not be sent
      resolve({ exitCode: NOT_STARTED, startError: startErrorText(error, program, folder) });
    });
    child.once('exit', (code, signal) => {
      const exitCode = code ?? 128 + (constants.signals[signal!] ?? 0);
      // Children may keep the output open, so its end is not waited for long.
      void Promise.race([Promise.all(outputs.map(({ closed }) => closed)), grace()]).then(() => {
        for (const output of outputs) output.end();
        resolve({ exitCode });
      });
    });
  });
  return { ended, kill: (signal) => killGroup(child, signal) };
}

function startErrorText({ code, message }: NodeJS.ErrnoException, program: string, folder: string) {
  if (code === 'ENOENT') {
    const why = `not found in $PATH of this machine, or ${folder} does not exist`;
    return `exec: ${JSON.stringify(program)}: ${why}`;
  }
  return `exec: ${JSON.stringify(program)}: ${message}`;
}

const OUTPUT_GRACE_MS = 500;

function grace(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, OUTPUT_GRACE_MS).unref());
}

function killGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Divides a stream into the lines of a log. */
class LineWriter {
  public readonly closed: Promise<void>;
  private rest = '';
  private isEnded = false;

  public constructor(
    private readonly log: RunLog,
    stream: NodeJS.ReadableStream,
  ) {
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => this.write(text));
    this.closed = new Promise((resolve) => stream.once('close', resolve));
  }

  private write(text: string): void {
    if (this.isEnded) return;
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop()!;
    for (const line of lines) this.log.add(timestamp(), line);
  }

  /** Adds the last line, if no newline follows it. */
  public end(): void {
    if (this.isEnded) return;
    this.isEnded = true;
    if (this.rest !== '') this.log.add(timestamp(), this.rest, true);
  }
}

let lastNanoseconds = 0n;

/** Returns the current time with nanoseconds, later than the time that was returned before. */
function timestamp(): string {
  const now = BigInt(Date.now()) * 1_000_000n;
  lastNanoseconds = now > lastNanoseconds ? now : lastNanoseconds + 1n;
  const second = formatTime(Number(lastNanoseconds / 1_000_000_000n))!.replace('Z', '');
  return `${second}.${String(lastNanoseconds % 1_000_000_000n).padStart(9, '0')}Z`;
}
