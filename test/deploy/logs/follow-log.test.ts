import { Client } from '../../../src/deploy/kube/client';
import { ConnectionError } from '../../../src/deploy/kube/errors';
import type { Pod } from '../../../src/deploy/kube/objects';
import type { ApiRequest } from '../../../src/deploy/kube/transport';
import { runLog, RunState } from '../../../src/deploy/logs/container-log';
import { followLog } from '../../../src/deploy/logs/follow-log';
import { ManualClock } from '../manual-clock';
import { Answer, bytes, OpenStream, ScriptedServer } from '../scripted-server';
import { podWith, running, terminated } from '../verdict/objects';

const stamp = (n: number) =>
  `2026-01-01T00:00:${String(Math.floor(n / 10)).padStart(2, '0')}.${n % 10}00000000Z`;
/** Numbered lines, ten a second. */
const lines = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => `${stamp(from + i)} ${from + i}\n`).join('');
const numbers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => String(from + i));

const FOLLOW = /\/log\?.*follow=true/;
const READ = /\/log\?((?!follow|previous).)*$/;
const PREVIOUS = /\/log\?.*previous=true/;
const POD = /\/pods\/pod$/;

const podOf = (status: ReturnType<typeof running>, restartPolicy: string): Pod => {
  const pod = podWith({ containers: [status] });
  return { ...pod, spec: { ...pod.spec, restartPolicy } };
};
const FIRST = running('main', 0, 'first');
const SECOND = {
  ...running('main', 1, 'second'),
  lastState: { terminated: { exitCode: 1, containerID: 'first' } },
};
const THIRD = {
  ...running('main', 2, 'third'),
  lastState: { terminated: { exitCode: 1, containerID: 'second' } },
};

/** Follows the log of a run of a container, by default the first, and records what it yields. */
class Scene {
  public readonly clock = new ManualClock();
  public readonly output: string[] = [];
  public done = false;

  public constructor(
    public readonly server: ScriptedServer,
    restartPolicy = 'Never',
    public state: RunState = 'running',
    restarts = 0,
  ) {
    const run = runLog(podOf(FIRST, restartPolicy), {
      container: 'main',
      key: ['first', 'second'][restarts],
      restarts,
    });
    void (async () => {
      for await (const item of followLog(
        new Client(server, this.clock),
        this.clock,
        run,
        () => this.state,
        new AbortController().signal,
      )) {
        if (item.type === 'line') this.output.push(item.line.text);
        if (item.type === 'gap') this.output.push(`gap: ${item.message}`);
      }
      this.done = true;
    })();
  }
}

const broken = (text: string): Answer => ({
  stream: (async function* () {
    yield Buffer.from(text);
    throw new ConnectionError('reset', 'ECONNRESET');
  })(),
});
const whole =
  (text: string): (() => Answer) =>
  () => ({ stream: bytes(text) });
/** The kubelet's answer to a request for the log of the run before the first. */
const NONE_BEFORE: Answer = {
  status: 400,
  json: { message: 'previous terminated container "main" in pod "pod" not found' },
};

