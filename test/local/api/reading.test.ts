import { configMap, jobManifest, JOBS, podManifest, PODS, TestServer } from './requests';
import type { ContainerLog, ContainerLogLine } from '../../../src/local/api/pod-logs';

const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';

const withConfigMaps = async (...names: string[]) => {
  const server = new TestServer();
  for (const name of names) {
    const labels = { first: name[0] };
    await server.send('POST', CONFIG_MAPS, { body: configMap(name, {}, { labels }) });
  }
  return server;
};
const namesIn = (list: any) => list.items.map(({ metadata }: any) => metadata.name);

describe('a list', () => {
  test('has the version from which a watch continues, and no kind in its items', async () => {
    const server = await withConfigMaps('a');
    const { body } = await server.send('GET', CONFIG_MAPS);
    expect(body).toMatchObject({ kind: 'ConfigMapList', apiVersion: 'v1' });
    expect(body.metadata.resourceVersion).toBe(String(server.store.resourceVersion));
    expect(body.items[0].kind).toBeUndefined();
  });

  test('in pages shows the objects as they were at its first page', async () => {
    const server = await withConfigMaps('a', 'b', 'c', 'd', 'e');
    const page = (token?: string) =>
      server.send('GET', CONFIG_MAPS, {
        query: { limit: '2', ...(token !== undefined && { continue: token }) },
      });
    const first = await page();
    expect(first.body.metadata.remainingItemCount).toBe(3);
    await server.send('DELETE', `${CONFIG_MAPS}/c`);
    await server.send('POST', CONFIG_MAPS, { body: configMap('cc') });
    const second = await page(first.body.metadata.continue);
    const third = await page(second.body.metadata.continue);
    expect([first, second, third].map(({ body }) => namesIn(body))).toEqual([
      ['a', 'b'],
      ['c', 'd'],
      ['e'],
    ]);
    expect(third.body.metadata.continue).toBeUndefined();
    expect(third.body.metadata.resourceVersion).toBe(first.body.metadata.resourceVersion);
  });

  test('cannot be continued after a compaction', async () => {
    const server = await withConfigMaps('a', 'b');
    const { body } = await server.send('GET', CONFIG_MAPS, { query: { limit: '1' } });
    server.server.compact();
    const query = { limit: '1', continue: body.metadata.continue };
    expect((await server.send('GET', CONFIG_MAPS, { query })).body).toMatchObject({
      code: 410,
      reason: 'Expired',
    });
  });

  test.each([
    ['labelSelector', 'first=a', ['a1', 'a2']],
    ['labelSelector', 'first!=a', ['b1']],
    ['labelSelector', 'first in (b, c),first', ['b1']],
    ['labelSelector', 'first notin (b)', ['a1', 'a2']],
    ['labelSelector', '!first', []],
    ['fieldSelector', 'metadata.name=a2', ['a2']],
    ['fieldSelector', 'metadata.name!=a2,metadata.namespace=default', ['a1', 'b1']],
  ])('selects by %s %s', async (parameter, selector, names) => {
    const server = await withConfigMaps('a1', 'a2', 'b1');
    const { body } = await server.send('GET', CONFIG_MAPS, { query: { [parameter]: selector } });
    expect(namesIn(body)).toEqual(names);
  });

  test('rejects a selector by a field that the server cannot select by', async () => {
    const query = { fieldSelector: 'data.a=b' };
    expect((await new TestServer().send('GET', CONFIG_MAPS, { query })).status).toBe(400);
  });

  test('as a table has the columns that kubectl prints', async () => {
    const server = new TestServer();
    await server.send('POST', JOBS, { body: jobManifest('a', { completions: 3 }) });
    server.now += 90_000;
    const headers = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json' };
    const { body } = await server.send('GET', JOBS, { headers });
    expect(body.columnDefinitions.map(({ name }: any) => name).slice(0, 5)).toEqual([
      'Name',
      'Status',
      'Completions',
      'Duration',
      'Age',
    ]);
    expect(body.rows[0].cells.slice(0, 5)).toEqual(['a', 'Running', '0/3', '', '90s']);
    expect(body.rows[0].object.kind).toBe('PartialObjectMetadata');
  });
});

/** Reads the events of a watch until it ends. */
async function watch(
  server: TestServer,
  path: string,
  query: Record<string, string>,
  during: () => Promise<unknown>,
) {
  const response = await server.server.request({
    method: 'GET',
    path,
    query: { watch: '1', ...query },
  });
  const reading = (async () => {
    let text = '';
    for await (const chunk of response.body) text += Buffer.from(chunk).toString();
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line));
  })();
  await during();
  server.advance(Number(query.timeoutSeconds ?? 10_000));
  return (await reading).map(({ type, object }) => [type, object.metadata?.name ?? object.code]);
}

