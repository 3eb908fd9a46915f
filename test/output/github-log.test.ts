import { ended as endOf, log as lineOf, pod as podOf } from './events';
import { CONFIG_MAP } from './reports';
import { runnerCommands } from './runner-commands';
import type { DeployEvent } from '../../src/deploy/core/events';
import { colorsFor } from '../../src/output/colors';
import { GithubLog } from '../../src/output/github-log';
import { Progress } from '../../src/output/progress';

const plain = colorsFor({ isTTY: false }, {});
const githubLog = (maxWaitingCharacters?: number) =>
  new GithubLog(
    new Progress({ colors: plain, pods: true, textResult: true, now: () => 0 }),
    maxWaitingCharacters,
  );
const log = (job: string, text: string) => lineOf(text, { job, pod: `${job}-abcde` });
const running = (job: string) => podOf({ job, pod: `${job}-abcde`, multiPod: true });
const ended = (name: string) => endOf({ name });
const applied: DeployEvent = { type: 'applied', object: { ...CONFIG_MAP, action: 'created' } };

/** What is printed for events, with the lines in groups indented. */
function printed(events: readonly DeployEvent[], output = githubLog()): string[] {
  const lines = [...events.flatMap((event) => output.lines(event)), ...output.finish()];
  let isOpen = false;
  return lines.flatMap((line) => {
    const [command] = runnerCommands(line);
    if (command === undefined) return [`${isOpen ? '  ' : ''}${line.replace(/ +/g, ' ')}`];
    expect(command.name).toBe(isOpen ? 'endgroup' : 'group'); // groups of the runner do not nest
    isOpen = !isOpen;
    return isOpen ? [command.data] : [];
  });
}

describe('GithubLog', () => {
  test('prints the log of a single Job as it is written, in one group', () => {
    const output = githubLog();
    expect(output.lines(applied)).toEqual([expect.stringMatching('^created ')]);
    expect(output.lines(log('a', 'one'))).toEqual(['::group::Log of Job ns/a', 'a | one']);
    expect(output.lines(log('a', 'two'))).toEqual(['a | two']);
    expect(output.lines(ended('a'))).toEqual(['::endgroup::', 'succeeded   Job ns/a in 1m2s']);
    expect(output.finish()).toEqual([]);
  });

  test('prints the logs of Jobs that run at the same time in a group each', () => {
    const events = [
      ...[log('a', '1'), log('b', '1'), log('c', '1'), log('a', '2'), log('b', '2')],
      ...[ended('a'), log('c', '2'), log('b', '3'), ended('c'), ended('b')],
    ];
    expect(printed(events)).toEqual([
      'Log of Job ns/a',
      '  a | 1',
      '  a | 2',
      'succeeded Job ns/a in 1m2s',
      'Log of Job ns/b',
      '  b | 1',
      '  b | 2',
      '  b | 3',
      'Log of Job ns/c',
      '  c | 1',
      '  c | 2',
      'succeeded Job ns/c in 1m2s',
      'succeeded Job ns/b in 1m2s',
    ]);
  });

  test('prints the log of a Job that ends before the one that is printed live', () => {
    const events = [log('a', '1'), log('b', '1'), ended('b'), log('a', '2'), ended('a')];
    expect(printed(events)).toEqual([
      'Log of Job ns/a',
      '  a | 1',
      'Log of Job ns/b',
      '  b | 1',
      'succeeded Job ns/b in 1m2s',
      'Log of Job ns/a (continued)',
      '  a | 2',
      'succeeded Job ns/a in 1m2s',
    ]);
  });

  test('prints the log of the next Job without waiting for its next line', () => {
    const output = githubLog();
    for (const event of [log('a', '1'), log('b', '1')]) output.lines(event);
    expect(output.lines(ended('a'))).toContain('b | 1');
  });

  test('keeps the states of a Job in its group, and those of other Jobs outside of it', () => {
    const events = [log('a', '1'), running('a'), running('b'), log('a', '2'), applied];
    expect(printed(events)).toEqual([
      'Log of Job ns/a',
      '  a | 1',
      '  running Pod ns/a-abcde',
      'running Pod ns/b-abcde',
      'Log of Job ns/a (continued)',
      '  a | 2',
      'created ConfigMap ns/words',
    ]);
  });

  test('prints lines that arrive after the end of their Job, without blocking other Jobs', () => {
    const events = [ended('a'), log('a', 'late 1'), log('b', '1'), log('a', 'late 2'), ended('b')];
    expect(printed(events)).toEqual([
      'succeeded Job ns/a in 1m2s',
      'Log of Job ns/b',
      '  b | 1',
      'succeeded Job ns/b in 1m2s',
      'Log of Job ns/a',
      '  a | late 1',
      '  a | late 2',
    ]);
  });

  test('prints lines that wait as soon as they are too many to keep, and loses none', () => {
    const output = githubLog(100);
    expect(output.lines(log('live', '1'))).toHaveLength(2);
    const names = ['a', 'b', 'c', 'd'];
    const texts = Array.from({ length: 40 }, (_, i) =>
      output.lines(log(names[i % 4], `line ${i}`)),
    );
    const immediate = texts.filter((lines) => lines.length > 0);
    expect(immediate.length).toBeGreaterThan(2);
    expect(immediate.length).toBeLessThan(20); // not a group for each line
    const all = [...texts.flat(), ...output.finish()].join('\n');
    for (const [n, name] of names.entries()) {
      const lines = [...all.matchAll(new RegExp(`^${name} \\| line (\\d+)$`, 'gm'))];
      expect(lines.map(([, i]) => Number(i))).toEqual(
        Array.from({ length: 10 }, (_, i) => i * 4 + n),
      );
    }
  });

  test('prints what is waited for outside of the groups', () => {
    const output = githubLog();
    output.lines(log('a', '1'));
    expect(output.heartbeat()).toMatch(/^::endgroup::\nwaiting /);
  });

  test.each([
    '::error::x',
    ' \u00a0::error::x',
    '\u200b::error::x',
    '::stop-commands::t',
    '::endgroup::',
    '::group::x',
    '::add-mask::a',
    'a\r::error::x',
    'a\n::error::x',
    '##[error]x',
    'x ###[set-env name=A;]b',
  ])('prints a log line such as %j without a command that the runner obeys', (text) => {
    const commands = runnerCommands(githubLog().lines(log('a', text)).join('\n'));
    expect(commands.map(({ name, data }) => `${name} ${data}`)).toEqual(['group Log of Job ns/a']);
  });
});
