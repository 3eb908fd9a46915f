import type { LogLine } from '../kube/logs';

/** What a line is to a reader that has read the log before. */
export type LineStatus = 'new' | 'seen' | 'after-gap';

/** The lines of one second that have been seen. */
interface SeenSecond {
  readonly first: LogLine;
  /** Orders seconds by when they were first seen. */
  readonly position: number;
  count: number;
}

/**
 * Remembers how far a log was read, so that a reader can resume after a broken connection without
 * repeating or losing a line. The kubelet takes the time to resume from in whole seconds, and the
 * log keeps its order. So the lines of the last seconds are counted, and as many are skipped when
 * they come again. If they do not, the kubelet has rotated the log, and there is a gap.
 */
export class LogPosition {
  /**
   * By second since the epoch. Two seconds are kept: the runtime reads standard output and
   * standard error separately, so a line may be a little older than the line before it.
   */
  private readonly seconds = new Map<number, SeenSecond>();
  private newest = -Infinity;
  private position = 0;
  private toSkip = 0;
  private expected: LogLine | undefined;
  private newestTaken: LogLine | undefined;
  /** Set after a rotation: whether a line that had been seen has come again. */
  private rotated?: { overlap: boolean };

  /** Returns the time to read from; undefined for the beginning. Call it for each new stream. */
  public resume(): string | undefined {
    const seen = [...this.seconds.values()].sort((a, b) => a.position - b.position);
    this.toSkip = seen.reduce((sum, { count }) => sum + count, 0);
    this.expected = seen[0]?.first;
    return seen.length === 0
      ? undefined
      : new Date((this.newest - 1) * 1000).toISOString().replace('.000Z', 'Z');
  }

  /** The last new line; undefined if there was none. */
  public get last(): LogLine | undefined {
    return this.newestTaken;
  }

  /**
   * Whether the stream has not yet reached the last known line. A stream that ends before it was
   * cut, or the kubelet has lost lines.
   */
  public get behind(): boolean {
    return this.toSkip > 0;
  }

  /** Whether the line can be the next of the same log; else this is a rotated or another log. */
  public fits(line: LogLine): boolean {
    return (
      this.expected === undefined ||
      (line.time === this.expected.time && line.text === this.expected.text)
    );
  }

  public take(line: LogLine): LineStatus {
    if (!this.fits(line)) {
      this.toSkip = 0;
      this.rotated = { overlap: false };
    }
    this.expected = undefined;
    if (this.toSkip > 0) {
      this.toSkip--;
      return 'seen';
    }
    if (
      this.rotated !== undefined &&
      this.newestTaken !== undefined &&
      line.time <= this.newestTaken.time
    ) {
      this.rotated.overlap = true;
      return 'seen';
    }
    const gap = this.rotated?.overlap === false;
    this.rotated = undefined;
    this.newestTaken = line;
    this.count(line);
    return gap ? 'after-gap' : 'new';
  }

  private count(line: LogLine): void {
    const second = Math.floor(Date.parse(line.time) / 1000);
    if (second > this.newest) {
      this.newest = second;
      for (const old of this.seconds.keys()) if (old < second - 1) this.seconds.delete(old);
    }
    if (second < this.newest - 1) return;
    const seen = this.seconds.get(second);
    if (seen === undefined) {
      this.seconds.set(second, { first: line, position: this.position++, count: 1 });
    } else {
      seen.count++;
    }
  }
}
