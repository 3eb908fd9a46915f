import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { SUITES } from '../../projenrc/suites';

const ROOT = join(__dirname, '..', '..');
const FOLDERS = ['test', 'e2e', 'examples'];

test('every test file belongs to exactly one suite', async () => {
  const listed = await Promise.all(
    SUITES.map(async ({ config }) => {
      const jest = ['node_modules/jest/bin/jest.js', '--config', config, '--listTests', '--json'];
      const { stdout } = await promisify(execFile)(process.execPath, jest, { cwd: ROOT });
      return JSON.parse(stdout) as string[];
    }),
  );
  const files = FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.test.ts') && !file.includes('node_modules'))
      .map((file) => join(ROOT, folder, file)),
  );
  expect(listed.flat().sort()).toEqual(files.sort());
});
