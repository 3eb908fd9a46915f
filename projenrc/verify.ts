/**
 * Builds, lints and runs every suite that this machine can run (suites.ts). The last lines name each suite that was not run,
 * with the reason, and the last line says how many tests passed and failed in all suites.
 *
 * With `--all`, or where CI is set, a suite that cannot run is a failure. A suite that ran no test, skipped tests or left no
 * report is a failure everywhere.
 */
import { spawn } from 'node:child_process';
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { machineFacts, reasonsAgainst, Suite, SUITES } from './suites';
import { factsOfThisMachine } from '../e2e/cluster/requirements';

const REPORTS = 'test-reports';
/** Started by path rather than by npx, which is a script of its own on Windows. */
const TOOLS = {
  projen: 'node_modules/projen/bin/projen',
  tsc: 'node_modules/typescript/bin/tsc',
  jest: 'node_modules/jest/bin/jest.js',
} as const;

const isCi = !['', '0', 'false', undefined].includes(process.env.CI);
const everythingMustRun = isCi || process.argv.includes('--all');

const problems: string[] = [];
let passed = 0;
let failed = 0;

/** Runs a tool to its end. Its output goes to a file and is printed when it has ended. */
async function step(
  name: string,
  tool: keyof typeof TOOLS,
  ...args: readonly string[]
): Promise<boolean> {
  console.log(`── ${name}: started`);
  const started = Date.now();
  const log = join(REPORTS, `${name.replaceAll(' ', '-')}.log`);
  const status = await run(log, [TOOLS[tool], ...args]);
  const seconds = Math.round((Date.now() - started) / 1000);
  process.stdout.write(`\n━━ ${name}\n${readFileSync(log, 'utf8')}`);
  console.log(`── ${name}: ${status === 0 ? 'ok' : 'FAILED'} in ${seconds} s`);
  if (status !== 0) problems.push(`${name} failed`);
  return status === 0;
}

async function run(log: string, args: readonly string[]): Promise<number | null> {
  const output = createWriteStream(log);
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.pipe(output, { end: false });
  child.stderr.pipe(output, { end: false });
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once('close', resolve).once('error', reject);
  });
  await new Promise((resolve) => output.end(resolve));
  return status;
}

/** The counts that jest writes into its report. */
interface JestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly numFailedTestSuites: number;
  readonly numRuntimeErrorTestSuites: number;
}

async function runSuite({ name, config }: Suite): Promise<void> {
  const file = join(REPORTS, `${name}.json`);
  rmSync(file, { force: true });
  // jest leaves one processor to others, which on two processors halves the suite with the most files.
  const options = name === 'unit' ? ['--maxWorkers=2', `--coverage=${isCi}`] : ['--coverage=false'];
  const jest = ['--ci', '--config', config, '--json', `--outputFile=${file}`, ...options];
  const ok = await step(`suite ${name}`, 'jest', ...jest);
  if (!existsSync(file)) {
    problems.push(`suite ${name} left no report`);
    return;
  }
  const report = JSON.parse(readFileSync(file, 'utf8')) as JestReport;
  const skipped = report.numPendingTests + report.numTodoTests;
  passed += report.numPassedTests;
  failed += report.numFailedTests + report.numRuntimeErrorTestSuites;
  if (report.numPassedTests === 0) problems.push(`suite ${name} ran no test`);
  if (skipped > 0) problems.push(`suite ${name} skipped ${skipped} tests`);
  if (ok && report.numFailedTestSuites > 0) {
    problems.push(`suite ${name} has files that could not run`);
  }
}

/** A generated file that was edited by hand, or .projenrc.ts without a run of projen, would otherwise surprise the next person. */
async function checkGeneratedFiles(): Promise<void> {
  const { files } = JSON.parse(readFileSync('.projen/files.json', 'utf8')) as { files: string[] };
  const contents = () => files.map((file) => (existsSync(file) ? readFileSync(file, 'utf8') : ''));
  const before = contents();
  await step('generate files', 'projen', 'default');
  const after = contents();
  const stale = files.filter((_, i) => before[i] !== after[i]);
  if (stale.length > 0) problems.push(`generated files were out of date: ${stale.join(', ')}`);
}

async function verify(): Promise<void> {
  mkdirSync(REPORTS, { recursive: true });
  const facts = machineFacts(await factsOfThisMachine());
  const notRun = SUITES.flatMap((suite) => {
    const reasons = reasonsAgainst(suite, facts);
    return reasons.length > 0 ? [{ suite, reasons }] : [];
  });
  const runnable = SUITES.filter((suite) => !notRun.some((one) => one.suite === suite));

  await checkGeneratedFiles();
  const built =
    (await step('compile', 'projen', 'compile')) && (await step('bundle', 'projen', 'bundle'));
  if (built) {
    await step('types of tests and examples', 'tsc', '--noEmit', '-p', 'tsconfig.dev.json');
    await step('lint', 'projen', 'eslint');
    for (const suite of runnable) await runSuite(suite);
  }

  if (problems.length > 0) {
    console.log(`\nProblems:\n${problems.map((one) => `  ${one}\n`).join('')}`);
  }
  if (notRun.length > 0) {
    const lines = notRun.map(({ suite, reasons }) => `  ${suite.name}: ${reasons.join('; ')}\n`);
    const consequence = everythingMustRun ? ', a failure with --all or where CI is set' : '';
    console.log(`\nSuites that were not run${consequence}:\n${lines.join('')}`);
    if (everythingMustRun) problems.push(...notRun.map(({ suite }) => `${suite.name} was not run`));
  }
  // A problem that is not a failed test counts as one, so that the last line never looks green when something is wrong.
  if (problems.length > 0) failed = Math.max(failed, 1);
  const total = `${passed} passed, ${failed} failed`;
  writeFileSync(join(REPORTS, 'total'), `${total}\n`);
  console.log(total);
  process.exitCode = failed === 0 ? 0 : 1;
}

void verify();
