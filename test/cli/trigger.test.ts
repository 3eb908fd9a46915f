import { triggerCommand } from '../../src/cli/trigger';
import { trigger } from '../../src/deploy/commands/trigger';

jest.mock('../../src/deploy/commands/trigger', () => ({
  trigger: jest.fn(() =>
    Promise.resolve({ schemaVersion: 1, outcome: 'succeeded', jobs: [], applied: [], errors: [] }),
  ),
}));

/** Runs the command, and returns the options that the operation was called with. */
async function optionsOf(...args: string[]): Promise<unknown> {
  jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  await triggerCommand
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
    .parseAsync(args, { from: 'user' });
  return jest.mocked(trigger).mock.calls[0][1];
}
afterEach(() => {
  jest.restoreAllMocks();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeAllListeners(name);
});

test('trigger passes the words after -- as the command, whatever they look like', async () => {
  const options = await optionsOf('nightly', '--', 'sh', '-c', 'true', '--env', 'A');
  expect(options).toMatchObject({ command: ['sh', '-c', 'true', '--env', 'A'] });
});

test('trigger passes variables, and of two with one name the last', async () => {
  const options = await optionsOf('nightly', '--env', 'A=1', '--env', 'B=x=y', '--env', 'A=');
  expect(options).toMatchObject({ env: { A: '', B: 'x=y' }, command: undefined });
});

test('trigger rejects a second name when no -- precedes it', () =>
  expect(optionsOf('nightly', 'weekly')).rejects.toThrow(/put -- before a command/));

test('trigger rejects a variable without a value', () =>
  expect(optionsOf('nightly', '--env', 'A')).rejects.toThrow(/must be NAME=VALUE/));
