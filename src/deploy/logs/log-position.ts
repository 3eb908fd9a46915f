import type { LogLine } from '../kube/logs';

/** What a line is, after a stream was opened anew. */
export type LineStatus = 'new' | 'seen' | 'after-gap';

/** The lines of one second that have been seen. */
interface SeenSecond {
  readonly first: LogLine;
  readonly position: number;
  count: number;
}

/**
 * Knows which lines of a log have been seen, so that a stream that broke can go on with neither a line doubled nor one
 * lost. A log can be asked for from a whole second on, and keeps its order; so the lines of the last seconds are counted,
 * and as many are passed over when they come again. If they do not come again, the kubelet has rotated the file, and
 * there is a gap.
 */
export class LogPosition {
  /** By epoch second. Two are kept: standard output and error are written by two hands, so a line can be a little older than the one before it. */
  private readonly seconds = new Map<number, SeenSecond>();
  private newest = -Infinity;
  private position = 0;
  private toSkip = 0;
  private expected: LogLine | undefined;
  private newestTaken: LogLine | undefined;
  /** Where the file was rotated: whether a line that had been seen has come again. */
  private rotated?: { overlap: boolean };

  /** Where the next stream is to begin; undefined for the beginning. Call it as the stream is opened. */
  public resume(): string | undefined {
    const seen = [...this.seconds.values()].sort((a, b) => a.position - b.position);
    this.toSkip = seen.reduce((sum, { count }) => sum + count, 0);
    this.expected = seen[0]?.first;
    return seen.length === 0
      ? undefined
      : new Date((this.newest - 1) * 1000).toISOString().replace('.000Z', 'Z');
  }

  /** The last line that was new; undefined where none was. */
  public get last(): LogLine | undefined {
    return this.newestTaken;
  }

  /** Whether the stream has not yet come to where the one before it was. If it ends so, it was cut, or the kubelet has lost lines. */
  public get behind(): boolean {
    return this.toSkip > 0;
  }

  /** Whether the line can be the next of the same log; if not, the file was rotated, or is another. */
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
