import { applied, ended, log, pod, state, watching } from './events';
import { CONFIG_MAP } from './reports';
import type { DeployEvent } from '../../src/deploy/core/events';
import { colorsFor } from '../../src/output/colors';
import { Progress, ProgressOptions } from '../../src/output/progress';

const START = Date.parse('2026-01-01T00:00:00Z');

/** The progress of an operation, at the time that a test sets. */
class Scene {
  public time = START;
  public readonly progress: Progress;

  public constructor(more: Partial<ProgressOptions> = {}) {
    this.progress = new Progress({
      colors: colorsFor({}, {}),
      pods: true,
      textResult: true,
      now: () => this.time,
      ...more,
    });
  }

  public lines(...events: DeployEvent[]): string[] {
    return events.flatMap((event) => this.progress.lines(event));
  }
}

const numbered = (count: number) => Array.from({ length: count }, (_, i) => `job-${i}`);

describe('Progress', () => {
  test('prints the progress of several Jobs', () => {
    const scene = new Scene();
    const lines = scene.lines(
      { type: 'applied', object: { ...CONFIG_MAP, action: 'created' } },
      applied('greet'),
      applied('migrate'),
      applied('sums', 'unchanged'),
      watching('greet', 'migrate', 'sums'),
      ended({ name: 'sums' }),
      pod({ job: 'greet', pod: 'greet-a' }),
      state({ job: 'greet' }),
      log('Hello!', { job: 'greet', pod: 'greet-a' }),
      pod({ job: 'greet', pod: 'greet-a', state: 'succeeded' }),
      ended({ name: 'greet' }),
      pod({ job: 'migrate', state: 'waiting', reason: 'ErrImagePull', message: 'not found' }),
      state({ job: 'migrate' }),
      { type: 'warning', message: 'odd' },
      state({ job: 'migrate', state: 'retrying', message: '1 failed, backoffLimit 1' }),
      state({ job: 'migrate' }),
      ended({ name: 'migrate', outcome: 'failed' }),
    );
    expect(lines.join('\n')).toMatchSnapshot();
  });

  test('prints nothing of a single Job that starts, runs in one Pod and succeeds', () => {
    const scene = new Scene();
    const events = [watching('job'), state(), pod(), pod({ state: 'succeeded' }), ended()];
    expect(scene.lines(...events)).toEqual([]);
  });

  test('prints the end of a single Job if the result is not text', () => {
    const scene = new Scene({ textResult: false });
    expect(scene.lines(watching('job'), ended())).toEqual([
      expect.stringMatching(/^succeeded +Job ns\/job in 1m2s$/),
    ]);
  });

  test('prints the end of an earlier run, which the result does not contain', () => {
    const scene = new Scene();
    const object = { apiVersion: 'batch/v1', kind: 'Job', namespace: 'ns', name: 'b' };
    const [, line] = scene.lines(
      { type: 'waiting', object, run: 'a' },
      ended({ name: 'a', outcome: 'stuck', finishedAt: null }),
    );
    expect(line).toMatch(/^stuck +Job ns\/a$/);
  });

  test('counts the Jobs that have ended', () => {
    const scene = new Scene();
    const lines = scene.lines(watching('a', 'b', 'c'), ended({ name: 'b' }), ended({ name: 'a' }));
    expect(lines.map((line) => line.split(' ').pop())).toEqual(['[1/3]', '[2/3]']);
  });

  test('prints Jobs that were applied in one line of limited length, before anything of them', () => {
    const scene = new Scene();
    const jobs = numbered(200);
    const lines = scene.lines(...jobs.map((name) => applied(name)), watching(...jobs));
    expect(lines).toEqual([
      expect.stringMatching(/^created +200 Jobs: ns\/job-0, ns\/job-1, .* and 19\d more$/),
    ]);
    expect(lines[0].length).toBeLessThan(120);
    expect(scene.lines(applied('last'), log('x'))[0]).toMatch(/^created +Job ns\/last$/);
  });

  test('prints states of Pods where a Job has several Pods', () => {
    const scene = new Scene();
    const more = { multiPod: true, index: 1 };
    const lines = scene.lines(watching('job'), pod(more), pod({ ...more, state: 'succeeded' }));
    expect(lines.map((line) => line.split(' ')[0])).toEqual(['running', 'succeeded']);
  });

  test('prints no state of a Pod with the logs of failed attempts only', () => {
    const scene = new Scene({ pods: false });
    const waiting = pod({ state: 'waiting', reason: 'ErrImagePull' });
    expect(scene.lines(watching('job'), pod({ multiPod: true }), waiting)).toEqual([]);
  });

  test('prints that a Job runs after a line said that it does not', () => {
    const scene = new Scene();
    const suspended = state({ state: 'suspended' });
    const lines = scene.lines(watching('job'), suspended, state(), state());
    expect(lines.map((line) => line.split(' ')[0])).toEqual(['suspended', 'running']);
  });
});

