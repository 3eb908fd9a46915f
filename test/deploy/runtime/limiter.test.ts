import { Limiter } from '../../../src/deploy/runtime/limiter';
import { settled } from '../manual-clock';

/** A task that lasts until `end` is called. */
function work() {
  let end!: () => void;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { end, run: () => ended };
}

describe('Limiter', () => {
  test('runs at most so many tasks at once, the others in order', async () => {
    const limiter = new Limiter(2);
    const started: number[] = [];
    const jobs = [work(), work(), work(), work()];
    jobs.forEach(
      ({ run }, i) =>
        void limiter.run(() => {
          started.push(i);
          return run();
        }),
    );
    await settled();
    expect(started).toEqual([0, 1]);
    jobs[1].end();
    await settled();
    expect(started).toEqual([0, 1, 2]);
    jobs[0].end();
    await settled();
    expect(started).toEqual([0, 1, 2, 3]);
  });

  test('frees the slot of a task that fails', async () => {
    const limiter = new Limiter(1);
    await expect(limiter.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await limiter.run(async () => 'yes')).toBe('yes');
  });
});
