import { Client } from '../../../src/deploy/kube/client';
import { ApiError, ConnectionError } from '../../../src/deploy/kube/errors';
import { Listing } from '../../../src/deploy/kube/listing';
import type { KubeObject } from '../../../src/deploy/kube/objects';
import { Change, reflect } from '../../../src/deploy/kube/reflector';
import type { ApiRequest } from '../../../src/deploy/kube/transport';
import { ManualClock, settled } from '../manual-clock';
import { list, OpenStream, ScriptedServer, watchEvent } from '../scripted-server';

const object = (name: string, version: string): KubeObject => ({
  metadata: { name, uid: name, resourceVersion: version },
});
const text = (change: Change<KubeObject>): string => {
  switch (change.type) {
    case 'list':
      return `list ${change.objects.map(({ metadata }) => metadata.name).join(',')}`;
    case 'changed':
    case 'deleted':
      return `${change.type} ${change.object.metadata.name}`;
    case 'trouble':
      return `trouble: ${change.error.message}`;
    default:
      return change.type;
  }
};

/** Starts a reflector and records its changes. */
function start(server: ScriptedServer) {
  const clock = new ManualClock();
  const stop = new AbortController();
  const changes: string[] = [];
  const done = (async () => {
    for await (const change of reflect(
      new Client(server, clock),
      clock,
      '/things',
      'x=y',
      stop.signal,
    )) {
      changes.push(text(change));
    }
  })();
  return {
    clock,
    changes,
    stop: async () => {
      stop.abort();
      await done;
    },
  };
}

const WATCH = /^GET \/things\?.*watch=1/;
const versions = (server: ScriptedServer) =>
  server.asked.map((line) => /resourceVersion=(\w*)/.exec(line)?.[1] ?? 'list');

