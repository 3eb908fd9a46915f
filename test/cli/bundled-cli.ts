import { ChildProcess, execFileSync, spawn } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { temporaryFolder } from '../temporary-folder';

const ROOT = join(__dirname, '..', '..');

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command line as the package has it: one file. */
export class BundledCli {
  private readonly main: string;

  public constructor() {
    const folder = temporaryFolder('cli-');
    copyFileSync(join(ROOT, 'package.json'), join(folder, 'package.json'));
    this.main = join(folder, 'lib', 'cli', 'main.js');
    const options = {
      entryPoints: ['src/cli/main.ts'],
      outfile: this.main,
      bundle: true,
      platform: 'node',
      alias: { undici: './projenrc/undici.js' },
    };
    // esbuild does not run in the sandbox of jest.
    const script = `require('esbuild').buildSync(${JSON.stringify(options)})`;
    execFileSync(process.execPath, ['-e', script], { cwd: ROOT });
  }

  public start(args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
    return spawn(process.execPath, [this.main, ...args], {
      env: { ...process.env, NO_COLOR: '1', GITHUB_ACTIONS: '', ...env },
    });
  }

  /**
   * @param manifests standard input
   * @param onStderr called with each piece of what it prints
   */
  public async run(
    args: readonly string[],
    { kubeconfig, manifests = [], onStderr }: RunOptions = {},
  ): Promise<CliResult> {
    const child = this.start(args, { KUBECONFIG: kubeconfig ?? '/none' });
    child.stdin!.end(manifests.map((manifest) => JSON.stringify(manifest)).join('\n---\n'));
    if (onStderr) child.stderr!.on('data', (piece) => onStderr(String(piece), child));
    const code = new Promise<number | null>((resolve) => child.once('close', resolve));
    const [stdout, stderr] = await Promise.all([text(child.stdout!), text(child.stderr!)]);
    return { code: await code, stdout, stderr };
  }
}

export interface RunOptions {
  readonly kubeconfig?: string;
  readonly manifests?: readonly object[];
  readonly onStderr?: (piece: string, child: ChildProcess) => void;
}