describe('the prefix of a log', () => {
  const prefixes = (scene: Scene, ...events: DeployEvent[]) =>
    scene
      .lines(...events)
      .filter((line) => line.includes(' | '))
      .map((line) => line.split(' | ')[0]);

  test('is the name of a Job with one Pod, and of the container if it has several', () => {
    expect(prefixes(new Scene(), log('x'))).toEqual(['job']);
    expect(prefixes(new Scene(), log('x', { multiContainer: true }))).toEqual(['job/main']);
  });

  test('is the index in an Indexed Job, which no name of a Job resembles', () => {
    const indexed = [0, 1].map((index) =>
      log('x', { multiPod: true, index, pod: `job-${index}-a` }),
    );
    expect(prefixes(new Scene(), ...indexed)).toEqual(['job[0]', 'job[1]']);
    const single = log('x', { index: 0 });
    expect(prefixes(new Scene(), single)).toEqual(['job']);
  });

  test('is the name of the Pod if the Job runs several Pods', () => {
    expect(prefixes(new Scene(), log('x', { multiPod: true }))).toEqual(['job-abcde']);
  });

  test('is the name of the Pod for a retry, and stays the same for the first Pod', () => {
    const retry = { pod: 'job-fghij' };
    expect(prefixes(new Scene(), log('x'), pod(retry), log('x', retry), log('x'))).toEqual([
      'job',
      'job-fghij',
      'job',
    ]);
    const indexed = { multiPod: true, index: 3 };
    const second = { ...indexed, pod: 'job-3-b' };
    expect(prefixes(new Scene(), log('x', indexed), log('x', second))).toEqual([
      'job[3]',
      'job-3-b',
    ]);
  });

  test('is the name of each Pod if several were seen before the first line', () => {
    const events = [pod(), pod({ pod: 'job-fghij' }), log('x'), log('x', { pod: 'job-fghij' })];
    expect(prefixes(new Scene(), ...events)).toEqual(['job-abcde', 'job-fghij']);
  });

  test('begins with the namespace if Jobs of several namespaces are watched', () => {
    const events = [
      watching('job', { namespace: 'other' }),
      log('x'),
      log('x', { namespace: 'other' }),
    ];
    expect(prefixes(new Scene(), ...events)).toEqual(['ns/job', 'other/job']);
  });
});

describe('the heartbeat', () => {
  test('names what has not ended, by state and the longest first', () => {
    const scene = new Scene();
    scene.lines(watching('a', 'b', 'c', 'd'), state({ job: 'b' }));
    scene.time += 90_000;
    scene.lines(state({ job: 'a' }), ended({ name: 'd' }));
    scene.time += 30_000;
    expect(scene.progress.heartbeat()).toBe(
      'waiting     2 Jobs running: ns/b 2m, ns/a 30s; 1 Job pending: ns/c 2m [1/4]',
    );
  });

  test('counts the time since a Job started that ran before it was watched', () => {
    const scene = new Scene();
    scene.lines(watching({ startedAt: '2025-12-31T23:00:00Z' }), state());
    expect(scene.progress.heartbeat()).toBe('waiting     1 Job running: ns/job 1h');
  });

  test('counts from zero if the clock of the server is ahead', () => {
    const scene = new Scene();
    scene.lines(watching({ startedAt: '2026-01-01T00:00:09Z' }), state());
    expect(scene.progress.heartbeat()).toBe('waiting     1 Job running: ns/job 0s');
  });

  test('is of limited length, whatever the number of Jobs', () => {
    const scene = new Scene();
    const jobs = numbered(200);
    scene.lines(watching(...jobs), ...jobs.map((job) => state({ job })));
    const text = scene.progress.heartbeat();
    expect(text).toMatch(/^waiting +200 Jobs running: ns\/job-0 0s, .* and 19\d more \[0\/200\]$/);
    expect(text.length).toBeLessThan(120);
  });

  test('names an earlier run that is waited for', () => {
    const scene = new Scene();
    const object = { apiVersion: 'batch/v1', kind: 'Job', namespace: 'ns', name: 'b' };
    scene.lines({ type: 'waiting', object, run: 'a' });
    expect(scene.progress.heartbeat()).toBe('waiting     1 Job running: ns/a 0s');
  });

  test('says what happens before the first Job and after the last', () => {
    const scene = new Scene();
    expect(scene.progress.heartbeat()).toBe('waiting     no Job has started yet');
    scene.lines(watching('job'), ended());
    expect(scene.progress.heartbeat()).toBe('waiting     reading the rest of the logs');
  });

  test('contains no control character of a name', () => {
    const scene = new Scene();
    scene.lines(watching('\u001b[2J'));
    expect(scene.progress.heartbeat()).toContain('ns/\\x1b[2J');
  });
});

describe('the status on a terminal', () => {
  test('begins with the number of Jobs that have ended, and the time since the beginning', () => {
    const scene = new Scene();
    scene.time += 5_000;
    scene.lines(watching('a', 'b'), ended({ name: 'a' }));
    scene.time += 75_000;
    expect(scene.progress.status()).toBe('[1/2] 1m20s: 1 Job pending: ns/b 1m15s');
  });
});
