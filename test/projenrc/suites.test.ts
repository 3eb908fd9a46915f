import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Facts, reasonsAgainst, SUITES } from '../../projenrc/suites';

const ROOT = join(__dirname, '..', '..');

/** A Debian machine that runs everything. */
const COMPLETE: Facts = {
  platform: 'linux',
  arch: 'x64',
  uid: 0,
  go: 'go version go1.25.0 linux/amd64',
  apt: true,
  e2eKubeconfig: undefined,
  python: true,
  openssl: true,
  cache: { dir: '/root/.cache/cdk8s-jobs', writable: true },
};

describe('suites of npm run verify', () => {
  test.each(SUITES)('suite $name has a jest configuration', ({ config }) => {
    expect(existsSync(join(ROOT, config))).toBe(true);
  });

  test.each<[machine: string, facts: Partial<Facts>, notRun: string[]]>([
    ['a complete machine', {}, []],
    ['a user without root', { uid: 1000 }, ['cluster', 'e2e', 'chaos']],
    ['no Go', { go: undefined }, ['linters', 'agreement', 'cluster', 'e2e', 'chaos']],
    [
      'macOS',
      { platform: 'darwin', uid: 501, apt: false },
      ['agreement', 'cluster', 'e2e', 'chaos'],
    ],
    [
      'macOS with a cluster',
      { platform: 'darwin', uid: 501, apt: false, e2eKubeconfig: '/kubeconfig' },
      ['agreement', 'cluster', 'chaos'],
    ],
    ['no Python', { python: false }, ['linters']],
    ['no openssl', { openssl: false }, ['agreement']],
    [
      'a user without root and without a home directory',
      { uid: 65534, cache: { dir: '/nonexistent/.cache/cdk8s-jobs', writable: false } },
      ['linters', 'agreement', 'cluster', 'e2e', 'chaos'],
    ],
  ])('names the suites that cannot run on %s', (_, facts, expected) => {
    const machine = { ...COMPLETE, ...facts };
    const notRun = SUITES.filter((suite) => reasonsAgainst(suite, machine).length > 0);
    expect(notRun.map(({ name }) => name)).toEqual(expected);
  });

  test('gives every reason at once', () => {
    const e2e = SUITES.find(({ name }) => name === 'e2e')!;
    expect(reasonsAgainst(e2e, { ...COMPLETE, uid: 1000, go: undefined })).toEqual([
      expect.stringContaining('root is needed'),
      expect.stringContaining('Go 1.25 or later is needed'),
    ]);
  });
});