describe('followLog', () => {
  test('yields each line once and in order when connections break', async () => {
    const scene = new Scene(
      new ScriptedServer()
        .on(
          FOLLOW,
          broken(lines(1, 3)),
          { status: 503, json: {} },
          broken(lines(1, 3) + stamp(4)),
          broken(lines(1, 30)),
          whole(lines(11, 40)),
        )
        .on(READ, whole(lines(21, 40))),
    );
    await scene.clock.pass(2_000);
    scene.state = 'ended';
    await scene.clock.pass(3_000);
    expect(scene.output).toEqual(numbers(1, 40));
    expect(scene.done).toBe(true);
  });

  describe('when the API server loses the kubelet and ends its answer', () => {
    test.each([
      ['within a line', lines(1, 5).slice(0, -3)],
      ['within a timestamp', lines(1, 4) + stamp(5).slice(0, 15)],
      ['between two lines', lines(1, 4)],
      ['within a line of an earlier read', lines(1, 4).slice(0, -3)],
      ['before its first byte', ''],
    ])('reads again: %s', async (_, text) => {
      const scene = new Scene(
        new ScriptedServer()
          .on(FOLLOW, whole(text))
          .on(READ, whole(text), whole(lines(1, 5)), whole(text), whole(lines(1, 5))),
      );
      await scene.clock.pass(100);
      scene.state = 'ended';
      await scene.clock.pass(10_000);
      expect(scene.output).toEqual(numbers(1, 5));
      expect(scene.done).toBe(true);
    });

    test.each([
      ['between two lines', lines(1, 2)],
      ['before the newline of a line', lines(1, 2).trimEnd()],
    ])('reads again after a broken read: %s', async (_, text) => {
      const scene = new Scene(
        new ScriptedServer().on(
          READ,
          broken(lines(1, 2) + stamp(3)),
          broken(''),
          whole(text),
          whole(lines(1, 5)),
        ),
        'Never',
        'ended',
      );
      await scene.clock.pass(10_000);
      expect(scene.output).toEqual(numbers(1, 5));
      expect(scene.done).toBe(true);
    });

    test('does not take a cut line for a last line without a newline', async () => {
      const scene = new Scene(
        new ScriptedServer()
          .on(FOLLOW, whole(lines(1, 5).trimEnd()))
          .on(
            READ,
            whole(lines(1, 4)),
            whole(lines(1, 5).trimEnd()),
            whole(lines(1, 4)),
            whole(lines(1, 5).trimEnd()),
          ),
      );
      await scene.clock.pass(100);
      scene.state = 'ended';
      await scene.clock.pass(10_000);
      expect(scene.output).toEqual(numbers(1, 5));
      expect(scene.done).toBe(true);
    });

    test('yields a gap when the Pod is deleted before the next read', async () => {
      const scene = new Scene(new ScriptedServer().on(FOLLOW, whole(lines(1, 4))));
      await scene.clock.pass(50);
      scene.state = 'lost';
      await scene.clock.pass(1_000);
      expect(scene.output).toEqual([
        ...numbers(1, 4),
        `gap: lines after ${stamp(4)} may be missing: its Pod was deleted, or its container ran again, before the log was read to its end`,
      ]);
      expect(scene.done).toBe(true);
    });
  });

  test('yields a last line without a newline after an answer cut in the line before it', async () => {
    const all = lines(1, 5).trimEnd();
    const cut = whole(lines(1, 4).slice(0, -3));
    const scene = new Scene(
      new ScriptedServer().on(FOLLOW, whole(all)).on(READ, cut, cut, whole(all)),
    );
    await scene.clock.pass(400);
    scene.state = 'ended';
    await scene.clock.pass(10_000);
    expect(scene.output).toEqual(numbers(1, 5));
  });

  test('does not take cut reads with complete ones in between for a rotation', async () => {
    const [all, cut] = [whole(lines(1, 5).trimEnd()), whole(lines(1, 2))];
    const scene = new Scene(
      new ScriptedServer()
        .on(FOLLOW, whole(lines(1, 4)))
        .on(READ, cut, cut, cut, all, cut, cut, cut, all, cut, cut, cut, all),
    );
    await scene.clock.pass(200);
    scene.state = 'ended';
    await scene.clock.pass(30_000);
    expect(scene.output).toEqual(numbers(1, 5));
  });

  test('yields no gap when the Pod is deleted after the log was read to its end', async () => {
    const stream = new OpenStream();
    const scene = new Scene(new ScriptedServer().on(FOLLOW, stream.answer));
    stream.send(lines(1, 4));
    await scene.clock.pass(50);
    scene.state = 'ended';
    stream.end();
    await scene.clock.pass(50);
    scene.state = 'lost';
    await scene.clock.pass(1_000);
    expect(scene.output).toEqual(numbers(1, 4));
  });

  test('aborts a silent stream seconds after its container has ended, not before', async () => {
    const scene = new Scene(
      new ScriptedServer()
        .on(FOLLOW, new OpenStream().answer)
        .on(READ, new OpenStream().answer, whole(lines(1, 5))),
    );
    await scene.clock.pass(3_600_000);
    expect(scene.server.asked).toHaveLength(1);
    scene.state = 'ended';
    await scene.clock.pass(12_000);
    expect(scene.output).toEqual(numbers(1, 5));
    expect(scene.done).toBe(true);
  });

  test('yields a gap with both times when the log was rotated while the connection was broken', async () => {
    const scene = new Scene(
      new ScriptedServer().on(
        FOLLOW,
        broken(lines(1, 5)),
        new OpenStream().answer,
        new OpenStream().answer,
      ),
    );
    await scene.clock.pass(50);
    scene.server.on(FOLLOW, whole(lines(90, 92))).on(READ, whole(lines(90, 92)));
    await scene.clock.pass(1_000);
    scene.state = 'ended';
    await scene.clock.pass(5_000);
    expect(scene.output).toEqual([
      ...numbers(1, 5),
      `gap: lines between ${stamp(5)} and ${stamp(90)} may be missing: the kubelet rotated the log while the connection was broken`,
      ...numbers(90, 92),
    ]);
  });

  test('yields a gap when the log was rotated and nothing was written after it', async () => {
    const scene = new Scene(
      new ScriptedServer().on(FOLLOW, broken(lines(1, 5)), whole('')).on(READ, whole('')),
    );
    await scene.clock.pass(50);
    scene.state = 'ended';
    await scene.clock.pass(10_000);
    expect(scene.output).toEqual([
      ...numbers(1, 5),
      `gap: lines after ${stamp(5)} may be missing: the kubelet rotated the log`,
    ]);
    expect(scene.done).toBe(true);
  });

  test('yields a gap when reads are forbidden repeatedly, but not once', async () => {
    const no = { status: 403, json: { message: 'cannot get pods/log' } };
    const started = new Scene(
      new ScriptedServer().on(FOLLOW, no, no, whole(lines(1, 3))).on(READ, whole(lines(1, 3))),
    );
    await started.clock.pass(3_000);
    started.state = 'ended';
    await started.clock.pass(3_000);
    expect(started.output).toEqual(numbers(1, 3));

    const denied = new Scene(new ScriptedServer().on(FOLLOW, no));
    await denied.clock.pass(10_000);
    expect(denied.output).toEqual([
      'gap: lines after its start may be missing: cannot get pods/log',
    ]);
    expect(denied.done).toBe(true);
  });

  test.each([429, 401, 500])('reads again when the server answers %i', async (status) => {
    const scene = new Scene(
      new ScriptedServer().on(READ, { status, json: {} }, { status, json: {} }, whole(lines(1, 3))),
      'Never',
      'ended',
    );
    await scene.clock.pass(10_000);
    expect(scene.output).toEqual(numbers(1, 3));
  });

  test('ends without lines only after several reads found the log empty', async () => {
    const empty = whole('');
    const broke = new ConnectionError('reset', 'ECONNRESET');
    const scene = new Scene(
      new ScriptedServer()
        .on(FOLLOW, empty)
        .on(READ, empty, broke, empty, broke, broke, whole(lines(1, 3))),
    );
    await scene.clock.pass(400);
    scene.state = 'ended';
    await scene.clock.pass(10_000);
    expect(scene.output).toEqual(numbers(1, 3));

    const silent = new Scene(new ScriptedServer().on(FOLLOW, empty).on(READ, empty));
    silent.state = 'ended';
    await silent.clock.pass(3_000);
    expect([silent.output, silent.done]).toEqual([[], true]);
  });

  describe('when the container is restarted', () => {
    const again = `${lines(90, 95)}`;

    test('does not yield the log of the next run', async () => {
      const scene = new Scene(
        new ScriptedServer()
          .on(POD, { json: podOf(SECOND, 'OnFailure') })
          .on(FOLLOW, new ConnectionError('reset', 'ECONNRESET'), whole(again))
          .on(PREVIOUS, whole(lines(1, 5))),
        'OnFailure',
      );
      await scene.clock.pass(2_000);
      scene.state = 'previous';
      await scene.clock.pass(8_000);
      expect(scene.output).toEqual(numbers(1, 5));
      expect(scene.done).toBe(true);
    });

    test('does not yield the log of the next run when only the kubelet knows of the restart', async () => {
      const scene = new Scene(
        new ScriptedServer()
          .on(POD, { json: podOf(FIRST, 'OnFailure') })
          .on(FOLLOW, whole(again))
          .on(PREVIOUS, whole(lines(1, 5))),
        'OnFailure',
      );
      await scene.clock.pass(2_000);
      expect(scene.output).toEqual(numbers(1, 5));
      scene.state = 'previous';
      await scene.clock.pass(8_000);
      expect(scene.output).toEqual(numbers(1, 5));
      expect(scene.done).toBe(true);
    });

    test('does not yield the log of the next run of a later run when the server lags behind', async () => {
      const scene = new Scene(
        new ScriptedServer()
          .on(POD, { json: podOf(SECOND, 'OnFailure') }, { json: podOf(THIRD, 'OnFailure') })
          .on(FOLLOW, { status: 503, json: {}, headers: { 'retry-after': '1' } }, whole(again))
          .on(PREVIOUS, whole(lines(1, 5))),
        'OnFailure',
        'running',
        1,
      );
      await scene.clock.pass(8_000);
      scene.state = 'previous';
      await scene.clock.pass(8_000);
      expect(scene.output).toEqual(numbers(1, 5));
    });

    test('resumes the log of its own run after some of its lines', async () => {
      const scene = new Scene(
        new ScriptedServer()
          .on(POD, { json: podOf(SECOND, 'OnFailure') })
          .on(FOLLOW, broken(lines(1, 3)), whole(again))
          .on(PREVIOUS, NONE_BEFORE, whole(lines(1, 5))),
        'OnFailure',
      );
      await scene.clock.pass(2_000);
      scene.state = 'previous';
      await scene.clock.pass(8_000);
      expect(scene.output).toEqual(numbers(1, 5));
    });

    test('yields a gap when its log was rotated', async () => {
      const scene = new Scene(
        new ScriptedServer()
          .on(PREVIOUS, NONE_BEFORE)
          .on(FOLLOW, broken(lines(1, 3)), whole(again))
          .on(READ, whole(again)),
        'OnFailure',
      );
      await scene.clock.pass(20_000);
      expect(scene.output.slice(0, 3)).toEqual(numbers(1, 3));
      expect(scene.output[3]).toMatch(/^gap: .*rotated/);
      expect(scene.output.slice(4)).toEqual(numbers(90, 95));
    });

    test('yields a gap when the next run has written nothing and its own log is removed', async () => {
      const scene = new Scene(
        new ScriptedServer()
          .on(READ, whole(''))
          .on(
            PREVIOUS,
            NONE_BEFORE,
            whole('unable to retrieve container logs for containerd://first'),
          ),
        'OnFailure',
        'ended',
      );
      await scene.clock.pass(100);
      scene.state = 'previous';
      await scene.clock.pass(8_000);
      expect(scene.output).toEqual([
        'gap: lines after its start may be missing: unable to retrieve container logs for containerd://first',
      ]);
      expect(scene.done).toBe(true);
    });

    test('yields a gap when its Pod is deleted meanwhile', async () => {
      const scene = new Scene(
        new ScriptedServer()
          .on(PREVIOUS, { status: 404, json: { message: 'pods "pod" not found' } })
          .on(FOLLOW, broken(''), whole(again)),
        'OnFailure',
      );
      await scene.clock.pass(8_000);
      expect(scene.output).toEqual([
        'gap: lines after its start may be missing: pods "pod" not found',
      ]);
    });
  });

  test('identifies a run that has ended', () => {
    const pod = podOf(terminated(0, { containerID: 'first' }), 'OnFailure');
    expect(runLog(pod, { container: 'main', key: 'first', restarts: 0 })).toMatchObject({
      pod: 'pod',
      podUid: 'pod-uid',
      mayRestart: true,
    });
  });

  test('asks again which run a log is of when nothing answers', async () => {
    const unanswered = ({ signal }: ApiRequest) =>
      new Promise<Error>((resolve) =>
        signal!.addEventListener('abort', () =>
          resolve(new ConnectionError('broken off', undefined)),
        ),
      );
    const scene = new Scene(
      new ScriptedServer().on(READ, whole(lines(1, 5))).on(PREVIOUS, unanswered, NONE_BEFORE),
      'OnFailure',
      'ended',
    );
    await scene.clock.pass(3_500);
    expect(scene.output).toEqual([]);
    await scene.clock.pass(20_000);
    expect(scene.output).toEqual(numbers(1, 5));
    expect(scene.done).toBe(true);
  });
});
