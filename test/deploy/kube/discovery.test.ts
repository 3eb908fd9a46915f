import { Client } from '../../../src/deploy/kube/client';
import { Discovery, resourcePath } from '../../../src/deploy/kube/discovery';
import { ManualClock } from '../manual-clock';
import { ScriptedServer } from '../scripted-server';

const resources = (...kinds: string[]) => ({
  json: {
    resources: kinds.map((kind) => ({ kind, name: `${kind.toLowerCase()}s`, namespaced: true })),
  },
});

function discoveryOf(server: ScriptedServer) {
  const clock = new ManualClock();
  return { clock, discovery: new Discovery(new Client(server, clock), clock) };
}

describe('Discovery', () => {
  test('requests a group once for any number of its kinds', async () => {
    const server = new ScriptedServer().on('GET /apis/batch/v1', resources('Job', 'CronJob'));
    const { discovery } = discoveryOf(server);
    expect(
      await Promise.all(['Job', 'CronJob', 'Job'].map((kind) => discovery.find('batch/v1', kind))),
    ).toMatchObject([{ plural: 'jobs' }, { plural: 'cronjobs' }, { plural: 'jobs' }]);
    expect(server.asked).toHaveLength(1);
  });

  test('finds a kind of the core group below /api', async () => {
    const { discovery } = discoveryOf(new ScriptedServer().on('GET /api/v1', resources('Secret')));
    expect(await discovery.find('v1', 'Secret')).toMatchObject({ root: '/api/v1' });
  });

  test.each([
    ['a kind', resources('Other')],
    ['a group', { status: 404, json: {} }],
  ])('rejects at once when the server does not have %s', async (_, answer) => {
    const { discovery } = discoveryOf(new ScriptedServer().on('GET /apis/x/v1', answer));
    await expect(discovery.find('x/v1', 'Widget')).rejects.toMatchObject({
      code: 404,
      message: expect.stringContaining('no kind Widget in x/v1'),
    });
  });

  test('waits for a kind that is being defined', async () => {
    const server = new ScriptedServer().on(
      'GET /apis/x/v1',
      { status: 404, json: {} },
      resources(),
      resources('Widget'),
    );
    const { clock, discovery } = discoveryOf(server);
    discovery.expectKindsOf('x');
    const found = discovery.find('x/v1', 'Widget');
    await clock.pass(1_000);
    expect(await found).toMatchObject({ kind: 'Widget' });
  });

  test('rejects when a kind that is being defined does not appear within 20 seconds', async () => {
    const { clock, discovery } = discoveryOf(
      new ScriptedServer().on('GET /apis/x/v1', resources()),
    );
    discovery.expectKindsOf('x');
    const rejection = expect(discovery.find('x/v1', 'Widget')).rejects.toMatchObject({ code: 404 });
    await clock.pass(20_000);
    await rejection;
  });

  test('encodes paths, without a namespace for an object outside of namespaces', () => {
    const job = { kind: 'Job', plural: 'jobs', namespaced: true, root: '/apis/batch/v1' };
    expect(resourcePath(job, 'a/b', 'c?d')).toBe('/apis/batch/v1/namespaces/a%2Fb/jobs/c%3Fd');
    expect(resourcePath({ ...job, namespaced: false }, 'ns', 'x')).toBe('/apis/batch/v1/jobs/x');
  });
});
