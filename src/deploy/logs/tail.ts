import { collapseCarriageReturns } from '../../kubernetes/carriage-return';

/** Number of last lines that are kept of each run of a container, for the report of a failure. */
export const TAIL_LINES = 20;
const MAX_TAIL_LINE_CHARS = 2_000;

/** The last lines of the logs of one Job, by the key of the run that wrote them. */
export class LogTails {
  private readonly tails = new Map<string, string[]>();
  private count = 0;

  /** Number of lines added so far. */
  public get lineCount(): number {
    return this.count;
  }

  public of(run: string): readonly string[] | undefined {
    return this.tails.get(run);
  }

  public add(run: string, line: string): void {
    this.count++;
    const tail = this.tails.get(run) ?? [];
    tail.push(truncate(collapseCarriageReturns(line)));
    if (tail.length > TAIL_LINES) tail.shift();
    this.tails.set(run, tail);
  }

  public replace(run: string, lines: readonly string[]): void {
    this.tails.delete(run);
    for (const line of lines) this.add(run, line);
  }
}

/** Copies the line: a slice would keep the whole chunk in memory that the line arrived in. */
function truncate(line: string): string {
  return Buffer.from(line.slice(0, MAX_TAIL_LINE_CHARS)).toString();
}