describe('reflect', () => {
  test('lists, then watches from the version of the list, with the selector', async () => {
    const stream = new OpenStream();
    const server = new ScriptedServer()
      .on('GET /things?labelSelector=x=y', list('7', object('a', '3')))
      .on(WATCH, stream.answer);
    const { changes, stop } = start(server);
    await settled();
    stream.send(
      watchEvent('ADDED', object('b', '8')),
      watchEvent('MODIFIED', object('a', '9')),
      watchEvent('DELETED', object('b', '10')),
    );
    await settled();
    expect(changes).toEqual(['list a', 'watching', 'changed b', 'changed a', 'deleted b']);
    expect(versions(server)).toEqual(['list', '7']);
    await stop();
  });

  test('watches again from the last version seen, bookmarks included, when a watch ends', async () => {
    const streams = [new OpenStream(), new OpenStream()];
    const server = new ScriptedServer()
      .on(/^GET \/things\?labelSelector=x=y$/, list('7'))
      .on(WATCH, ...streams.map(({ answer }) => answer));
    const { stop } = start(server);
    await settled();
    streams[0].send(
      watchEvent('MODIFIED', object('a', '8')),
      watchEvent('BOOKMARK', object('', '20')),
    );
    streams[0].end();
    await settled();
    expect(versions(server)).toEqual(['list', '7', '20']);
    await stop();
  });

  test('ignores an event that is cut off, which the next watch repeats', async () => {
    const streams = [new OpenStream(), new OpenStream()];
    const server = new ScriptedServer()
      .on(/^GET \/things\?labelSelector=x=y$/, list('7'))
      .on(WATCH, ...streams.map(({ answer }) => answer));
    const { clock, changes, stop } = start(server);
    await settled();
    streams[0].send(watchEvent('MODIFIED', object('a', '8')).slice(0, 30));
    streams[0].end();
    await clock.pass(1_000);
    streams[1].send(watchEvent('MODIFIED', object('a', '8')));
    await settled();
    expect(changes).toEqual(['list ', 'watching', 'watching', 'changed a']);
    expect(versions(server)).toEqual(['list', '7', '7']);
    await stop();
  });

  test('reports a broken connection, and watches again from the last version seen', async () => {
    const streams = [new OpenStream(), new OpenStream()];
    const server = new ScriptedServer()
      .on(/^GET \/things\?labelSelector=x=y$/, list('7'))
      .on(WATCH, ...streams.map(({ answer }) => answer));
    const { clock, changes, stop } = start(server);
    await settled();
    streams[0].fail(new ConnectionError('reset', 'ECONNRESET'));
    await clock.pass(1_000);
    expect(changes).toEqual(['list ', 'watching', 'trouble: reset', 'watching']);
    expect(versions(server)).toEqual(['list', '7', '7']);
    await stop();
  });

  test.each([
    [
      'an ERROR event',
      (stream: OpenStream) => stream.send(watchEvent('ERROR', { code: 410, message: 'too old' })),
    ],
    [
      'an HTTP status',
      (stream: OpenStream) => stream.fail(new ApiError(410, { message: 'too old' })),
    ],
  ])('lists again at once when %s says that the version is too old', async (_, expire) => {
    const streams = [new OpenStream(), new OpenStream()];
    const server = new ScriptedServer()
      .on(
        /^GET \/things\?labelSelector=x=y$/,
        list('7', object('a', '1')),
        list('30', object('b', '2')),
      )
      .on(WATCH, ...streams.map(({ answer }) => answer));
    const { changes, stop } = start(server);
    await settled();
    expire(streams[0]);
    await settled();
    expect(changes).toEqual(['list a', 'watching', 'list b', 'watching']);
    expect(versions(server)).toEqual(['list', '7', 'list', '30']);
    await stop();
  });

  test.each([
    [
      'as an event',
      (request: ApiRequest) => {
        const stream = new OpenStream();
        stream.send(watchEvent('ERROR', { code: 500, message: 'away' }));
        return stream.answer(request);
      },
    ],
    ['as an answer', { status: 503, json: { message: 'away' } }],
  ])(
    'reports any other error, %s, and watches again from the last version seen, so that no deletion is missed',
    async (_, error) => {
      const server = new ScriptedServer()
        .on(/^GET \/things\?labelSelector=x=y$/, list('7'))
        .on(WATCH, error, new OpenStream().answer);
      const { clock, changes, stop } = start(server);
      await clock.pass(1_000);
      expect(changes.filter((line) => line !== 'watching')).toEqual(['list ', 'trouble: away']);
      expect(versions(server)).toEqual(['list', '7', '7']);
      await stop();
    },
  );

  test('lists again when the watch fails repeatedly, since the server may have lost the version', async () => {
    const server = new ScriptedServer()
      .on(/^GET \/things\?labelSelector=x=y$/, list('7'), list('3'))
      .on(WATCH, { status: 504, json: { message: 'Too large resource version' } });
    const { clock, stop } = start(server);
    await clock.pass(20_000);
    expect(versions(server).slice(0, 8)).toEqual(['list', '7', '7', '7', '7', '7', '7', 'list']);
    await stop();
  });

  test('waits longer after each failure, up to two and a half to five seconds', async () => {
    const server = new ScriptedServer().on(/./, new ConnectionError('refused', 'ECONNREFUSED'));
    const { clock, stop } = start(server);
    await clock.pass(60_000);
    const soFar = server.asked.length;
    await clock.pass(60_000);
    expect(server.asked.length - soFar).toBeGreaterThanOrEqual(12);
    expect(server.asked.length - soFar).toBeLessThanOrEqual(24);
    await stop();
  });

  test.each([
    ['watches that end at once', (stream: OpenStream) => stream.end()],
    [
      'versions that are always too old',
      (stream: OpenStream) => stream.send(watchEvent('ERROR', { code: 410 })),
    ],
  ])('requests %s with growing pauses', async (_, end) => {
    const server = new ScriptedServer()
      .on(/^GET \/things\?labelSelector=x=y$/, list('7'))
      .on(WATCH, (request) => {
        const stream = new OpenStream();
        end(stream);
        return stream.answer(request);
      });
    const { clock, stop } = start(server);
    await clock.pass(60_000);
    expect(server.asked.length).toBeLessThan(60);
    await stop();
  });

  describe('when a list is long', () => {
    const page = (version: string, next: string | undefined, ...names: string[]) => ({
      json: {
        metadata: { resourceVersion: version, continue: next },
        items: names.map((name) => object(name, '1')),
      },
    });
    const FIRST = /^GET \/things\?labelSelector=x=y$/;
    const NEXT = /^GET \/things\?labelSelector=x=y&continue=/;

    test('reads pages of 500 and yields them as one, at a version that is not old', async () => {
      const sizes: unknown[] = [];
      const server = new ScriptedServer()
        .on(FIRST, ({ query }) => {
          sizes.push(query);
          return page('7', 'A', 'a', 'b');
        })
        .on(
          NEXT,
          ({ query }) => {
            sizes.push(query);
            return page('7', 'B', 'c');
          },
          ({ query }) => {
            sizes.push(query);
            return page('7', '', 'd');
          },
        )
        .on(WATCH, new OpenStream().answer);
      const { changes, stop } = start(server);
      await settled();
      expect(changes).toEqual(['list a,b,c,d', 'watching']);
      expect(sizes).toEqual(
        [undefined, 'A', 'B'].map((token) => ({
          labelSelector: 'x=y',
          limit: '500',
          continue: token,
        })),
      );
      expect(versions(server).at(-1)).toBe('7');
      await stop();
    });

    test('continues with the page at which the connection broke', async () => {
      const server = new ScriptedServer()
        .on(FIRST, page('7', 'A', 'a'))
        .on(NEXT, new ConnectionError('reset', 'ECONNRESET'), page('7', '', 'b'))
        .on(WATCH, new OpenStream().answer);
      const { clock, changes, stop } = start(server);
      await clock.pass(1_000);
      expect(changes).toEqual(['trouble: reset', 'list a,b', 'watching']);
      expect(server.asked.filter((line) => FIRST.test(line))).toHaveLength(1);
      await stop();
    });

    test('starts again when the continuation has expired', async () => {
      const server = new ScriptedServer()
        .on(FIRST, page('7', 'A', 'a'), page('20', 'B', 'b'))
        .on(NEXT, { status: 410, json: { message: 'expired' } }, page('20', '', 'c'))
        .on(WATCH, new OpenStream().answer);
      const { changes, stop } = start(server);
      await settled();
      expect(changes).toEqual(['list b,c', 'watching']);
      expect(versions(server).at(-1)).toBe('20');
      await stop();
    });
  });

  test('rejects when the continuation of a list expires repeatedly', async () => {
    const server = new ScriptedServer().on(/^GET \/things/, {
      status: 410,
      json: { message: 'expired' },
    });
    const client = new Client(server, new ManualClock());
    const listing = new Listing<KubeObject>(
      (request) => client.jsonOnce(request),
      '/things',
      undefined,
    );
    await expect(listing.read(new AbortController().signal)).rejects.toThrow('expired');
    expect(server.asked).toHaveLength(4);
  });

  describe('when a watch is forbidden and a list is not', () => {
    const LIST = /^GET \/things\?labelSelector=x=y$/;
    const NO = { status: 403, json: { message: 'cannot watch' } };

    test('lists every few seconds, and reports this once', async () => {
      const server = new ScriptedServer()
        .on(
          LIST,
          list('7', object('a', '3')),
          list('7', object('a', '3')),
          list('9', object('b', '8')),
        )
        .on(WATCH, NO);
      const { clock, changes, stop } = start(server);
      await clock.pass(20_000);
      expect(changes.slice(0, 4)).toEqual(['list a', 'list a', 'polling', 'list b']);
      const soFar = changes.length;
      await clock.pass(600_000);
      expect(changes.slice(soFar).filter((line) => line !== 'list b')).toEqual([]);
      expect(changes.length - soFar).toBeGreaterThan(110);
      expect(changes.length - soFar).toBeLessThan(140);
      await stop();
    });

    test('tries to watch again from time to time, and watches when it is allowed', async () => {
      const server = new ScriptedServer().on(LIST, list('7')).on(WATCH, NO);
      const { clock, changes, stop } = start(server);
      await clock.pass(30_000);
      server.on(WATCH, new OpenStream().answer);
      await clock.pass(65_000);
      expect(changes.at(-1)).toBe('watching');
      await stop();
    });

    test('does not report a single denial, which a server that has just started may send', async () => {
      const server = new ScriptedServer()
        .on(LIST, list('7'))
        .on(WATCH, NO, new OpenStream().answer);
      const { clock, changes, stop } = start(server);
      await clock.pass(1_000);
      expect(changes).toEqual(['list ', 'list ', 'watching']);
      await stop();
    });
  });

  /** A server that answers the first watch with a Retry-After, in seconds. */
  const busyFor = (seconds: string) =>
    new ScriptedServer()
      .on(/^GET \/things\?labelSelector=x=y$/, list('7'))
      .on(
        WATCH,
        { status: 429, json: { message: 'busy' }, headers: { 'retry-after': seconds } },
        new OpenStream().answer,
      );

  test('does not watch again before Retry-After when the server is too busy', async () => {
    const { clock, changes, stop } = start(busyFor('4'));
    await clock.pass(3_999);
    expect(changes).toEqual(['list ', 'trouble: busy']);
    await clock.pass(1_000);
    expect(changes.at(-1)).toBe('watching');
    await stop();
  });

  test('watches again after 30 seconds when Retry-After is an hour', async () => {
    const { clock, changes, stop } = start(busyFor('3600'));
    await clock.pass(31_000);
    expect(changes.at(-1)).toBe('watching');
    await stop();
  });

  test('requests bookmarks, and drops a connection that is silent for longer than two of them', async () => {
    const asked: ApiRequest[] = [];
    const server = new ScriptedServer()
      .on(/^GET \/things\?labelSelector=x=y$/, list('7'))
      .on(WATCH, (request) => {
        asked.push(request);
        return new OpenStream().answer(request);
      });
    const { stop } = start(server);
    await settled();
    expect(asked[0]).toMatchObject({
      query: { allowWatchBookmarks: 'true' },
      idleTimeoutMs: 130_000,
    });
    expect(Number(asked[0].query!.timeoutSeconds)).toBeGreaterThanOrEqual(300);
    await stop();
  });

  test('ends when its signal aborts, in any state', async () => {
    const server = new ScriptedServer()
      .on(/^GET \/things\?labelSelector=x=y$/, list('7'))
      .on(WATCH, new OpenStream().answer);
    const { stop } = start(server);
    await settled();
    await stop();
  });
});
