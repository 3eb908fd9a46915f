import { realClock } from '../../src/deploy/clock';

test('a time longer than any timer of node does not pass at once', async () => {
  const stop = new AbortController();
  const sleep = realClock.sleep(100 * 24 * 3_600_000, stop.signal);
  const early = await Promise.race([sleep.then(() => 'woke'), realClock.sleep(50).then(() => 'slept on')]);
  expect(early).toBe('slept on');
  stop.abort();
  await expect(sleep).rejects.toMatchObject({ name: 'AbortError' });
});

test('a time that has passed is no sleep', async () => {
  await realClock.sleep(0);
  await realClock.sleep(-1);
});
