/**
 * Builds, lints and runs every suite, and says in the last line how many tests passed and failed in all of them.
 * A suite that ran nothing, skipped something or does not exist counts as a failure: a check must be able to fail.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const REPORTS = 'test-reports';
/** Each with the jest configuration that names its tests. */
const SUITES: Readonly<Record<string, string>> = {
  unit: 'package.json',
  consumer: 'jest.consumer.json',
  cluster: 'jest.cluster.json',
  e2e: 'jest.e2e.json',
  chaos: 'jest.chaos.json',
  agreement: 'jest.agreement.json',
};

let failed = 0;
let passed = 0;
const problems: string[] = [];

/** One step that passes or fails as a whole. */
function step(name: string, command: string, ...args: string[]): boolean {
  console.log(`\n━━ ${name}`);
  const started = Date.now();
  const { status } = spawnSync(command, args, { stdio: 'inherit' });
  console.log(
    `── ${name}: ${status === 0 ? 'ok' : 'FAILED'} in ${Math.round((Date.now() - started) / 1000)} s`,
  );
  if (status !== 0) problems.push(name);
  return status === 0;
}

function suite(name: string, config: string): void {
  const report = join(REPORTS, `${name}.json`);
  rmSync(report, { force: true });
  // Alone on two cores, jest would use one of them.
  const options = config === 'package.json' ? ['--maxWorkers=2'] : ['--coverage=false'];
  const ok = step(
    `suite ${name}`,
    'npx',
    'jest',
    '--ci',
    '-c',
    config,
    '--json',
    `--outputFile=${report}`,
    ...options,
  );
  if (!existsSync(report)) {
    problems.push(`suite ${name} left no report`);
    return;
  }
  const {
    numPassedTests,
    numFailedTests,
    numPendingTests,
    numTodoTests,
    numFailedTestSuites,
    numRuntimeErrorTestSuites,
  } = JSON.parse(readFileSync(report, 'utf8'));
  passed += numPassedTests;
  failed += numFailedTests + numRuntimeErrorTestSuites;
  if (numPassedTests === 0) problems.push(`suite ${name} ran no test`);
  if (numPendingTests + numTodoTests > 0) {
    problems.push(`suite ${name} skipped ${numPendingTests + numTodoTests} tests`);
  }
  if (ok && numFailedTestSuites > 0) problems.push(`suite ${name} has files that could not run`);
}

/** Editing a generated file, or .projenrc.ts without running projen, would otherwise show only at the next one's desk. */
function generatedFilesAreFresh(): void {
  const files: string[] = JSON.parse(readFileSync('.projen/files.json', 'utf8')).files;
  const contents = () => files.map((file) => (existsSync(file) ? readFileSync(file, 'utf8') : ''));
  const before = contents();
  step('generate files', 'npx', 'projen', 'default');
  const after = contents();
  const stale = files.filter((_, i) => before[i] !== after[i]);
  if (stale.length > 0) problems.push(`generated files that were stale: ${stale.join(', ')}`);
}

mkdirSync(REPORTS, { recursive: true });
const built =
  step('compile', 'npx', 'projen', 'compile') && step('bundle', 'npx', 'projen', 'post-compile');
step('types of tests and examples', 'npx', 'tsc', '--noEmit', '-p', 'tsconfig.dev.json');
step('lint', 'npx', 'projen', 'eslint');
generatedFilesAreFresh();
for (const [name, config] of Object.entries(SUITES)) {
  if (built || name === 'unit') suite(name, config);
}

if (problems.length > 0) console.log(`\nNot well: ${problems.join('; ')}`);
// Whatever is not a test but failed counts as one, so that the line below can't be green when something is not.
failed = Math.max(failed, problems.length > 0 ? 1 : 0);
const total = `${passed} passed, ${failed} failed`;
writeFileSync(join(REPORTS, 'total'), `${total}\n`);
console.log(`\n${total}`);
process.exitCode = failed === 0 ? 0 : 1;
