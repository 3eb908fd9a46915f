import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OperationOutput } from '../../src/cli/operation-output';
import { log } from '../output/events';
import { FULL_REPORT } from '../output/reports';
import { runnerCommands } from '../output/runner-commands';
import { temporaryFolder } from '../temporary-folder';

const before = process.env.GITHUB_STEP_SUMMARY;
afterEach(() => {
  jest.restoreAllMocks();
  if (before === undefined) delete process.env.GITHUB_STEP_SUMMARY;
  else process.env.GITHUB_STEP_SUMMARY = before;
});

/** What a deploy with one line of log prints, where this is the file of the step summary. */
function printed(summaryFile: string): string {
  process.env.GITHUB_STEP_SUMMARY = summaryFile;
  let stdout = '';
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    stdout += String(text);
    return true;
  });
  const output = new OperationOutput({ output: 'github', logs: 'all' });
  void output.print(log('hello'));
  output.close();
  output.finish(FULL_REPORT);
  jest.restoreAllMocks();
  return stdout;
}

describe('the output for GitHub Actions', () => {
  test('closes the group of a log before it prints the result', () => {
    const names = runnerCommands(printed('')).map(({ name }) => name);
    expect(names).toEqual(['group', 'endgroup', 'error', 'error']);
  });

  test('appends to the summary of the step, which other commands may have begun', () => {
    const file = join(temporaryFolder('summary-'), 'summary.md');
    writeFileSync(file, 'before\n');
    printed(file);
    printed(file);
    const text = readFileSync(file, 'utf8');
    expect(text).toMatch(/^before\n### Jobs: failed\n/);
    expect(text.match(/\n### Jobs: failed\n\n\| Job /g)).toHaveLength(2);
  });

  test('warns when the summary cannot be written, and prints the result', () => {
    const folder = join(temporaryFolder('summary-'), 'folder');
    mkdirSync(folder);
    const stdout = printed(folder);
    expect(runnerCommands(stdout).at(-1)).toMatchObject({
      name: 'warning',
      data: expect.stringContaining('cannot write the step summary') as string,
    });
    expect(stdout).toContain('2 of 5 Jobs did not succeed.');
  });
});
