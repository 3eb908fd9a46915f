import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { AccessError, inClusterAccess } from '../../../src/deploy/kube/access';
import { loadAccess } from '../../../src/deploy/kube/kubeconfig';
import { temporaryFolder } from '../../temporary-folder';

let folder: string;
const env = { ...process.env };
beforeEach(() => {
  folder = temporaryFolder('kubeconfig-');
  process.env = { ...env, HOME: folder, KUBECONFIG: '' };
  delete process.env.KUBERNETES_SERVICE_HOST;
});
afterEach(() => {
  process.env = env;
});

function write(name: string, value: unknown): string {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, typeof value === 'string' ? value : JSON.stringify(value));
  return path;
}

const base64 = (text: string) => Buffer.from(text).toString('base64');
const config = ({
  cluster = {},
  user = {},
  context = {},
  current = 'one',
}: { cluster?: object; user?: object; context?: object; current?: string } = {}) => ({
  apiVersion: 'v1',
  kind: 'Config',
  'current-context': current,
  clusters: [{ name: 'c', cluster: { server: 'https://c:6443', ...cluster } }],
  users: [{ name: 'u', user }],
  contexts: [
    { name: 'one', context: { cluster: 'c', user: 'u', ...context } },
    { name: 'two', context: { cluster: 'c', namespace: 'of-two' } },
  ],
});

test('loadAccess reads inline certificates', async () => {
  const kubeconfig = write(
    'k',
    config({
      cluster: { 'certificate-authority-data': base64('CA') },
      user: { 'client-certificate-data': base64('CERT'), 'client-key-data': base64('KEY') },
    }),
  );
  expect(await loadAccess({ kubeconfig })).toMatchObject({
    server: 'https://c:6443',
    namespace: 'default',
    ca: 'CA',
    cert: 'CERT',
    key: 'KEY',
  });
});

test('loadAccess reads certificates from paths relative to the kubeconfig', async () => {
  write('sub/pki/ca.crt', 'CA');
  const kubeconfig = write('sub/k', config({ cluster: { 'certificate-authority': 'pki/ca.crt' } }));
  expect((await loadAccess({ kubeconfig })).ca).toBe('CA');
});

test('loadAccess rejects a kubeconfig that refers to a missing file', async () => {
  const kubeconfig = write('k', config({ cluster: { 'certificate-authority': 'nope.crt' } }));
  await expect(loadAccess({ kubeconfig })).rejects.toThrow(
    `cannot read ${join(folder, 'nope.crt')}, which the kubeconfig refers to`,
  );
});

test.each([
  ['a token', { token: 'T' }, 'Bearer T'],
  ['a user name and a password', { username: 'a', password: 'b' }, `Basic ${base64('a:b')}`],
  ['no credentials', {}, undefined],
])('loadAccess accepts a user with %s', async (_, user, expected) => {
  expect(
    await (await loadAccess({ kubeconfig: write('k', config({ user })) })).authorization(false),
  ).toBe(expected);
});

test('loadAccess reads a token file again for each request, since it is replaced before it expires', async () => {
  write('token', 'first\n');
  const access = await loadAccess({
    kubeconfig: write('k', config({ user: { tokenFile: 'token' } })),
  });
  expect(await access.authorization(false)).toBe('Bearer first');
  write('token', 'second\n');
  expect(await access.authorization(false)).toBe('Bearer second');
  expect(access.canRefresh).toBe(true);
});

