import { EXIT_OUTPUT_ERROR } from './exit-code';

/**
 * Handles errors in writing to stdout and stderr. A reader that closes its pipe (`| head`) is not an
 * error; any other one, such as a full disk, turns exit code 0 into 74.
 */
export function handleOutputErrors(): void {
  let failed = false;
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') return;
      failed = true;
      if (stream === process.stdout) {
        process.stderr.write(`error: cannot write the result: ${error.message}\n`);
      }
    });
  }
  process.on('exit', (code) => {
    if (failed && code === 0) process.exitCode = EXIT_OUTPUT_ERROR;
  });
}
