import { colorsFor } from '../../src/output/colors';

const terminal = { isTTY: true };
const file = { isTTY: false };

describe('colorsFor', () => {
  test.each<[string, { isTTY: boolean }, NodeJS.ProcessEnv, boolean]>([
    ['colours a terminal', terminal, { TERM: 'xterm' }, true],
    ['does not colour a file', file, { TERM: 'xterm' }, false],
    ['does not colour a file in CI', file, { CI: 'true' }, false],
    ['does not colour a terminal with NO_COLOR', terminal, { NO_COLOR: '1' }, false],
    ['ignores an empty NO_COLOR', terminal, { NO_COLOR: '' }, true],
    ['colours a file with FORCE_COLOR', file, { FORCE_COLOR: '1' }, true],
    ['ignores FORCE_COLOR=0', file, { FORCE_COLOR: '0' }, false],
    ['does not colour a dumb terminal', terminal, { TERM: 'dumb' }, false],
  ])('%s', (_, stream, env, expected) => {
    expect(colorsFor(stream, env).isColorSupported).toBe(expected);
  });
});
