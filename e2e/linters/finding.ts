import { execFile } from 'node:child_process';

/** What a linter does not like. */
export interface Finding {
  readonly check: string;
  readonly object: string;
}

/** What a linter prints. It exits with a failure where it finds something, which is not a failure here. */
export async function reportOf(linter: string, ...args: string[]): Promise<any> {
  return new Promise((resolve, reject) => {
    execFile(linter, args, { maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      try {
        resolve(JSON.parse(stdout));
      } catch {
        reject(new Error(`${linter} printed no report:\n${stderr || error?.message}`));
      }
    });
  });
}
