import { settled } from './manual-clock';
import { COMPLETE, FAILED, manifest, Scene } from './scene';
import { bytes, list } from './scripted-server';
import { jobWith, podWith, running, terminated } from './verdict/objects';
import type { LogChoice } from '../../src/deploy';

const LOG = '2026-01-01T00:00:01Z one\n2026-01-01T00:00:02Z two\n';
const restarted = podWith({
  phase: 'Failed',
  containers: [
    terminated(2, {
      containerID: 'b',
      restartCount: 1,
      lastState: { terminated: { containerID: 'a', exitCode: 1 } },
    }),
  ],
});

async function deployWith(
  logs: LogChoice,
): Promise<{ scene: Scene; lines: string[]; lastLines: unknown[] }> {
  const scene = new Scene();
  scene.server.on(/\/log\?/, () => ({ stream: bytes(LOG) }));
  const report = scene.start(undefined, undefined, { logs });
  await settled();
  scene.pod(podWith({ containers: [running('main', 0, 'a')] }));
  await scene.clock.pass(500);
  scene.pod(podWith({ phase: 'Failed', containers: [terminated(3, { containerID: 'a' })] }));
  scene.job(jobWith({ conditions: FAILED }));
  await scene.clock.pass(20_000);
  return {
    scene,
    lines: scene.events.flatMap((event) => (event.type === 'log' ? event.text : [])),
    lastLines: (await report).jobs[0].attempts.map((attempt) => attempt.lastLines),
  };
}

describe('option logs', () => {
  test.each<[LogChoice, string[], unknown[]]>([
    ['all', ['one', 'two'], [['one', 'two']]],
    ['failed', [], [['one', 'two']]],
    ['none', [], [undefined]],
  ])('reports the lines of logs: %s', async (logs, lines, lastLines) => {
    const result = await deployWith(logs);
    expect(result.lines).toEqual(lines);
    expect(result.lastLines).toEqual(lastLines);
    if (logs === 'none') {
      expect(result.scene.server.asked.filter((line) => line.includes('/log'))).toEqual([]);
    }
  });

  /** A Job that had failed before, which is deployed again. */
  function failedBefore(): Scene {
    const scene = new Scene();
    const failed = jobWith({ conditions: FAILED });
    scene.server
      .on(/^GET .*\/jobs\/job$/, { json: failed })
      .on(/^PATCH .*\/jobs\/job\?.*fieldValidation=Strict$/, { json: failed })
      .on(/^GET .*\/pods\?labelSelector=job-name$/, list('9', restarted))
      .on(/\/log\?/, () => ({ stream: bytes('2026-01-01T00:00:01Z second\n') }))
      .on(/\/log\?.*previous=true/, () => ({ stream: bytes('2026-01-01T00:00:01Z first\n') }));
    return scene;
  }

  test('fetches the last lines of each run of a Job that had failed before', async () => {
    const scene = failedBefore();
    const [job] = (await scene.start()).jobs;
    expect(job.attempts).toMatchObject([
      { exitCode: 1, lastLines: ['first'] },
      { exitCode: 2, lastLines: ['second'] },
    ]);
    expect(scene.server.asked.filter((line) => line.includes('/log')).sort()).toEqual([
      'GET /api/v1/namespaces/ns/pods/pod/log?container=main&timestamps=true&previous=true&tailLines=20',
      'GET /api/v1/namespaces/ns/pods/pod/log?container=main&timestamps=true&tailLines=20',
    ]);
    expect(scene.events.filter(({ type }) => type === 'log')).toEqual([]);
  });

  test('warns of last lines that could not be read', async () => {
    const scene = failedBefore();
    scene.server.on(/\/log\?.*previous=true/, { status: 404, json: { message: 'gone' } });
    const [job] = (await scene.start()).jobs;
    expect(job.attempts.map(({ lastLines }) => lastLines)).toEqual([undefined, ['second']]);
    expect(scene.events).toContainEqual({
      type: 'warning',
      message: 'could not read the last lines of 1 failed attempt: ns/pod (container main)',
    });
  });

  test('waits ten seconds for last lines', async () => {
    const scene = failedBefore();
    scene.server.on(
      /\/log\?/,
      ({ signal }) =>
        new Promise((_, reject) => {
          signal!.addEventListener('abort', () => reject(signal!.reason as Error));
        }),
    );
    const report = scene.start();
    await scene.clock.pass(10_000);
    expect((await report).outcome).toBe('failed');
    expect(scene.events).toContainEqual({
      type: 'warning',
      message: expect.stringMatching(/last lines of 2 failed attempts/),
    });
  });

  test('fetches the last lines of a hundred failed attempts, and warns of the others', async () => {
    const scene = failedBefore();
    const pods = Array.from({ length: 130 }, (_, i) =>
      podWith({
        name: `p${i}`,
        phase: 'Failed',
        containers: [terminated(1, { containerID: `c${i}` })],
      }),
    );
    scene.server.on(/^GET .*\/pods\?labelSelector=job-name$/, list('9', ...pods));
    const [job] = (await scene.start()).jobs;
    expect(job.attempts.filter(({ lastLines }) => lastLines !== undefined)).toHaveLength(100);
    expect(scene.events).toContainEqual({
      type: 'warning',
      message: expect.stringMatching(
        /^could not read the last lines of 30 failed attempts: ns\/p100 \(container main\), .* and 20 more$/,
      ),
    });
  });

  test('fetches last lines also when the deploy timed out', async () => {
    const scene = failedBefore();
    const other = jobWith({ name: 'other', uid: 'other-uid' });
    scene.server
      .on(/^GET .*\/jobs\/other$/, { status: 404, json: {} })
      .on(/^PATCH .*\/jobs\/other\?/, { json: other })
      .on(/^GET .*\/jobs$/, list('5', jobWith({ conditions: FAILED }), other));
    const report = scene.start(5, [manifest(), manifest('other')]);
    await scene.clock.pass(6_000);
    const { outcome, jobs } = await report;
    expect(outcome).toBe('failed');
    expect(jobs.map((job) => job.outcome)).toEqual(['failed', 'timed-out']);
    expect(jobs[0].attempts).toMatchObject([{ lastLines: ['first'] }, { lastLines: ['second'] }]);
  });

  test('reports the last lines of failed attempts of a Job that succeeded', async () => {
    const scene = failedBefore();
    const done = jobWith({ conditions: COMPLETE });
    scene.server
      .on(/^GET .*\/jobs\/job$/, { json: done })
      .on(/^PATCH .*\/jobs\/job\?.*fieldValidation=Strict$/, { json: done });
    expect((await scene.start()).jobs[0].attempts).toMatchObject([
      { lastLines: ['first'] },
      { lastLines: ['second'] },
    ]);
  });
});