describe('a watch', () => {
  test('continues from a version, and reports what happens until it ends', async () => {
    const server = await withConfigMaps('a', 'b');
    const resourceVersion = String(server.store.resourceVersion - 1);
    const events = await watch(server, CONFIG_MAPS, { resourceVersion }, async () => {
      await server.patch(`${CONFIG_MAPS}/a`, 'merge', { data: { x: 'y' } });
      await server.send('POST', JOBS, { body: jobManifest('j') });
      await server.send('DELETE', `${CONFIG_MAPS}/b`);
    });
    expect(events).toEqual([
      ['ADDED', 'b'],
      ['MODIFIED', 'a'],
      ['DELETED', 'b'],
    ]);
    expect(server.openTimers).toBe(0);
  });

  test('without a version begins with the objects that exist', async () => {
    const server = await withConfigMaps('a', 'b');
    const events = await watch(server, CONFIG_MAPS, {}, async () => undefined);
    expect(events).toEqual([
      ['ADDED', 'a'],
      ['ADDED', 'b'],
    ]);
  });

  test('with a selector reports objects that begin or cease to match', async () => {
    const server = await withConfigMaps('a', 'b');
    const resourceVersion = String(server.store.resourceVersion);
    const query = { resourceVersion, labelSelector: 'first=a' };
    const relabel = (name: string, first: string) =>
      server.patch(`${CONFIG_MAPS}/${name}`, 'merge', { metadata: { labels: { first } } });
    const events = await watch(server, CONFIG_MAPS, query, async () => {
      await relabel('b', 'c');
      await relabel('b', 'a');
      await relabel('a', 'c');
    });
    expect(events).toEqual([
      ['ADDED', 'b'],
      ['DELETED', 'a'],
    ]);
  });

  test('sends bookmarks to clients that want them, and marks the end of initial events', async () => {
    const server = await withConfigMaps('a');
    const query = { allowWatchBookmarks: 'true', timeoutSeconds: '150' };
    const events = await watch(server, CONFIG_MAPS, query, async () => {
      server.advance(61);
    });
    expect(events.map(([type]) => type)).toEqual(['ADDED', 'BOOKMARK', 'BOOKMARK', 'BOOKMARK']);
    const initial = { ...query, sendInitialEvents: 'true' };
    const marked = await watch(server, CONFIG_MAPS, initial, async () => undefined);
    expect(marked.slice(0, 2).map(([type]) => type)).toEqual(['ADDED', 'BOOKMARK']);
  });

  test('of a version that has been compacted reports 410', async () => {
    const server = await withConfigMaps('a', 'b');
    server.server.compact();
    const events = await watch(
      server,
      CONFIG_MAPS,
      { resourceVersion: '1' },
      async () => undefined,
    );
    expect(events).toEqual([['ERROR', 410]]);
  });

  test('throws the reason of a signal that aborts, and leaves nothing behind', async () => {
    const server = await withConfigMaps('a');
    const abort = new AbortController();
    const query = { watch: '1' };
    const watching = server.send('GET', CONFIG_MAPS, { query, signal: abort.signal });
    await Promise.resolve();
    abort.abort(new Error('enough'));
    await expect(watching).rejects.toThrow('enough');
    expect(server.openTimers).toBe(0);
  });
});

describe('the log of a container', () => {
  class TestLog implements ContainerLog {
    public readonly lines: ContainerLogLine[] = [];
    public ended = false;
    private readonly listeners = new Set<() => void>();
    public write(second: number, text: string): void {
      this.lines.push({ time: `2030-01-01T00:00:0${second}.500000000Z`, text });
      for (const listener of this.listeners) listener();
    }
    public end(): void {
      this.ended = true;
      for (const listener of this.listeners) listener();
    }
    public onChange(listener: () => void) {
      this.listeners.add(listener);
      return () => void this.listeners.delete(listener);
    }
  }

  const setUp = async (...containers: string[]) => {
    const log = new TestLog();
    const logs = {
      logOf: (_: unknown, __: string, previous: boolean) => (previous ? undefined : log),
    };
    const server = new TestServer({ logs });
    await server.send('POST', PODS, { body: podManifest('a', ...containers) });
    log.write(1, 'one');
    log.write(2, 'two');
    log.write(3, 'drei ü');
    const read = async (query: Record<string, string> = {}) =>
      (await server.send('GET', `${PODS}/a/log`, { query })).body;
    return { server, log, read };
  };

  test('is read as the parameters say', async () => {
    const { server, read } = await setUp('main');
    server.now += 4000;
    expect(await read()).toBe('one\ntwo\ndrei ü\n');
    expect(await read({ tailLines: '1' })).toBe('drei ü\n');
    expect(await read({ tailLines: '0' })).toBe('');
    expect(await read({ sinceTime: '2030-01-01T00:00:02.9Z' })).toBe('two\ndrei ü\n');
    expect(await read({ sinceSeconds: '1' })).toBe('drei ü\n');
    expect(await read({ limitBytes: '5' })).toBe('one\nt');
    expect(await read({ timestamps: 'true', tailLines: '1' })).toBe(
      '2030-01-01T00:00:03.500000000Z drei ü\n',
    );
  });

  test('is followed until its run ends', async () => {
    const { log, read } = await setUp('main');
    const followed = read({ follow: 'true', tailLines: '1' });
    await Promise.resolve();
    log.write(4, 'four');
    log.write(5, 'five');
    log.end();
    expect(await followed).toBe('drei ü\nfour\nfive\n');
  });

  test('needs the name of a container where there are several', async () => {
    const { server, read } = await setUp('main', 'proxy');
    const statusOf = async (query: Record<string, string>) =>
      (await server.server.request({ method: 'GET', path: `${PODS}/a/log`, query })).status;
    expect(await statusOf({})).toBe(400);
    expect(await statusOf({ container: 'other' })).toBe(400);
    expect(await statusOf({ container: 'proxy', previous: 'true' })).toBe(400);
    expect(await read({ container: 'proxy' })).toBe('one\ntwo\ndrei ü\n');
  });
});
