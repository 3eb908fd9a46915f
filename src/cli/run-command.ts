import { Interrupt } from './interrupt';
import { drainOutput } from './streams';
import { Interrupted } from '../deploy/core/deadline';
import { AccessError } from '../deploy/kube/access';
import { ApiError, ConnectionError } from '../deploy/kube/errors';
import { InputError } from '../manifests/problem';
import { colorsFor } from '../output/colors';
import type { CommandFailure } from '../output/failure-json';
import { sanitizeTerminal } from '../output/sanitize';

/**
 * Runs a command and sets the exit code. If it fails before it has a result, the error is printed
 * to stderr.
 * @param onFailure prints the failure as a result, too: `-o json` prints exactly one document,
 * however the command ends. @default nothing else is printed
 * @param work returns the exit code
 */
export async function runCommand(
  onFailure: ((failure: CommandFailure, exitCode: number) => void) | undefined,
  work: (interrupt: Interrupt) => Promise<number>,
): Promise<void> {
  const interrupt = new Interrupt();
  try {
    process.exitCode = await Promise.race([work(interrupt), uncaughtError()]);
  } catch (error) {
    const failure = failureOf(error);
    printErrors(error, failure);
    const exitCode = interrupt.exitCode(failure.outcome);
    process.exitCode = exitCode;
    onFailure?.(failure, exitCode);
    if (failure.outcome === 'internal-error') await exitAfterDefect();
  }
  await interrupt.close();
}

/** Rejects with an error that a callback throws while the command waits for something else. */
function uncaughtError(): Promise<never> {
  return new Promise((_, reject) => {
    process.removeAllListeners('uncaughtException').once('uncaughtException', reject);
  });
}

/** What a defect has left open would keep the process alive. */
async function exitAfterDefect(): Promise<void> {
  await drainOutput();
  process.exit();
}

function failureOf(error: unknown): CommandFailure {
  const message = error instanceof Error ? error.message : String(error);
  const errors = [{ object: null, message, source: null }];
  if (error instanceof InputError) {
    const problems = error.problems.map(({ message: problem, source }) => ({
      object: null,
      message: problem,
      source: source ?? null,
    }));
    return { outcome: 'invalid', errors: problems };
  }
  if (error instanceof Interrupted) return { outcome: 'detached', errors };
  if (error instanceof ApiError) return { outcome: 'rejected', errors };
  if (error instanceof AccessError || error instanceof ConnectionError) {
    return { outcome: 'unreachable', errors };
  }
  return { outcome: 'internal-error', errors };
}

function printErrors(error: unknown, { outcome }: CommandFailure): void {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const prefix = colorsFor(process.stderr).red('error:');
  if (outcome !== 'internal-error') {
    for (const line of message.split('\n')) {
      process.stderr.write(`${prefix} ${sanitizeTerminal(line)}\n`);
    }
    return;
  }
  const what = `internal error: ${sanitizeTerminal(message)}`;
  process.stderr.write(`${prefix} ${what}; please report it (DEBUG=1 prints the stack trace)\n`);
  if (process.env.DEBUG) process.stderr.write(`${stack}\n`);
}
