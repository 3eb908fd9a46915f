import type { DeployEvent, LogEvent } from '../../../src/deploy/core/events';
import { Client } from '../../../src/deploy/kube/client';
import { ConnectionError } from '../../../src/deploy/kube/errors';
import type { Pod } from '../../../src/deploy/kube/objects';
import { JobLogs } from '../../../src/deploy/logs/job-logs';
import { jobReport } from '../../../src/deploy/track/job-report';
import { TrackedJob } from '../../../src/deploy/track/tracked-job';
import { ManualClock, settled } from '../manual-clock';
import { bytes, OpenStream, ScriptedServer } from '../scripted-server';
import { jobWith, podWith, running, terminated } from '../verdict/objects';

/** The logs of a Job whose Pods a test shows. `take` is the reader of a line. */
class Logs {
  public readonly clock = new ManualClock();
  public readonly server = new ScriptedServer();
  public readonly events: DeployEvent[] = [];
  public readonly job = new TrackedJob(jobWith());
  public readonly logs: JobLogs;

  public constructor({
    most,
    take = () => undefined,
  }: { most?: number; take?: (event: LogEvent) => unknown } = {}) {
    const emit = (event: DeployEvent) => {
      this.events.push(event);
      return event.type === 'log' ? take(event) : undefined;
    };
    this.logs = new JobLogs(new Client(this.server, this.clock), this.clock, 'all', emit, most);
  }

  /** Shows a Pod as it is now. */
  public pod(pod: Pod, deleted = false): void {
    this.job.seePod(pod, deleted, this.clock.now());
    void this.logs.see(this.job, pod);
  }

  public get lines(): string[] {
    return this.events.flatMap((event) =>
      event.type === 'log' ? `${event.pod}: ${event.text}` : [],
    );
  }
  public get warnings(): string[] {
    return this.events.flatMap((event) => (event.type === 'warning' ? event.message : []));
  }
}

const runs = (name: string) => podWith({ name, containers: [running('main', 0, name)] });
const ran = (name: string, exitCode = 0) =>
  podWith({
    name,
    phase: exitCode === 0 ? 'Succeeded' : 'Failed',
    containers: [terminated(exitCode, { containerID: name })],
  });
const incomplete = (pod: string, why: string): unknown =>
  expect.stringContaining(`log of ns/${pod}, container main, is incomplete: ${why}`);
const line = (second: number, text: string) =>
  `2026-01-01T00:00:${String(second).padStart(2, '0')}Z ${text}\n`;

