import { paintFor } from '../../src/output/color';

const terminal = { isTTY: true };
const file = { isTTY: false };

test.each<[string, { isTTY: boolean }, NodeJS.ProcessEnv, boolean]>([
  ['a terminal has colour', terminal, { TERM: 'xterm' }, true],
  ['a file has none', file, { TERM: 'xterm' }, false],
  ['a file has none in CI either', file, { CI: 'true' }, false],
  ['NO_COLOR takes it from a terminal', terminal, { NO_COLOR: '1' }, false],
  ['an empty NO_COLOR does not', terminal, { NO_COLOR: '' }, true],
  ['FORCE_COLOR gives it to a file', file, { FORCE_COLOR: '1' }, true],
  ['FORCE_COLOR=0 does not', file, { FORCE_COLOR: '0' }, false],
  ['a terminal that can do nothing has none', terminal, { TERM: 'dumb' }, false],
])('%s', (_, stream, env, expected) => {
  expect(paintFor(stream, env).isColorSupported).toBe(expected);
});
