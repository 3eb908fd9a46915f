import {
  abortVerdict,
  Deadline,
  DeadlineExceeded,
  GRACE_PERIOD_MS,
  Interrupted,
} from '../../../src/deploy/core/deadline';
import { ManualClock } from '../manual-clock';

describe('abortVerdict', () => {
  test.each([
    ['a deadline', new DeadlineExceeded(90), 'timed-out', 'Timeout'],
    ['an interruption', new Interrupted(), 'detached', undefined],
    ['an error of another kind', new Error('mine'), 'detached', undefined],
    ['an abort without a reason', undefined, 'detached', undefined],
    ['a value that is not an error', { outcome: 'succeeded' }, 'detached', undefined],
  ])('maps %s', (_, cause, outcome, reason) => {
    const controller = new AbortController();
    controller.abort(cause);
    const verdict = abortVerdict(controller.signal);
    expect([verdict.outcome, verdict.reason]).toEqual([outcome, reason]);
  });

  test('names a foreign reason in the message', () => {
    expect(abortVerdict(AbortSignal.abort(new Error('mine'))).message).toMatch(/\(mine\)$/);
  });

  test('words deadline and interruption', () => {
    const message = (reason: Error) => abortVerdict(AbortSignal.abort(reason)).message;
    expect([message(new DeadlineExceeded(90)), message(new Interrupted())]).toEqual([
      'timed out after 1m30s',
      'interrupted; the Job continues in the cluster',
    ]);
  });
});

describe('Deadline', () => {
  test('aborts with DeadlineExceeded when the timeout expires', async () => {
    const clock = new ManualClock();
    const { signal } = new Deadline(clock, 90, undefined);
    await clock.pass(89_999);
    expect(signal.aborted).toBe(false);
    await clock.pass(1);
    expect(signal.reason).toBeInstanceOf(DeadlineExceeded);
  });

  test('aborts with Interrupted when the caller aborts, whose reason is the cause', () => {
    const caller = new AbortController();
    const { signal } = new Deadline(new ManualClock(), undefined, caller.signal);
    caller.abort('enough');
    expect(signal.reason).toBeInstanceOf(Interrupted);
    expect((signal.reason as Error).cause).toBe('enough');
  });

  test('is aborted from the start when the caller has aborted before', () => {
    const { signal } = new Deadline(new ManualClock(), undefined, AbortSignal.abort());
    expect(signal.reason).toBeInstanceOf(Interrupted);
  });

  test('ends the grace period with the reason of the abort', async () => {
    const clock = new ManualClock();
    const caller = new AbortController();
    const deadline = new Deadline(clock, undefined, caller.signal);
    caller.abort();
    await clock.pass(GRACE_PERIOD_MS - 1);
    expect([deadline.answers.aborted, deadline.grace.aborted]).toEqual([true, false]);
    await clock.pass(1);
    expect(deadline.grace.reason).toBe(deadline.signal.reason);
  });

  test('aborts nothing once it is closed', async () => {
    const clock = new ManualClock();
    const caller = new AbortController();
    const deadline = new Deadline(clock, 10, caller.signal);
    deadline.close();
    caller.abort();
    await clock.pass(60_000);
    expect(deadline.signal.aborted).toBe(false);
  });
});
