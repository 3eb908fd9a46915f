import { runCommand } from '../../src/cli/run-command';
import { AccessError } from '../../src/deploy/kube/access';
import { InputError } from '../../src/manifests/problem';
import {
  CommandFailure,
  failedCleanupJson,
  failedPlanJson,
  failedReport,
} from '../../src/output/failure-json';
import { resultJson } from '../../src/output/result-json';
import { problemsIn } from '../output/schema-validation';

let written: { stdout: string; stderr: string };
let exit: jest.SpyInstance;
beforeEach(() => {
  written = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    jest.spyOn(process[name], 'write').mockImplementation((text, onWritten?: unknown) => {
      written[name] += String(text);
      if (typeof onWritten === 'function') (onWritten as () => void)();
      return true;
    });
  }
  exit = jest.spyOn(process, 'exit').mockReturnValue(undefined as never);
});
const before = process.exitCode;
afterEach(() => {
  process.exitCode = before;
  jest.restoreAllMocks();
});

const failedReportJson = (failure: CommandFailure) => resultJson(failedReport(failure));
const printing = (format: (failure: CommandFailure) => string) => (failure: CommandFailure) =>
  void process.stdout.write(format(failure));

const DOCUMENTS = [
  ['report', failedReportJson],
  ['plan', failedPlanJson],
  ['cleanup', failedCleanupJson],
] as const;
const ENDINGS: [what: string, error: Error, outcome: string, code: number][] = [
  ['invalid input', new InputError([{ message: 'no' }]), 'invalid', 2],
  ['a kubeconfig that does not exist', new AccessError('no'), 'unreachable', 3],
  ['a defect', new TypeError('no'), 'internal-error', 70],
];

describe.each(DOCUMENTS)('runCommand with the document of a %s', (name, format) => {
  test.each(ENDINGS)('prints one document for %s', async (_, error, outcome, code) => {
    await runCommand(printing(format), () => Promise.reject(error));
    expect(problemsIn(name, written.stdout)).toEqual([]);
    expect(JSON.parse(written.stdout)).toMatchObject({ outcome, errors: [{ message: 'no' }] });
    expect(process.exitCode).toBe(code);
    expect(written.stderr).toMatch(/^error: .*no/);
  });
});

test('runCommand prints no document for a failure when the result is text', async () => {
  await runCommand(undefined, () => Promise.reject(new AccessError('no')));
  expect(written).toEqual({ stdout: '', stderr: 'error: no\n' });
});

test('runCommand ends with the code of the signal and one document while input is read', async () => {
  const ended = runCommand(printing(failedReportJson), (interrupt) =>
    interrupt.race(new Promise<number>(() => undefined)),
  );
  process.emit('SIGTERM', 'SIGTERM');
  await ended;
  expect(JSON.parse(written.stdout)).toMatchObject({ outcome: 'detached' });
  expect(process.exitCode).toBe(143);
  expect(exit).toHaveBeenCalledWith();
});

test('runCommand exits at once at the second signal', async () => {
  void runCommand(undefined, () => new Promise<number>(() => undefined));
  process.emit('SIGINT', 'SIGINT');
  expect(exit).not.toHaveBeenCalled();
  process.emit('SIGHUP', 'SIGHUP');
  expect(exit).toHaveBeenCalledWith(129);
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeAllListeners(name);
});

test('runCommand handles no signal after its end', async () => {
  await runCommand(undefined, () => Promise.resolve(0));
  expect(process.listenerCount('SIGTERM')).toBe(0);
});

test('runCommand reports an error that a callback throws as a defect', async () => {
  const ended = runCommand(printing(failedReportJson), () => new Promise<number>(() => undefined));
  process.emit('uncaughtException', new TypeError('in a callback'));
  await ended;
  expect(JSON.parse(written.stdout)).toMatchObject({ outcome: 'internal-error' });
  expect(process.exitCode).toBe(70);
});