test('loadAccess runs a credential plugin once, and again when its token has expired or is rejected', async () => {
  const program = write(
    'plugin',
    `#!/bin/sh
echo x >> ${folder}/runs
printf '{"apiVersion": "client.authentication.k8s.io/v1", "kind": "ExecCredential", "status": {"token": "%s-%s-%s", "expirationTimestamp": "%s"}}' "$(wc -l < ${folder}/runs)" "$1" "$EXTRA" "$(cat ${folder}/expires)"
`,
  );
  chmodSync(program, 0o755);
  write('expires', '2999-01-01T00:00:00Z');
  const access = await loadAccess({
    kubeconfig: write(
      'k',
      config({
        user: {
          exec: { command: './plugin', args: ['arg'], env: [{ name: 'EXTRA', value: 'env' }] },
        },
      }),
    ),
  });
  expect(await access.authorization(false)).toBe('Bearer 1-arg-env');
  expect(await access.authorization(false)).toBe('Bearer 1-arg-env');
  expect(await access.authorization(true)).toBe('Bearer 2-arg-env');
  write('expires', '2000-01-01T00:00:00Z');
  await access.authorization(true);
  expect(await access.authorization(false)).toBe('Bearer 4-arg-env');
});

test('loadAccess rejects a credential plugin that is not installed, with the hint of the kubeconfig', async () => {
  const kubeconfig = write(
    'k',
    config({ user: { exec: { command: 'no-such-plugin', installHint: 'get it from the shop' } } }),
  );
  await expect(loadAccess({ kubeconfig })).rejects.toThrow(
    /no-such-plugin of the kubeconfig failed: it is not installed\nget it from the shop/,
  );
});

test('loadAccess rejects with the message of a credential plugin that fails', async () => {
  const kubeconfig = write(
    'k',
    config({ user: { exec: { command: 'sh', args: ['-c', 'echo please log in >&2; exit 1'] } } }),
  );
  await expect(loadAccess({ kubeconfig })).rejects.toThrow(/failed: please log in/);
});

test('loadAccess gives a credential plugin no input, and cancels one that hangs', async () => {
  const hanging = (command: string, args: string[]) =>
    write(command, config({ user: { exec: { command, args } } }));
  await expect(loadAccess({ kubeconfig: hanging('cat', []) })).rejects.toThrow(
    /cat of the kubeconfig failed/,
  );
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 50);
  await expect(
    loadAccess({ kubeconfig: hanging('sleep', ['60']) }, stop.signal),
  ).rejects.toMatchObject({ name: 'AbortError' });
});

describe('a credential plugin', () => {
  const printing = (output: string, exec: object = {}, cluster: object = {}) =>
    write(
      'k',
      config({ cluster, user: { exec: { command: 'sh', args: ['-c', output], ...exec } } }),
    );
  const TOKEN =
    'printf \'{"apiVersion": "client.authentication.k8s.io/v1", "kind": "ExecCredential", ' +
    '"status": {"token": "%s"}}\' ';

  test('receives the cluster if it asks for it', async () => {
    const info = `echo "$KUBERNETES_EXEC_INFO" > ${folder}/info; ${TOKEN} t`;
    const cluster = {
      'certificate-authority-data': base64('CA'),
      'tls-server-name': 'name',
      extensions: [{ name: 'client.authentication.k8s.io/exec', extension: { audience: 'a' } }],
    };
    const received = async (exec: object) => {
      await loadAccess({ kubeconfig: printing(info, exec, cluster) });
      return (JSON.parse(readFileSync(join(folder, 'info'), 'utf8')) as { spec: object }).spec;
    };
    expect(await received({})).toEqual({ interactive: false });
    expect(await received({ provideClusterInfo: true })).toEqual({
      interactive: false,
      cluster: {
        server: 'https://c:6443',
        'certificate-authority-data': base64('CA'),
        'tls-server-name': 'name',
        config: { audience: 'a' },
      },
    });
  });

  test('writes to stderr while it runs, and is run once for requests at the same time', async () => {
    const written = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    const count = `echo x >> ${folder}/runs; echo enter the code >&2; ${TOKEN} t`;
    const access = await loadAccess({ kubeconfig: printing(count) });
    expect(written).toHaveBeenCalledWith('enter the code\n');
    await Promise.all([1, 2, 3].map(() => access.authorization(true)));
    expect(readFileSync(join(folder, 'runs'), 'utf8')).toBe('x\nx\n');
    written.mockRestore();
  });

  test.each([
    ['echo hello', /its output is not JSON/],
    ['echo "{}"', /it printed undefined undefined, not client\S+v1 ExecCredential/],
    [`${TOKEN} ""`, /neither a token nor a client certificate/],
    ['exit 7', /it ended with exit code 7/],
  ])('is rejected when it does `%s`', async (output, message) => {
    await expect(loadAccess({ kubeconfig: printing(output) })).rejects.toThrow(message);
  });

  test('that needs a terminal is rejected without one', async () => {
    const kubeconfig = printing(`${TOKEN} t`, { interactiveMode: 'Always' });
    await expect(loadAccess({ kubeconfig })).rejects.toThrow(/stdin is not a terminal/);
  });

  test('that hangs when the token is refreshed ends when the operation does', async () => {
    const hang = `test -e ${folder}/again && sleep 60; touch ${folder}/again; ${TOKEN} t`;
    const stop = new AbortController();
    const access = await loadAccess({ kubeconfig: printing(hang) }, stop.signal);
    setTimeout(() => stop.abort(new Error('timed out')), 100);
    await expect(access.authorization(true)).rejects.toThrow('timed out');
  });
});

