import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../test/temporary-folder';
import { goInputs } from '../cluster/build';
import { cached } from '../cluster/cache';
import { run } from '../cluster/command';
import { recipe } from '../recipe';

const ROOT = join(__dirname, '..', '..');
const WORKFLOWS = join(ROOT, '.github', 'workflows');
const MODULE = 'github.com/rhysd/actionlint/cmd/actionlint@v1.7.12';

/** Path of actionlint, which is built once, outside of the clone. */
async function installed(): Promise<string> {
  const dir = await cached('actionlint', [MODULE, ...(await goInputs())], async (unfinished) => {
    const env = { ...process.env, GOBIN: unfinished, GOFLAGS: '-mod=mod' };
    await run('go', ['install', MODULE], { env, timeoutMs: 15 * 60_000 });
  });
  return join(dir, 'actionlint');
}

let actionlint: string;
beforeAll(async () => {
  actionlint = await installed();
}, 15 * 60_000);

describe('actionlint', () => {
  test.each(readdirSync(WORKFLOWS))('finds no error in the workflow %s', async (file) => {
    // It exits with 1 and prints what it found; without arguments it would need a Git repository.
    await expect(run(actionlint, ['-no-color', join(WORKFLOWS, file)])).resolves.toBe('');
  });

  test('finds no error in the workflow that docs/ci.md prints', async () => {
    const file = join(temporaryFolder('actionlint-'), 'deploy.yml');
    writeFileSync(file, recipe('GitHub Actions'));
    await expect(run(actionlint, ['-no-color', file])).resolves.toBe('');
  });
});
