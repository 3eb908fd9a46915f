import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import type { CliResult } from './cli';

/** Any program, with something on its standard input. */
export async function execute(
  command: string,
  args: readonly string[],
  { env, input }: { readonly env: NodeJS.ProcessEnv; readonly input: string },
): Promise<CliResult> {
  const child = spawn(command, args, { env });
  child.stdin.end(input);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('close', resolve);
    child.on('error', reject);
  });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await ended, stdout, stderr };
}
