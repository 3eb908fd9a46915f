import { settled } from './manual-clock';
import { COMPLETE, FAILED, manifest, outcomeOf, Scene } from './scene';
import { bytes, list, OpenStream, watchEvent } from './scripted-server';
import { jobWith, podWith, running, terminated, waiting } from './verdict/objects';
import { deploy } from '../../src/deploy';
import { ConnectionError } from '../../src/deploy/kube/errors';
import type { Pod } from '../../src/deploy/kube/objects';

describe('deploy with logs', () => {
  test('succeeds at once and shows no log when the Job had completed before', async () => {
    const scene = new Scene();
    const done = jobWith({ conditions: COMPLETE });
    const pod = podWith({ phase: 'Succeeded', containers: [terminated(0, { containerID: 'a' })] });
    scene.server
      .on(/^GET .*\/jobs\/job$/, { json: done })
      .on(/^PATCH /, { json: done })
      .on(/^GET .*\/pods\?labelSelector=job-name$/, list('9', pod));
    const report = await scene.start();
    expect(report).toMatchObject({
      outcome: 'succeeded',
      applied: [{ action: 'unchanged' }],
      jobs: [{ attempts: [{ exitCode: 0 }] }],
    });
    expect(scene.server.asked.filter((line) => line.includes('/log'))).toEqual([]);
  });

  test('lists Pods after the verdict, when their last changes may not have arrived', async () => {
    const scene = new Scene();
    const report = scene.start();
    await settled();
    scene.server.on(
      /^GET .*\/pods\?labelSelector=job-name$/,
      list('9', podWith({ phase: 'Failed', containers: [terminated(3, { containerID: 'a' })] })),
    );
    scene.job(jobWith({ conditions: FAILED }));
    await scene.clock.pass(2_000);
    expect((await report).jobs[0].attempts).toMatchObject([{ exitCode: 3 }]);
  });

  test('does not list Pods again when all Pods that the Job counts were seen to end', async () => {
    const scene = new Scene();
    const report = scene.start();
    await settled();
    scene.pod(podWith({ phase: 'Failed', containers: [terminated(3, { containerID: 'a' })] }));
    scene.pod({
      ...podWith({ phase: 'Succeeded', containers: [terminated(0, { containerID: 'b' })] }),
      metadata: { ...podWith({}).metadata, name: 'job-2', uid: 'second' },
    });
    await settled();
    const lists = () =>
      scene.server.asked.filter((line) => /^GET .*\/pods\?labelSelector=job-name$/.test(line))
        .length;
    const before = lists();
    scene.job({
      ...jobWith({ conditions: COMPLETE }),
      status: { conditions: COMPLETE, succeeded: 1, failed: 1 },
    });
    await scene.clock.pass(2_000);
    expect((await report).jobs[0].attempts).toMatchObject([{ exitCode: 3 }, { exitCode: 0 }]);
    expect(lists()).toBe(before);
  });

  describe('for a Pod that was deleted unobserved', () => {
    /** Returns the warnings about its logs. */
    async function logWarningsOf(pod: Pod): Promise<readonly string[]> {
      const scene = new Scene();
      const report = scene.start();
      await settled();
      scene.server.on(/^GET .*\/pods\/pod$/, { json: pod });
      scene.pod(pod, 'ADDED');
      await scene.clock.pass(5_000);
      scene.server.on(/^GET .*\/pods\/pod$/, { status: 404, json: {} });
      scene.server.on(/^GET .*\/pods\?labelSelector=job-name$/, list('9'));
      scene.pods.send(watchEvent('ERROR', { code: 410, message: 'too old' }));
      await scene.clock.pass(5_000);
      scene.job(jobWith({ conditions: FAILED }));
      await scene.clock.pass(60_000);
      await report;
      return scene.events.flatMap((event) => (event.type === 'warning' ? [event.message] : []));
    }
    const MAY_HAVE_RUN = [
      expect.stringMatching(
        /^log of ns\/pod, container main, is incomplete: its Pod was deleted, and whether the container ran again/,
      ),
    ];
    const spec = (restartPolicy: string) => ({
      spec: { restartPolicy, containers: [{ name: 'main' }] },
    });

    test.each<[string, Pod, readonly unknown[]]>([
      [
        'warns of a possible run when it had not started',
        {
          ...podWith({ phase: 'Pending', containers: [waiting('ContainerCreating')] }),
          ...spec('Never'),
        },
        MAY_HAVE_RUN,
      ],
      [
        'warns of a possible run when its container may be restarted',
        { ...podWith({ containers: [terminated(1, { containerID: 'a' })] }), ...spec('OnFailure') },
        MAY_HAVE_RUN,
      ],
      [
        'does not warn when its only run had ended',
        { ...podWith({ containers: [terminated(1, { containerID: 'a' })] }), ...spec('Never') },
        [],
      ],
      [
        'does not warn when it had ended',
        {
          ...podWith({ phase: 'Failed', containers: [terminated(1, { containerID: 'a' })] }),
          ...spec('OnFailure'),
        },
        [],
      ],
    ])('%s', async (_, pod, expected) => {
      expect(
        (await logWarningsOf(pod)).filter((message) =>
          message.includes('whether the container ran again'),
        ),
      ).toEqual(expected);
    });
  });

  test('warns of Pods that the Job counts and that were not observed', async () => {
    const scene = new Scene();
    const report = scene.start();
    await settled();
    scene.pod(podWith({ phase: 'Failed', containers: [terminated(3, { containerID: 'a' })] }));
    await settled();
    scene.job({ ...jobWith({ conditions: FAILED }), status: { conditions: FAILED, failed: 3 } });
    await scene.clock.pass(60_000);
    await report;
    expect(scene.events).toContainEqual(
      expect.objectContaining({
        type: 'warning',
        message: '2 Pods were deleted before they were observed; their logs are missing',
      }),
    );
  });

  test('does not read the log of a container that has not started', async () => {
    const scene = new Scene();
    const report = scene.start();
    await settled();
    const logs = () => scene.server.asked.filter((line) => line.includes('/log'));
    scene.pod(podWith({ phase: 'Pending', containers: [waiting('ContainerCreating')] }), 'ADDED');
    await scene.clock.pass(10_000);
    expect(logs()).toEqual([]);
    scene.pod(podWith({ containers: [running('main', 0, 'a')] }));
    await settled();
    expect(logs()).toHaveLength(1);
    scene.job(jobWith({ conditions: COMPLETE }));
    await scene.clock.pass(60_000);
    await report;
  });

  test('resumes a log where its connection broke', async () => {
    const scene = new Scene();
    const streams = [new OpenStream(), new OpenStream()];
    scene.server.on(/\/log\?.*follow=true/, ...streams.map(({ answer }) => answer));
    const report = scene.start();
    await settled();
    scene.pod(podWith({ containers: [running('main', 0, 'a')] }));
    await settled();
    streams[0].send('2026-01-01T00:00:01.1Z one\n2026-01-01T00:00:01.2Z two\n');
    await settled();
    streams[0].fail(new ConnectionError('reset', 'ECONNRESET'));
    await scene.clock.pass(5_000);
    streams[1].send(
      '2026-01-01T00:00:01.1Z one\n2026-01-01T00:00:01.2Z two\n2026-01-01T00:00:01.3Z three\n',
    );
    await settled();
    scene.server.on(/\/log\?container=main&timestamps=true&sinceTime/, () => ({
      stream: bytes(
        '2026-01-01T00:00:01.1Z one\n2026-01-01T00:00:01.2Z two\n2026-01-01T00:00:01.3Z three\n2026-01-01T00:00:01.4Z four',
      ),
    }));
    scene.pod(podWith({ phase: 'Succeeded', containers: [terminated(0, { containerID: 'a' })] }));
    scene.job(jobWith({ conditions: COMPLETE }));
    await settled();
    streams[1].end();
    await scene.clock.pass(5_000);
    await report;
    expect(scene.events.flatMap((event) => (event.type === 'log' ? event.text : []))).toEqual([
      'one',
      'two',
      'three',
      'four',
    ]);
  });

  test('waits ten seconds for a silent log after the verdict, and warns', async () => {
    const scene = new Scene();
    scene.server.on(/\/log\?/, new OpenStream().answer);
    const report = scene.start();
    await settled();
    scene.pod(podWith({ containers: [running('main', 0, 'a')] }));
    await settled();
    scene.job(jobWith({ conditions: COMPLETE }));
    await scene.clock.pass(11_000);
    expect(outcomeOf(await report)).toEqual(['succeeded', 'succeeded']);
    expect(scene.events).toContainEqual(
      expect.objectContaining({
        type: 'warning',
        message: expect.stringMatching(
          /^log of ns\/pod, container main, is incomplete: no line arrived/,
        ),
      }),
    );
  });

  test('waits a minute for a log that never ends', async () => {
    const scene = new Scene();
    const endless = new OpenStream();
    scene.server.on(/\/log\?/, endless.answer);
    const report = scene.start();
    await settled();
    scene.pod(podWith({ containers: [running('main', 0, 'a')] }));
    await settled();
    scene.job(jobWith({ conditions: COMPLETE }));
    for (let second = 0; second < 65; second += 5) {
      endless.send(`2026-01-01T00:00:${String(second).padStart(2, '0')}Z tick\n`);
      await scene.clock.pass(5_000);
    }
    expect(outcomeOf(await report)).toEqual(['succeeded', 'succeeded']);
  });

  test('rejects with what onEvent throws after the verdict', async () => {
    const scene = new Scene();
    const late = new OpenStream();
    scene.server.on(/\/log\?/, late.answer);
    const rejection = expect(
      deploy([manifest()], {
        transport: scene.server,
        clock: scene.clock,
        namespace: 'ns',
        onEvent: ({ type }) => {
          if (type === 'log') throw new Error('mine');
        },
      }),
    ).rejects.toThrow('mine');
    await settled();
    scene.pod(podWith({ containers: [running('main', 0, 'a')] }));
    scene.job(jobWith({ conditions: COMPLETE }));
    await settled();
    late.send('2026-01-01T00:00:01Z late\n');
    await scene.clock.pass(2_000);
    await rejection;
  });

  test('succeeds, with a warning of Node, when promises of onEvent reject', async () => {
    const warning = jest.spyOn(process, 'emitWarning').mockReturnValue();
    const scene = new Scene();
    const report = scene.start(undefined, [manifest()], {
      onEvent: () => Promise.reject(new Error('mine')),
    });
    await settled();
    scene.job(jobWith({ conditions: COMPLETE }));
    await scene.clock.pass(5_000);
    expect((await report).outcome).toBe('succeeded');
    expect(warning).toHaveBeenCalledWith(expect.stringContaining('onEvent rejected: Error: mine'));
    warning.mockRestore();
  });

  test('waits a minute for a server that falls silent after the verdict', async () => {
    const scene = new Scene();
    const report = scene.start();
    await settled();
    scene.server.on(
      /^GET .*\/pods\?labelSelector=job-name$/,
      ({ signal }) =>
        new Promise((_, reject) => {
          signal!.addEventListener('abort', () => reject(signal!.reason as Error));
        }),
    );
    scene.job(jobWith({ conditions: COMPLETE }));
    let over = false;
    void report.then(() => {
      over = true;
    });
    await scene.clock.pass(59_000);
    expect(over).toBe(false);
    await scene.clock.pass(1_000);
    expect(outcomeOf(await report)).toEqual(['succeeded', 'succeeded']);
    expect(scene.events).toContainEqual({
      type: 'warning',
      message: 'could not read the final state of Pods in ns: no time was left',
    });
  });

  test('warns and succeeds when a log may not be read', async () => {
    const scene = new Scene();
    scene.server.on(/\/log\?/, {
      status: 403,
      json: { message: 'pods "pod" is forbidden: cannot get resource "pods/log"' },
    });
    const report = scene.start();
    await settled();
    scene.pod(podWith({ containers: [running('main', 0, 'a')] }));
    scene.job(jobWith({ conditions: COMPLETE }));
    await scene.clock.pass(3_000);
    expect(outcomeOf(await report)).toEqual(['succeeded', 'succeeded']);
    expect(scene.events).toContainEqual(
      expect.objectContaining({
        type: 'warning',
        message: expect.stringContaining('cannot get resource "pods/log"'),
      }),
    );
  });

  test.each(['applied', 'pod', 'log', 'ended', 'warning'])(
    'rejects when onEvent throws for an event of type %s',
    async (type) => {
      const scene = new Scene();
      scene.server.on(/\/log\?/, { stream: bytes('2026-01-01T00:00:01Z line\n') });
      const failing = deploy([manifest()], {
        transport: scene.server,
        clock: scene.clock,
        namespace: 'ns',
        onEvent: (event) => {
          if (event.type === type) throw new Error('mine');
        },
      });
      const rejection = expect(failing).rejects.toThrow('mine');
      await settled();
      scene.pod(podWith({ containers: [running('main', 0, 'a')] }));
      await settled();
      scene.jobs.fail(new ConnectionError('reset', 'ECONNRESET'));
      await settled();
      scene.job(jobWith({ conditions: COMPLETE }));
      await scene.clock.pass(1_000);
      await rejection;
    },
  );

  test('ends at once with the known verdicts when it is interrupted while logs are read', async () => {
    const scene = new Scene();
    scene.server.on(/\/log\?/, new OpenStream().answer);
    const report = scene.start();
    await settled();
    scene.pod(podWith({ containers: [running('main', 0, 'a')] }));
    scene.job(jobWith({ conditions: FAILED }));
    await settled();
    scene.stop.abort();
    expect(outcomeOf(await report)).toEqual(['failed', 'failed']);
  });

  test('warns and succeeds when the final list of Pods fails', async () => {
    const scene = new Scene();
    const report = scene.start();
    await settled();
    scene.server.on(/^GET .*\/pods\?labelSelector=job-name$/, {
      status: 500,
      json: { message: 'etcd is away' },
    });
    scene.job(jobWith({ conditions: COMPLETE }));
    await scene.clock.pass(10_000);
    expect(outcomeOf(await report)).toEqual(['succeeded', 'succeeded']);
    expect(scene.events).toContainEqual({
      type: 'warning',
      message: 'could not read the final state of Pods in ns: etcd is away',
    });
  });
});
