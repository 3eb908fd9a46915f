import { CONFIG_MAP, job } from './reports';
import type { DeployEvent, LogEvent } from '../../src/deploy/core/events';
import { colorsFor } from '../../src/output/colors';
import { progressLine } from '../../src/output/progress-line';

const plain = colorsFor({ isTTY: false }, {});
const colored = colorsFor({ isTTY: true }, {});
const log = (text: string, more: Partial<LogEvent> = {}): LogEvent => ({
  type: 'log',
  namespace: 'ns',
  job: 'job',
  pod: 'job-abcde',
  container: 'main',
  restarts: 0,
  multiContainer: false,
  time: 't',
  text,
  ...more,
});
const pod = (more: Partial<Extract<DeployEvent, { type: 'pod' }>>): DeployEvent => ({
  type: 'pod',
  namespace: 'ns',
  job: 'job',
  pod: 'job-abcde',
  state: 'running',
  ...more,
});
const JOB = { apiVersion: 'batch/v1', kind: 'Job', namespace: 'ns', name: 'job' };
const EVENTS: readonly DeployEvent[] = [
  { type: 'applied', object: { ...CONFIG_MAP, action: 'created' } },
  { type: 'waiting', object: JOB, run: 'job-1' },
  { type: 'job', namespace: 'ns', job: 'job', state: 'queued', message: 'in queue a' },
  { type: 'job', namespace: 'ns', job: 'job', state: 'running' },
  pod({}),
  pod({ state: 'waiting', reason: 'ErrImagePull', message: 'not found' }),
  pod({ state: 'waiting', reason: 'X', message: 'one\n  two\u001b[2J' }),
  log('hello'),
  log('hello', { multiContainer: true }),
  { type: 'warning', object: CONFIG_MAP, message: 'odd' },
  { type: 'warning', message: 'odd' },
  { type: 'ended', job: job({ outcome: 'timed-out' }) },
];

describe('progressLine', () => {
  test('prints each event as one line', () => {
    const lines = EVENTS.map((event) => progressLine(event, plain));
    for (const line of lines) expect(line).not.toContain('\n');
    expect(lines.join('\n')).toMatchSnapshot();
  });

  test.each([
    ['keeps an ordinary line', '  a\tb %s ${x} ☃ ', '  a\tb %s ${x} ☃ '],
    ['keeps colours', '\u001b[1;31mred\u001b[0m', '\u001b[1;31mred\u001b[0m'],
    ['drops what was overwritten', ' 10%\r\u001b[K 20%\r', ' 20%'],
    ['drops sequences that erase the line', '\u001b[2Ka\u001b[K', 'a'],
    ['escapes cursor movement', '\u001b[2J\u001b[1;1H', '\\x1b[2J\\x1b[1;1H'],
    ['escapes the title of a window', '\u001b]0;evil\u0007', '\\x1b]0;evil\\x07'],
    ['escapes an eight-bit control character', '\u009b2J', '\\x9b2J'],
  ])('%s of a log', (_, text, expected) => {
    expect(progressLine(log(text), plain)).toBe(`job-abcde | ${expected}`);
  });

  test.each([
    ['::error::x', '::error::x'], // no command after the prefix
    ['  ::stop-commands::t', '  ::stop-commands::t'],
    ['::add-mask::e', '::add-mask::e'],
    ['a\r::error::x', '::error::x'], // for the runner of GitHub, a carriage return ends a line
    ['a\u0085::error::x', 'a\\x85::error::x'],
    ['x ##[error]y', 'x #\\x23[error]y'],
    ['x ##[set-env name=A;]b', 'x #\\x23[set-env name=A;]b'],
    ['###[add-mask]x', '##\\x23[add-mask]x'],
    ['x ##vso[task.setvariable variable=A]b', 'x #\\x23vso[task.setvariable variable=A]b'],
    ["x ##teamcity[setParameter name='a']", "x #\\x23teamcity[setParameter name='a']"],
    ['#\u0000#[error]x', '#\\x00#[error]x'],
    ['\u001b[0Ksection_start:1:a\r\u001b[0Ktitle', 'title'], // GitLab
    ['\u001b_bk;t=1\u0007', '\\x1b_bk;t=1\\x07'], // Buildkite
    ['## heading [1], C##', '## heading [1], C##'],
  ])('prints no command of a CI system for the line %j', (text, expected) => {
    expect(progressLine(log(text), plain)).toBe(`job-abcde | ${expected}`);
    expect(progressLine({ type: 'warning', message: text }, plain)).not.toMatch(/^\s*::|##\w*\[/);
  });

  test('ends a colour that a program or a message leaves on', () => {
    for (const colors of [plain, colored]) {
      for (const event of [log('\u001b[31mred'), { type: 'warning', message: '\u001b[31mred' }]) {
        expect(progressLine(event as DeployEvent, colors)).toMatch(/ \u001b\[31mred\u001b\[0m$/);
      }
    }
    for (const off of ['0', '', '39', '0;39']) {
      const text = `\u001b[31mred\u001b[${off}m`;
      expect(progressLine(log(text), plain)).toBe(`job-abcde | ${text}`);
    }
  });
});
