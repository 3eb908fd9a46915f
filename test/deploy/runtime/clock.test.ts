import { awakeClock, realClock } from '../../../src/deploy/runtime/clock';
import { ManualClock } from '../manual-clock';

test('realClock sleeps longer than the longest timer of Node', async () => {
  const stop = new AbortController();
  const sleep = realClock.sleep(100 * 24 * 3_600_000, stop.signal);
  const early = await Promise.race([
    sleep.then(() => 'woke'),
    realClock.sleep(50).then(() => 'slept on'),
  ]);
  expect(early).toBe('slept on');
  stop.abort();
  await expect(sleep).rejects.toMatchObject({ name: 'AbortError' });
});

test('realClock does not sleep when the time is zero or negative', async () => {
  await realClock.sleep(0);
  await realClock.sleep(-1);
});

describe('awakeClock', () => {
  test('does not count the time for which the machine was suspended', async () => {
    const machine = new ManualClock();
    const clock = awakeClock(machine);
    const woken: number[] = [];
    const waits = [60_000, 120_000].map((time) =>
      clock.sleep(time).then(() => woken.push(Math.round(clock.now() / 10_000))),
    );
    await machine.pass(30_000);
    machine.jump(3_600_000);
    expect(clock.now()).toBe(30_000);
    await machine.pass(25_000);
    expect(woken).toEqual([]);
    await machine.pass(95_000);
    await Promise.all(waits);
    expect(woken).toEqual([6, 12]);
  });

  test('counts the delay of a busy machine', async () => {
    const machine = new ManualClock();
    const clock = awakeClock(machine);
    machine.jump(30_000);
    expect(clock.now()).toBe(30_000);
  });

  test('rejects a sleep when its signal aborts', async () => {
    const stop = new AbortController();
    const sleep = awakeClock(realClock).sleep(100_000, stop.signal);
    stop.abort(new Error('enough'));
    await expect(sleep).rejects.toThrow('enough');
  });
});
