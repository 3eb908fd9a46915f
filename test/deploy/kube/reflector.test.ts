import { Client } from '../../../src/deploy/kube/client';
import { ApiError, ConnectionError } from '../../../src/deploy/kube/errors';
import type { KubeObject } from '../../../src/deploy/kube/objects';
import { Change, reflect } from '../../../src/deploy/kube/reflector';
import { ManualClock, settled } from '../manual-clock';
import { list, OpenStream, ScriptedServer, watchEvent } from '../scripted-server';

const object = (name: string, version: string): KubeObject => ({ metadata: { name, uid: name, resourceVersion: version } });
const text = (change: Change<KubeObject>): string => {
  switch (change.type) {
    case 'list': return `list ${change.objects.map(({ metadata }) => metadata.name).join(',')}`;
    case 'changed': case 'deleted': return `${change.type} ${change.object.metadata.name}`;
    case 'trouble': return `trouble: ${change.error.message}`;
    default: return change.type;
  }
};

/** Starts a reflector and notes what it tells. */
function start(server: ScriptedServer) {
  const clock = new ManualClock();
  const stop = new AbortController();
  const told: string[] = [];
  const done = (async () => {
    for await (const change of reflect(new Client(server, clock), clock, '/things', 'x=y', stop.signal)) told.push(text(change));
  })();
  return { clock, told, stop: async () => { stop.abort(); await done; } };
}

const WATCH = /^GET \/things\?.*watch=1/;
const versions = (server: ScriptedServer) => server.asked.map((line) => /resourceVersion=(\w*)/.exec(line)?.[1] ?? 'list');

test('it lists, then watches from the version of the list, with the selector', async () => {
  const stream = new OpenStream();
  const server = new ScriptedServer().on('GET /things?labelSelector=x=y', list('7', object('a', '3'))).on(WATCH, stream.answer);
  const { told, stop } = start(server);
  await settled();
  stream.send(watchEvent('ADDED', object('b', '8')), watchEvent('MODIFIED', object('a', '9')), watchEvent('DELETED', object('b', '10')));
  await settled();
  expect(told).toEqual(['list a', 'watching', 'changed b', 'changed a', 'deleted b']);
  expect(versions(server)).toEqual(['list', '7']);
  await stop();
});

test('when a watch ends, the next goes on after the last version seen, bookmarks included', async () => {
  const streams = [new OpenStream(), new OpenStream()];
  const server = new ScriptedServer().on(/^GET \/things\?labelSelector=x=y$/, list('7')).on(WATCH, ...streams.map(({ answer }) => answer));
  const { stop } = start(server);
  await settled();
  streams[0].send(watchEvent('MODIFIED', object('a', '8')), watchEvent('BOOKMARK', object('', '20')));
  streams[0].end();
  await settled();
  expect(versions(server)).toEqual(['list', '7', '20']);
  await stop();
});

test('a line that is cut off is not an event, and what it said comes again', async () => {
  const streams = [new OpenStream(), new OpenStream()];
  const server = new ScriptedServer().on(/^GET \/things\?labelSelector=x=y$/, list('7')).on(WATCH, ...streams.map(({ answer }) => answer));
  const { clock, told, stop } = start(server);
  await settled();
  streams[0].send(watchEvent('MODIFIED', object('a', '8')).slice(0, 30));
  streams[0].end();
  await clock.pass(1_000);
  streams[1].send(watchEvent('MODIFIED', object('a', '8')));
  await settled();
  expect(told).toEqual(['list ', 'watching', 'watching', 'changed a']);
  expect(versions(server)).toEqual(['list', '7', '7']);
  await stop();
});

test('a broken line is trouble, and the watch goes on from where it was', async () => {
  const streams = [new OpenStream(), new OpenStream()];
  const server = new ScriptedServer().on(/^GET \/things\?labelSelector=x=y$/, list('7')).on(WATCH, ...streams.map(({ answer }) => answer));
  const { clock, told, stop } = start(server);
  await settled();
  streams[0].fail(new ConnectionError('reset', 'ECONNRESET'));
  await clock.pass(1_000);
  expect(told).toEqual(['list ', 'watching', 'trouble: reset', 'watching']);
  expect(versions(server)).toEqual(['list', '7', '7']);
  await stop();
});

test.each([
  ['an ERROR event', (stream: OpenStream) => stream.send(watchEvent('ERROR', { code: 410, message: 'too old' }))],
  ['an HTTP status', (stream: OpenStream) => stream.fail(new ApiError(410, { message: 'too old' }))],
])('a version that is too old, told by %s, means a new list at once', async (_, tell) => {
  const streams = [new OpenStream(), new OpenStream()];
  const server = new ScriptedServer().on(/^GET \/things\?labelSelector=x=y$/, list('7', object('a', '1')), list('30', object('b', '2'))).on(WATCH, ...streams.map(({ answer }) => answer));
  const { told, stop } = start(server);
  await settled();
  tell(streams[0]);
  await settled();
  expect(told).toEqual(['list a', 'watching', 'list b', 'watching']);
  expect(versions(server)).toEqual(['list', '7', 'list', '30']);
  await stop();
});

test('any other ERROR event is trouble, then a new list', async () => {
  const streams = [new OpenStream(), new OpenStream()];
  const server = new ScriptedServer().on(/^GET \/things\?labelSelector=x=y$/, list('7'), list('8')).on(WATCH, ...streams.map(({ answer }) => answer));
  const { clock, told, stop } = start(server);
  await settled();
  streams[0].send(watchEvent('ERROR', { code: 500, message: 'etcd is away' }));
  await clock.pass(1_000);
  expect(told).toEqual(['list ', 'watching', 'trouble: etcd is away', 'list ', 'watching']);
  await stop();
});

test('the longer it lasts, the rarer it asks, and never more than once in five seconds in the end', async () => {
  const server = new ScriptedServer().on(/./, new ConnectionError('refused', 'ECONNREFUSED'));
  const { clock, stop } = start(server);
  await clock.pass(60_000);
  const soFar = server.asked.length;
  await clock.pass(60_000);
  expect(server.asked.length - soFar).toBe(12);
  await stop();
});

test.each([
  ['watches that end at once', (stream: OpenStream) => stream.end()],
  ['versions that are always too old', (stream: OpenStream) => stream.send(watchEvent('ERROR', { code: 410 }))],
])('%s are asked for ever more rarely, not without a pause', async (_, end) => {
  const server = new ScriptedServer().on(/^GET \/things\?labelSelector=x=y$/, list('7')).on(WATCH, (request) => {
    const stream = new OpenStream();
    end(stream);
    return stream.answer(request);
  });
  const { clock, stop } = start(server);
  await clock.pass(60_000);
  expect(server.asked.length).toBeLessThan(60);
  await stop();
});

test('it ends when it is told to, in whatever state', async () => {
  const server = new ScriptedServer().on(/^GET \/things\?labelSelector=x=y$/, list('7')).on(WATCH, new OpenStream().answer);
  const { stop } = start(server);
  await settled();
  await stop();
});
