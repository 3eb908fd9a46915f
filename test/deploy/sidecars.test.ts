import { settled } from './manual-clock';
import { COMPLETE, Scene } from './scene';
import { jobWith, podWith, running, terminated } from './verdict/objects';

const PROXY_RUNS = podWith({ containers: [terminated(0), running('proxy')] });
const warnings = ({ events }: Scene) =>
  events.flatMap((event) => (event.type === 'warning' ? event.message : []));

describe('a sidecar that never ends', () => {
  test('is a warning a minute after the main container has ended, once', async () => {
    const scene = new Scene();
    const report = scene.start();
    await settled();
    scene.pod(PROXY_RUNS);
    await scene.clock.pass(60_000);
    expect(warnings(scene)).toEqual([]);
    await scene.clock.pass(600_000);
    expect(warnings(scene)).toEqual([
      expect.stringMatching(
        /main has ended and proxy still runs; .*restartPolicy: Always \(kubectl /,
      ),
    ]);
    scene.job(jobWith({ conditions: COMPLETE }));
    await scene.clock.pass(60_000);
    await report;
  });

  test('is not reported when it ends within a minute', async () => {
    const scene = new Scene();
    const report = scene.start(300);
    await settled();
    scene.pod(PROXY_RUNS);
    await scene.clock.pass(50_000);
    const both = [terminated(0), terminated(0, { name: 'proxy' })];
    scene.pod(podWith({ phase: 'Succeeded', containers: both }));
    await scene.clock.pass(250_000);
    await report;
    expect(warnings(scene)).toEqual([]);
  });

  test('is a hint in the report of an interrupted deploy', async () => {
    const scene = new Scene();
    const report = scene.start();
    await settled();
    scene.pod(PROXY_RUNS);
    await settled();
    scene.stop.abort();
    expect((await report).jobs[0]).toMatchObject({
      outcome: 'detached',
      hints: [{ message: expect.stringContaining('proxy still runs') }],
    });
  });
});