describe('insecure-skip-tls-verify', () => {
  const skip = async (text: string) => {
    const kubeconfig = write(
      'k',
      JSON.stringify(config({ cluster: { 'insecure-skip-tls-verify': 'VALUE' } })).replace(
        '"VALUE"',
        ` ${text}`,
      ),
    );
    return (await loadAccess({ kubeconfig })).skipTlsVerify;
  };

  test.each([
    ['true', true],
    ['yes', true],
    ['false', false],
    ['no', false],
    ['off', false],
    ['null', false],
  ])('%s means %s', async (text, expected) => {
    expect(await skip(text)).toBe(expected);
  });

  test.each(['"false"', '"true"', '0', '1'])('%s is rejected', async (text) => {
    await expect(skip(text)).rejects.toThrow(
      `insecure-skip-tls-verify of the cluster "c" in the kubeconfig must be true or false`,
    );
  });
});

test('loadAccess sends no credentials over http, as kubectl', async () => {
  const access = await loadAccess({
    kubeconfig: write('k', config({ cluster: { server: 'http://c' }, user: { token: 't' } })),
  });
  expect(await access.authorization(false)).toBeUndefined();
  expect(access.canRefresh).toBe(false);
});

test('loadAccess impersonates as the kubeconfig says', async () => {
  const user = {
    as: 'jane',
    'as-uid': '7',
    'as-groups': ['a', 'b'],
    'as-user-extra': { 'Example.com/Scope': ['x', 'y'] },
  };
  expect((await loadAccess({ kubeconfig: write('k', config({ user })) })).headers).toEqual({
    'impersonate-user': 'jane',
    'impersonate-uid': '7',
    'impersonate-group': ['a', 'b'],
    'impersonate-extra-example.com%2Fscope': ['x', 'y'],
  });
  const withoutName = write('k', config({ user: { 'as-groups': ['a'] } }));
  await expect(loadAccess({ kubeconfig: withoutName })).rejects.toThrow(/without as; add as/);
});

test('loadAccess rejects a proxy with a scheme that is not supported', async () => {
  const kubeconfig = write('k', config({ cluster: { 'proxy-url': 'socks5h://localhost:1' } }));
  await expect(loadAccess({ kubeconfig })).rejects.toThrow(
    'proxy-url "socks5h://localhost:1" of the cluster "c" in the kubeconfig is not supported',
  );
});

test.each([
  ['no user', { contexts: [{ name: 'one', context: { cluster: 'c', user: '' } }] }],
  ['an empty namespace', { contexts: [{ name: 'one', context: { cluster: 'c', namespace: '' } }] }],
  ['an empty token', { users: [{ name: 'u', user: { token: '' } }] }],
])('loadAccess ignores %s', async (_, change) => {
  const access = await loadAccess({
    kubeconfig: write('k', { ...config(), ...change }),
    namespace: '',
  });
  expect(access.namespace).toBe('default');
  expect(await access.authorization(false)).toBeUndefined();
});