describe('JobLogs', () => {
  test('queues logs above the limit, warns once, and shows each from its beginning', async () => {
    const scene = new Logs({ most: 1 });
    const first = new OpenStream();
    scene.server
      .on(/pods\/a\/log/, first.answer, () => ({ stream: bytes(line(1, 'one'), line(2, 'two')) }))
      .on(/pods\/[bc]\/log/, ({ path }) => ({
        stream: bytes(line(1, `first of ${path.split('/')[6]}`), line(9, 'last')),
      }));
    scene.pod(runs('a'));
    scene.pod(ran('b'));
    scene.pod(ran('c'));
    await settled();
    first.send(line(1, 'one'));
    await scene.clock.pass(5_000);
    expect(scene.warnings).toEqual([
      '2 logs are queued, because at most 1 are followed at once; each is shown from its beginning when another one ends',
    ]);
    expect(scene.lines).toEqual(['a: one']);
    scene.pod(ran('a'));
    first.send(line(2, 'two'));
    first.end();
    const drained = scene.logs.drain();
    await scene.clock.pass(8_000);
    await drained;
    expect(scene.lines).toEqual([
      'a: one',
      'a: two',
      'b: first of b',
      'b: last',
      'c: first of c',
      'c: last',
    ]);
    expect(scene.warnings).toHaveLength(1);
  });

  test('warns of each log that was not read to its end', async () => {
    const scene = new Logs({ most: 1 });
    const first = new OpenStream();
    scene.server.on(/pods\/a\/log/, first.answer);
    scene.pod(runs('a'));
    scene.pod(runs('b'));
    scene.pod(runs('c'));
    await scene.clock.pass(2_000);
    scene.pod(runs('b'), true);
    const drained = scene.logs.drain();
    await scene.clock.pass(11_000);
    await drained;
    expect(scene.warnings.slice(1)).toEqual([
      incomplete('a', 'no line arrived for 10s'),
      incomplete('b', 'it was never read'),
      incomplete('c', 'it was never read'),
    ]);
    expect(scene.events.at(-1)).toMatchObject({
      log: { namespace: 'ns', job: 'job', pod: 'c', container: 'main', restarts: 0 },
    });
  });

  test('warns of a queued log whose Pod was deleted', async () => {
    const scene = new Logs({ most: 1 });
    scene.server.on(/pods\/a\/log/, () => ({ stream: bytes(line(1, 'one')) }));
    scene.pod(ran('a'));
    scene.pod(runs('b'));
    scene.pod(runs('b'), true);
    const drained = scene.logs.drain();
    await scene.clock.pass(9_000);
    await drained;
    expect(scene.warnings).toEqual([
      incomplete('b', 'lines after its start may be missing: its Pod was deleted'),
    ]);
  });

  test('reads no more of a log than its reader accepts, and continues with other logs', async () => {
    let taken!: () => void;
    let offered = 0;
    const scene = new Logs({
      take: ({ pod }) =>
        pod === 'a'
          ? new Promise<void>((resolve) => {
              taken = resolve;
            })
          : undefined,
    });
    async function* endless() {
      for (;;) yield Buffer.from(line(1, `${++offered}`));
    }
    scene.server
      .on(/pods\/a\/log/, { stream: endless() })
      .on(/pods\/b\/log/, () => ({ stream: bytes(line(1, 'one'), line(2, 'two')) }));
    scene.pod(runs('a'));
    scene.pod(ran('b'));
    await scene.clock.pass(60_000);
    expect(scene.lines).toEqual(['a: 1', 'b: one', 'b: two']);
    taken();
    await settled();
    expect(scene.lines).toEqual(['a: 1', 'b: one', 'b: two', 'a: 2']);
    expect(offered).toBeLessThanOrEqual(3);
  });

  test('rejects with what the reader of a line throws', async () => {
    const clock = new ManualClock();
    const server = new ScriptedServer().on(/\/log/, { stream: bytes(line(1, 'one')) });
    const logs = new JobLogs(new Client(server, clock), clock, 'all', async () => {
      throw new Error('mine');
    });
    const job = new TrackedJob(jobWith());
    job.seePod(ran('a'), false, 0);
    await expect(logs.see(job, ran('a'))).rejects.toEqual(new Error('mine'));
  });

  test('loses no line when the reader is slow', async () => {
    const texts = Array.from({ length: 30 }, (_, i) => `${i}`);
    const scene: Logs = new Logs({ take: () => scene.clock.sleep(20_000) });
    scene.server.on(/\/log/, () => ({ stream: bytes(...texts.map((text, i) => line(i, text))) }));
    scene.pod(ran('a'));
    const drained = scene.logs.drain();
    await scene.clock.pass(30 * 20_000 + 5_000);
    await drained;
    expect(scene.lines).toEqual(texts.map((text) => `a: ${text}`));
    expect(scene.warnings).toEqual([]);
  });

  test('gives up on a reader that accepts no line for five minutes', async () => {
    const scene = new Logs({ take: () => new Promise(() => undefined) });
    scene.server.on(/\/log/, { stream: bytes(line(1, 'one'), line(2, 'two')) });
    scene.pod(ran('a'));
    let over = false;
    const drained = scene.logs.drain().then(() => {
      over = true;
    });
    await scene.clock.pass(299_000);
    expect(over).toBe(false);
    await scene.clock.pass(2_000);
    await drained;
    expect(scene.warnings).toEqual([incomplete('a', 'the reader accepted no line for 5m')]);
  });

  test('gives the stream of a container that outlives the Jobs by a minute to a queued log', async () => {
    const scene = new Logs({ most: 1 });
    const endless = new OpenStream();
    scene.server
      .on(/pods\/a\/log/, endless.answer)
      .on(/pods\/b\/log/, () => ({ stream: bytes(line(1, 'one')) }));
    scene.pod(runs('a'));
    scene.pod(ran('b'));
    await scene.clock.pass(2_000);
    const drained = scene.logs.drain();
    for (let second = 0; second < 70; second += 5) {
      endless.send(line(0, `${second}`));
      await scene.clock.pass(5_000);
    }
    await drained;
    expect(scene.lines.at(-1)).toBe('b: one');
    expect(scene.warnings.slice(1)).toEqual([
      incomplete('a', 'its container is still running 1m after'),
    ]);
  });

  test('fetches the last lines of a failed run whose log could not be read', async () => {
    const scene = new Logs();
    const broken = new OpenStream();
    scene.server
      .on(/\/log\?container=main&timestamps=true&follow/, broken.answer)
      .on(/\/log\?.*tailLines=20/, { stream: bytes(line(8, 'why'), line(9, 'end')) });
    scene.pod(runs('a'));
    await settled();
    broken.send(line(1, 'begin'));
    await settled();
    scene.server.on(
      /\/log\?container=main&timestamps=true&sinceTime/,
      new ConnectionError('reset', 'ECONNRESET'),
    );
    scene.pod(ran('a', 3));
    broken.fail(new ConnectionError('reset', 'ECONNRESET'));
    const drained = scene.logs.drain();
    await scene.clock.pass(61_000);
    await drained;
    expect(scene.warnings).toEqual([incomplete('a', 'it could not be read for 1m (reset)')]);
    await scene.logs.lastLines([scene.job], new AbortController().signal);
    expect(jobReport(scene.job).attempts).toMatchObject([
      { exitCode: 3, lastLines: ['why', 'end'] },
    ]);
  });

  test('distinguishes a silent log from one that cannot be read', async () => {
    const scene = new Logs();
    const silent = new OpenStream();
    scene.server
      .on(/pods\/a\/log/, new ConnectionError('reset', 'ECONNRESET'))
      .on(/pods\/b\/log/, silent.answer);
    scene.pod(ran('a'));
    scene.pod(runs('b'));
    await settled();
    const drained = scene.logs.drain();
    await scene.clock.pass(61_000);
    await drained;
    expect(scene.warnings).toEqual([
      incomplete('a', 'it could not be read for 1m (reset)'),
      incomplete('b', 'no line arrived for 10s'),
    ]);
  });

  test('keeps retrying a log for a while after all Jobs have ended', async () => {
    const scene = new Logs();
    scene.server.on(/\/log\?/, new ConnectionError('reset', 'ECONNRESET'));
    scene.pod(ran('a'));
    await settled();
    const drained = scene.logs.drain();
    await scene.clock.pass(40_000);
    scene.server.on(/\/log\?/, () => ({ stream: bytes(line(1, 'one'), line(2, 'two')) }));
    await scene.clock.pass(15_000);
    await drained;
    expect(scene.lines).toEqual(['a: one', 'a: two']);
    expect(scene.warnings).toEqual([]);
  });

  test('keeps verifying the run of a log after all Jobs have ended', async () => {
    const scene = new Logs();
    const pod = ran('a');
    const mayRestart: Pod = { ...pod, spec: { ...pod.spec, restartPolicy: 'OnFailure' } };
    scene.server
      .on(/\/log\?/, { stream: bytes() }, { stream: bytes() }, () => ({
        stream: bytes(line(1, 'one'), line(2, 'two')),
      }))
      .on(/\/log\?.*previous/, async () => {
        await scene.clock.sleep(3_500);
        return { status: 400, json: {} };
      });
    scene.pod(mayRestart);
    const drained = scene.logs.drain();
    await scene.clock.pass(20_000);
    await drained;
    expect(scene.lines).toEqual(['a: one', 'a: two']);
    expect(scene.warnings).toEqual([]);
  });

  test('does not repeat lines that were reported with an earlier run, and warns', async () => {
    const scene = new Logs();
    const first = new OpenStream();
    // The API server lags: it shows that the first run continues, while the kubelet serves the second's log.
    scene.server.on(/log\?.*follow/, first.answer, () => ({
      stream: bytes(line(5, 'second run 1'), line(6, 'second run 2')),
    }));
    scene.server.on(/log\?.*previous/, () => ({
      stream: bytes(line(1, 'first run 1'), line(2, 'first run 2')),
    }));
    scene.pod(runs('a'));
    await settled();
    first.send(line(1, 'first run 1'), line(5, 'second run 1'));
    await settled();
    scene.pod(
      podWith({
        name: 'a',
        containers: [
          {
            ...running('main', 1, 'next'),
            lastState: { terminated: { exitCode: 1, containerID: 'a' } },
          },
        ],
      }),
    );
    await scene.clock.pass(60_000);
    expect(scene.lines.filter((text) => text.includes('second'))).toEqual([
      'a: second run 1',
      'a: second run 2',
    ]);
    expect(scene.warnings.some((message) => message.includes('may be missing'))).toBe(true);
    scene.logs.close();
  });

  test('does not repeat lines that were reported with the next run, and warns', async () => {
    const scene = new Logs();
    // The API server lags: it shows that the second run continues, while the kubelet has ended it
    // and serves its log as that of the previous run.
    const second = new OpenStream();
    scene.server.on(/log\?.*follow/, second.answer, () => ({ stream: bytes(line(5, 'second 1')) }));
    const previous = new OpenStream();
    scene.server.on(/log\?.*previous/, previous.answer, () => ({ stream: bytes() }));
    scene.server.on(/pods\/a$/, () => ({ json: restarted }));
    const restarted = podWith({
      name: 'a',
      containers: [
        {
          ...running('main', 1, 'next'),
          lastState: { terminated: { exitCode: 1, containerID: 'a' } },
        },
      ],
    });
    scene.pod({ ...restarted, spec: { ...restarted.spec, restartPolicy: 'OnFailure' } });
    await settled();
    second.send(line(5, 'second 1'));
    await settled();
    previous.send(line(5, 'second 1'), line(6, 'second 2'));
    await settled();
    second.send(line(6, 'second 2'));
    previous.end();
    await scene.clock.pass(60_000);
    expect(scene.lines.sort()).toEqual(['a: second 1', 'a: second 2']);
    expect(scene.events).toContainEqual(
      expect.objectContaining({ type: 'warning', log: expect.objectContaining({ restarts: 0 }) }),
    );
    scene.logs.close();
  });

  test('marks a line without a newline as partial', async () => {
    const scene = new Logs();
    scene.server.on(/\/log\?/, () => ({ stream: bytes(line(1, 'one'), line(2, 'end').trimEnd()) }));
    scene.pod(ran('a'));
    await scene.clock.pass(5_000);
    const events = scene.events.flatMap((event) => (event.type === 'log' ? [event] : []));
    expect(events.map(({ text, partial }) => [text, partial])).toEqual([
      ['one', undefined],
      ['end', true],
    ]);
  });
});
