import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Finding, reportOf } from './finding';
import { cached } from '../cluster/cache';
import { run } from '../cluster/command';
import { installPackages } from '../cluster/requirements';

/** What `pip freeze` printed after `pip install checkov`. */
const REQUIREMENTS = join(__dirname, 'requirements.txt');

interface Report {
  readonly results: {
    readonly failed_checks: readonly { readonly check_id: string; readonly resource: string }[];
  };
  readonly summary: { readonly passed: number; readonly parsing_errors: number };
}

/** What checkov finds with all its checks of Kubernetes. */
export async function checkov(file: string): Promise<Finding[]> {
  const args = [
    '-m',
    'checkov.main',
    '--file',
    file,
    '--framework',
    'kubernetes',
    '--skip-download',
    '--quiet',
    '-o',
    'json',
  ];
  const { results, summary }: Report = await reportOf(await python(), ...args);
  if (summary.parsing_errors > 0 || summary.passed === 0) {
    throw new Error(`checkov cannot read ${file}`);
  }
  return results.failed_checks.map(({ check_id: check, resource: object }) => ({ check, object }));
}

/** A Python that has it, made once, outside of the clone. */
async function python(): Promise<string> {
  const inputs = [readFileSync(REQUIREMENTS, 'utf8'), await run('python3', ['--version'])];
  const dir = await cached('checkov', inputs, async (unfinished) => {
    const venv = () => run('python3', ['-m', 'venv', unfinished]);
    await venv().catch(async () => {
      // Debian has it in a package of its own
      await installPackages('python3-venv');
      await venv();
    });
    await run(
      join(unfinished, 'bin', 'python'),
      ['-m', 'pip', 'install', '-q', '-r', REQUIREMENTS],
      { timeoutMs: 15 * 60_000 },
    );
  });
  return join(dir, 'bin', 'python');
}