test.each([
  ['a user that is null', { users: [{ name: 'u', user: null }] }],
  ['a cluster without a cluster', { clusters: [{ name: 'c' }] }],
  ['a context that is null', { contexts: [{ name: 'one', context: null }] }],
  ['clusters that are not a list', { clusters: { c: {} } }],
])('loadAccess rejects %s with an AccessError', async (_, change) => {
  await expect(loadAccess({ kubeconfig: write('k', { ...config(), ...change }) })).rejects.toThrow(
    AccessError,
  );
});

test('loadAccess rejects an auth-provider, which kubectl no longer supports', async () => {
  await expect(
    loadAccess({ kubeconfig: write('k', config({ user: { 'auth-provider': { name: 'gcp' } } })) }),
  ).rejects.toThrow(/auth-provider "gcp" is not supported/);
});

test('loadAccess uses the given context and its namespace, unless another namespace is given', async () => {
  const kubeconfig = write('k', config());
  expect((await loadAccess({ kubeconfig, context: 'two' })).namespace).toBe('of-two');
  expect((await loadAccess({ kubeconfig, context: 'two', namespace: 'mine' })).namespace).toBe(
    'mine',
  );
});

test('loadAccess rejects a context that does not exist, and lists the contexts', async () => {
  await expect(loadAccess({ kubeconfig: write('k', config()), context: 'x' })).rejects.toThrow(
    /no context "x"; it has one, two/,
  );
});

test('loadAccess rejects a context whose cluster does not exist', async () => {
  await expect(
    loadAccess({ kubeconfig: write('k', config({ context: { cluster: 'gone' } })) }),
  ).rejects.toThrow(/no cluster for the context "one", "gone"/);
});

test('loadAccess rejects a kubeconfig without a current context', async () => {
  await expect(loadAccess({ kubeconfig: write('k', config({ current: '' })) })).rejects.toThrow(
    /no current-context; pass one with --context \(one, two\)/,
  );
});

test.each([
  ['not YAML', 'a: [1'],
  ['not a kubeconfig', '- 1'],
  ['a folder', undefined],
])('loadAccess rejects a kubeconfig that is %s', async (_, text) => {
  await expect(
    loadAccess({ kubeconfig: text === undefined ? folder : write('k', text) }),
  ).rejects.toThrow(/^kubeconfig \S+: /);
});

test('loadAccess rejects a server that is not a URL', async () => {
  await expect(
    loadAccess({ kubeconfig: write('k', config({ cluster: { server: 'nonsense' } })) }),
  ).rejects.toThrow(/server "nonsense" of the kubeconfig is not a valid URL/);
});

test('loadAccess merges the files in KUBECONFIG, prefers the first, and skips missing ones', async () => {
  const first = write('1', {
    'current-context': 'two',
    contexts: [{ name: 'two', context: { cluster: 'c', namespace: 'first' } }],
  });
  process.env.KUBECONFIG = [join(folder, 'missing'), first, write('2', config())].join(delimiter);
  expect(await loadAccess()).toMatchObject({ namespace: 'first', server: 'https://c:6443' });
});

test('loadAccess reads ~/.kube/config when KUBECONFIG is not set', async () => {
  write('.kube/config', config());
  expect((await loadAccess()).server).toBe('https://c:6443');
});

test('inClusterAccess uses the service account of the Pod', async () => {
  write('token', 'T');
  write('namespace', 'ns\n');
  write('ca.crt', 'CA');
  const access = inClusterAccess(
    { KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '443' },
    folder,
  )!;
  expect(access).toMatchObject({ server: 'https://[fd00::1]:443', namespace: 'ns', ca: 'CA' });
  expect(await access.authorization(false)).toBe('Bearer T');
});

test('loadAccess rejects when no cluster is configured', async () => {
  await expect(loadAccess()).rejects.toThrow(
    /no cluster is configured: KUBECONFIG is not set and ~\/.kube\/config does not exist/,
  );
});
