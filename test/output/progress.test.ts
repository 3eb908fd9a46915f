import type { DeployEvent, LogEvent } from '../../src/deploy/core/events';
import { paintFor } from '../../src/output/color';
import { progressLine } from '../../src/output/progress';

const plain = paintFor({ isTTY: false }, {});
const coloured = paintFor({ isTTY: true }, {});
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
const CONFIG_MAP = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'ns', name: 'words' };
const pod = (more: Partial<Extract<DeployEvent, { type: 'pod' }>>): DeployEvent => ({
  type: 'pod',
  namespace: 'ns',
  job: 'job',
  pod: 'job-abcde',
  state: 'running',
  ...more,
});

test.each<[string, DeployEvent, string]>([
  [
    'an object that was applied',
    { type: 'applied', object: { ...CONFIG_MAP, action: 'created' } },
    'created     ConfigMap ns/words',
  ],
  [
    'a state of a Job',
    { type: 'job', namespace: 'ns', job: 'job', state: 'queued', message: 'in queue a' },
    'queued      Job ns/job (in queue a)',
  ],
  [
    'a state of a Job that explains itself',
    { type: 'job', namespace: 'ns', job: 'job', state: 'running' },
    'running     Job ns/job',
  ],
  ['a Pod that runs', pod({}), 'running     Pod ns/job-abcde'],
  [
    'a Pod that something stands in the way of',
    pod({ state: 'waiting', reason: 'ErrImagePull', message: 'not found' }),
    'waiting     Pod ns/job-abcde (ErrImagePull: not found)',
  ],
  [
    'a warning about an object',
    { type: 'warning', object: CONFIG_MAP, message: 'odd' },
    'warning     ConfigMap ns/words: odd',
  ],
  [
    'a message of several lines, or that would move the cursor',
    pod({ state: 'waiting', reason: 'X', message: 'one\n  two\u001b[2J' }),
    'waiting     Pod ns/job-abcde (X: one two\\x1b[2J)',
  ],
  [
    'a message that leaves a colour on',
    { type: 'warning', message: '\u001b[31mred' },
    'warning     \u001b[31mred\u001b[0m',
  ],
  ['a warning about nothing in particular', { type: 'warning', message: 'odd' }, 'warning     odd'],
  ['a line of a Pod of one container', log('hello'), 'job-abcde | hello'],
  ['a line of a Pod of several', log('hello', { multiContainer: true }), 'job-abcde/main | hello'],
])('%s is one line', (_, event, expected) => {
  expect(progressLine(event, plain)).toBe(expected);
});

test.each([
  ['a line as it is', '  a\tb %s ${x} ☃ ', '  a\tb %s ${x} ☃ '],
  ['colours as they are', '\u001b[1;31mred\u001b[0m', '\u001b[1;31mred\u001b[0m'],
  ['what was written over', ' 10%\r\u001b[K 20%\r', ' 20%'],
  ['what erases a line', '\u001b[2Ka\u001b[K', 'a'],
  ['cursor movement', '\u001b[2J\u001b[1;1H', '\\x1b[2J\\x1b[1;1H'],
  ['the title of a window', '\u001b]0;evil\u0007', '\\x1b]0;evil\\x07'],
  ['an eight-bit control character', '\u009b2J', '\\x9b2J'],
])('%s is shown, and can do no harm', (_, text, expected) => {
  expect(progressLine(log(text), plain)).toBe(`job-abcde | ${expected}`);
});

test.each([
  ['::error::x', '::error::x'], // after the prefix it is none
  ['  ::stop-commands::t', '  ::stop-commands::t'],
  ['::add-mask::e', '::add-mask::e'],
  ['a\r::error::x', '::error::x'], // for the runner of GitHub, a carriage return ends a line
  ['a\u0085::error::x', 'a\\x85::error::x'],
  ['x ##[error]y', 'x #\\x23[error]y'],
  ['x ##[set-env name=A;]b', 'x #\\x23[set-env name=A;]b'],
  ['###[add-mask]x', '##\\x23[add-mask]x'],
  ['x ##vso[task.setvariable variable=A]b', 'x #\\x23vso[task.setvariable variable=A]b'],
  [
    "x ##teamcity[setParameter name='a' value='b']",
    "x #\\x23teamcity[setParameter name='a' value='b']",
  ],
  ['#\u0000#[error]x', '#\\x00#[error]x'],
  ['\u001b[0Ksection_start:1:a\r\u001b[0Ktitle', 'title'], // GitLab
  ['\u001b_bk;t=1\u0007', '\\x1b_bk;t=1\\x07'], // Buildkite
  ['## heading [1], C##', '## heading [1], C##'],
])('no CI system finds a command in the line %j', (text, expected) => {
  expect(progressLine(log(text), plain)).toBe(`job-abcde | ${expected}`);
  expect(progressLine({ type: 'warning', message: text }, plain)).not.toMatch(/^\s*::|##\w*\[/);
});

test('a colour that a program leaves on ends with its line', () => {
  for (const paint of [plain, coloured]) {
    expect(progressLine(log('\u001b[31mred'), paint)).toMatch(/ \u001b\[31mred\u001b\[0m$/);
  }
  for (const off of ['0', '', '39', '0;39']) {
    expect(progressLine(log(`\u001b[31mred\u001b[${off}m`), plain)).toBe(
      `job-abcde | \u001b[31mred\u001b[${off}m`,
    );
  }
});
