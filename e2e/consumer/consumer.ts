import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

export interface RunResult {
  readonly code: number;
  readonly output: string;
}

/** Runs a program. A failure is a result too: look at `code`. */
export async function run(folder: string, program: string, ...args: string[]): Promise<RunResult> {
  try {
    const { stdout, stderr } = await promisify(execFile)(program, args, {
      cwd: folder,
      maxBuffer: 64 * 1024 * 1024,
    });
    return { code: 0, output: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, output: stdout + stderr };
  }
}

/** What cdk8s-plus-27 lists by mistake: 190 packages, which are not needed here. */
const OVERRIDES = { backport: 'npm:empty-npm-package@1.0.0' };

/** A project as a user of this package would create it. Without a type, it is an empty folder. */
export class Consumer {
  public constructor(
    readonly folder: string,
    type?: 'commonjs' | 'module',
  ) {
    mkdirSync(folder, { recursive: true });
    if (type === undefined) return;
    this.write(
      'package.json',
      JSON.stringify({
        name: 'consumer',
        version: '1.0.0',
        private: true,
        type,
        overrides: OVERRIDES,
      }),
    );
  }

  public write(file: string, text: string): void {
    const path = join(this.folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }

  public read(file: string): string {
    return readFileSync(join(this.folder, file), 'utf8');
  }

  public async install(...packages: string[]): Promise<void> {
    const { code, output } = await this.run(
      'npm',
      'install',
      '--no-audit',
      '--no-fund',
      ...packages,
    );
    if (code !== 0) throw new Error(output);
  }

  public run(program: string, ...args: string[]): Promise<RunResult> {
    return run(this.folder, program, ...args);
  }

  /** A program that was installed with a package, in the version of that package. */
  public node(script: string, ...args: string[]): Promise<RunResult> {
    return this.run(process.execPath, script, ...args);
  }
}
