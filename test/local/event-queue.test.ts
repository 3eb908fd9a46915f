import fc from 'fast-check';
import { EventQueue } from '../../src/local/event-queue';

describe('a queue of events', () => {
  test('returns what is due first, and of the same time what was added first', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 })), (times) => {
        const queue = new EventQueue<string>();
        times.forEach((at, i) => queue.add(at, `${at}, added ${i}`));
        const removed: string[] = [];
        for (let first = queue.first(); first; first = queue.first()) {
          removed.push(first.item);
          queue.removeFirst();
        }
        const sorted = times.map((at, i) => ({ at, i })).sort((a, b) => a.at - b.at || a.i - b.i);
        expect(removed).toEqual(sorted.map(({ at, i }) => `${at}, added ${i}`));
      }),
    );
  });

  test('accepts events while others are removed', () => {
    const queue = new EventQueue<string>();
    queue.add(5, 'late');
    queue.add(1, 'early');
    queue.removeFirst();
    queue.add(3, 'between');
    expect(queue.first()).toMatchObject({ at: 3, item: 'between' });
    queue.removeFirst();
    queue.removeFirst();
    queue.removeFirst();
    expect(queue.first()).toBeUndefined();
  });
});
