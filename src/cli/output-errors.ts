import { EXIT_OUTPUT_ERROR } from './exit-code';

/**
 * Handles errors in writing to stdout and stderr, such as a full disk, or a reader that has closed
 * its pipe (`| head`). The command continues, since Jobs run, but 74 replaces exit code 0.
 */
export function handleOutputErrors(): void {
  const failed = new Set<NodeJS.WriteStream>();
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: Error) => {
      if (!failed.has(stream) && stream === process.stdout) {
        process.stderr.write(`error: cannot write the result: ${error.message}\n`);
      }
      failed.add(stream);
    });
  }
  process.on('exit', (code) => {
    if (failed.size > 0 && code === 0) process.exitCode = EXIT_OUTPUT_ERROR;
  });
}
