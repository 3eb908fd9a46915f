import { execFile } from 'node:child_process';
import { ClusterError } from './errors';

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** @default 60_000 */
  readonly timeoutMs?: number;
}

/** Standard output of a program that has to succeed. */
export async function run(
  program: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(
      program,
      args,
      {
        cwd: options.cwd,
        env: options.env ?? process.env,
        timeout: options.timeoutMs ?? 60_000,
        maxBuffer: 64 * 1024 * 1024,
      },
      (error, stdout, stderr) => {
        if (!error) return resolve(stdout);
        const why = error.killed
          ? `did not finish within ${(options.timeoutMs ?? 60_000) / 1000} s`
          : lastLines(stderr, 15) || error.message;
        reject(new ClusterError(`${[program, ...args].join(' ').slice(0, 200)}:\n${why}`));
      },
    );
  });
}

export function lastLines(text: string, count: number): string {
  return text.trimEnd().split('\n').slice(-count).join('\n');
}
