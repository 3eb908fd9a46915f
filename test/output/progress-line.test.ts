import { ended, pod, state } from './events';
import { CONFIG_MAP } from './reports';
import type { WarningEvent } from '../../src/deploy/core/events';
import { colorsFor } from '../../src/output/colors';
import { logLine, progressLine } from '../../src/output/progress-line';

const plain = colorsFor({ isTTY: false }, {});
const colored = colorsFor({ isTTY: true }, {});
const JOB = { apiVersion: 'batch/v1', kind: 'Job', namespace: 'ns', name: 'job' };
const EVENTS: readonly Parameters<typeof progressLine>[0][] = [
  { type: 'applied', object: { ...CONFIG_MAP, action: 'created' } },
  { type: 'waiting', object: JOB, run: 'job-1' },
  state({ state: 'queued', message: 'in queue a' }),
  state(),
  pod(),
  pod({ state: 'waiting', reason: 'ErrImagePull', message: 'not found' }),
  pod({ state: 'waiting', reason: 'X', message: 'one\n  two\u001b[2J' }),
  { type: 'warning', object: CONFIG_MAP, message: 'odd' },
  { type: 'warning', message: 'odd' },
  ended({ outcome: 'timed-out' }),
  ended({ outcome: 'stuck', finishedAt: null }),
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
    expect(logLine('job', text, plain)).toBe(`job | ${expected}`);
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
    expect(logLine('job', text, plain)).toBe(`job | ${expected}`);
    expect(progressLine({ type: 'warning', message: text }, plain)).not.toMatch(/^\s*::|##\w*\[/);
  });

  test('ends a colour that a program or a message leaves on', () => {
    for (const colors of [plain, colored]) {
      const warning: WarningEvent = { type: 'warning', message: '\u001b[31mred' };
      for (const line of [logLine('job', warning.message, colors), progressLine(warning, colors)]) {
        expect(line).toMatch(/ \u001b\[31mred\u001b\[0m$/);
      }
    }
    for (const off of ['0', '', '39', '0;39']) {
      const text = `\u001b[31mred\u001b[${off}m`;
      expect(logLine('job', text, plain)).toBe(`job | ${text}`);
    }
  });
});
