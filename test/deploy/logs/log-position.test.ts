import * as fc from 'fast-check';
import type { LogLine } from '../../../src/deploy/kube/logs';
import { LogPosition } from '../../../src/deploy/logs/log-position';

const line = (second: number, nano: number, text: string): LogLine => ({
  time: `2026-01-01T00:00:0${second}.${String(nano).padStart(9, '0')}Z`,
  text,
});

/** Returns what the kubelet serves: each line at or after a whole second, in order. */
function since(log: readonly LogLine[], time: string | undefined): readonly LogLine[] {
  return time === undefined
    ? log
    : log.filter((entry) => Date.parse(entry.time) >= Date.parse(time));
}

/** Reads a growing log over streams that break after so many lines each. */
function readThrough(
  log: readonly LogLine[],
  breaks: readonly number[],
): { taken: LogLine[]; gaps: number } {
  const position = new LogPosition();
  const taken: LogLine[] = [];
  let gaps = 0;
  for (const length of [...breaks, log.length]) {
    for (const entry of since(log, position.resume()).slice(0, length)) {
      const status = position.take(entry);
      if (status !== 'seen') taken.push(entry);
      if (status === 'after-gap') gaps++;
    }
  }
  return { taken, gaps };
}

describe('LogPosition', () => {
  test('starts the first stream at the beginning', () => {
    expect(new LogPosition().resume()).toBeUndefined();
  });

  test('starts the next stream a second before the newest line', () => {
    const position = new LogPosition();
    position.resume();
    position.take(line(3, 999, 'a'));
    expect(position.resume()).toBe('2026-01-01T00:00:02Z');
  });

  test('skips repeated lines, equal ones as often as they were seen', () => {
    const log = [line(1, 1, 'same'), line(1, 1, 'same'), line(1, 1, 'same'), line(2, 1, 'x')];
    expect(readThrough(log, [2])).toEqual({ taken: log, gaps: 0 });
  });

  test('takes a line once that is a little older than the line before it', () => {
    const log = [
      line(1, 5, 'a'),
      line(2, 1, 'b'),
      line(1, 9, 'late'),
      line(2, 2, 'c'),
      line(3, 1, 'd'),
    ];
    for (const at of [1, 2, 3, 4]) expect(readThrough(log, [at])).toEqual({ taken: log, gaps: 0 });
  });

  test('takes each line once and in order wherever streams break', () => {
    // Each line is at most a second older than any before it.
    const logs = fc
      .array(
        fc.tuple(
          fc.constantFrom(-1, 0, 0, 0, 1, 2),
          fc.integer({ min: 0, max: 3 }),
          fc.constantFrom('a', 'b'),
        ),
        { maxLength: 30 },
      )
      .map((entries) => {
        let newest = 1;
        return entries.map(([step, nano, text]) => {
          newest = Math.max(newest, Math.min(9, newest + step));
          return line(step < 0 ? newest - 1 : newest, nano, text);
        });
      });
    fc.assert(
      fc.property(logs, fc.array(fc.nat(30), { maxLength: 6 }), (log, breaks) => {
        expect(readThrough(log, breaks)).toEqual({ taken: log, gaps: 0 });
      }),
      { numRuns: 2_000 },
    );
  });

  test('reports a gap when the log was rotated between streams', () => {
    const position = new LogPosition();
    position.resume();
    position.take(line(1, 1, 'a'));
    position.take(line(1, 2, 'b'));
    position.resume();
    expect(position.take(line(5, 1, 'much later'))).toBe('after-gap');
    expect(position.take(line(5, 2, 'and on'))).toBe('new');
  });

  test('reports no gap when a rotated log still has all unseen lines', () => {
    const position = new LogPosition();
    const log = [1, 2, 3, 4].map((nano) => line(1, nano, `l${nano}`));
    position.resume();
    log.forEach((entry) => position.take(entry));
    position.resume();
    expect(
      [log[2], log[3], line(1, 5, 'l5'), line(1, 6, 'l6')].map((entry) => position.take(entry)),
    ).toEqual(['seen', 'seen', 'new', 'new']);
  });

  test('accepts times with an offset', () => {
    const position = new LogPosition();
    position.resume();
    position.take({ time: '2026-01-01T02:00:03.000000001+02:00', text: 'a' });
    expect(position.resume()).toBe('2026-01-01T00:00:02Z');
  });
});
