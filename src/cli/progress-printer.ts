import { write } from './streams';
import type { Clock, DeployEvent } from '../deploy';

/** After how long a silence a line says what is waited for. CI systems end silent jobs. */
const HEARTBEAT_INTERVAL_MS = 30_000;
const STATUS_INTERVAL_MS = 1_000;
const CLEAR_LINE = '\r\u001b[K';

/** Formats the progress of an operation. */
export interface ProgressLines {
  /** Returns the lines to print for an event, which are often none. */
  lines(event: DeployEvent): string[];
  /** Returns what to print after a silence. */
  heartbeat(): string;
  /** Returns what is waited for. @default no status is shown on a terminal */
  status?(): string;
}

/**
 * Prints progress while an operation runs. On a terminal, the last line is a status that changes
 * each second; elsewhere a line is printed after each silence.
 */
export class ProgressPrinter {
  private readonly stop = new AbortController();
  private readonly isTerminal: boolean;
  private lastLineAt: number;
  private hasStatus = false;
  /** Before the first event, a credential plugin may ask for a password on the terminal. */
  private hasBegun = false;

  public constructor(
    private readonly stream: NodeJS.WriteStream,
    private readonly progress: ProgressLines,
    private readonly clock: Clock,
    { TERM }: NodeJS.ProcessEnv = process.env,
  ) {
    this.isTerminal = stream.isTTY === true && TERM !== 'dumb' && progress.status !== undefined;
    this.lastLineAt = clock.now();
    void this.repeat(this.isTerminal ? () => this.showStatus() : () => this.beat());
  }

  /** Prints an event. @returns a promise if the stream is full, which resolves when it is not */
  public print(event: DeployEvent): Promise<void> | undefined {
    this.hasBegun = true;
    const lines = this.progress.lines(event);
    return lines.length === 0 ? undefined : this.printLines(lines);
  }

  /** Ends the output; the status disappears. */
  public close(): void {
    this.stop.abort();
    if (this.hasStatus) this.stream.write(CLEAR_LINE);
    this.hasStatus = false;
  }

  private printLines(lines: readonly string[]): Promise<void> | undefined {
    this.lastLineAt = this.clock.now();
    const before = this.hasStatus ? CLEAR_LINE : '';
    this.hasStatus = false;
    return write(this.stream, `${before}${lines.join('\n')}\n`);
  }

  /** @param work prints if it is time to. @returns after how many milliseconds it may be again */
  private async repeat(work: () => number): Promise<void> {
    const { signal } = this.stop;
    while (!signal.aborted) {
      await this.clock.sleep(work(), signal).catch(() => undefined);
    }
  }

  private beat(): number {
    const left = this.lastLineAt + HEARTBEAT_INTERVAL_MS - this.clock.now();
    if (left > 0) return left;
    void this.printLines([this.progress.heartbeat()]);
    return HEARTBEAT_INTERVAL_MS;
  }

  private showStatus(): number {
    // A terminal that takes nothing, as after Ctrl-S, would show all that was skipped later.
    if (this.hasBegun && !this.stream.writableNeedDrain) {
      // A line as wide as the terminal would wrap, and clearing it would leave a part.
      const text = this.progress.status!().slice(0, (this.stream.columns || 80) - 1);
      this.stream.write(`${CLEAR_LINE}${text}`);
      this.hasStatus = true;
    }
    return STATUS_INTERVAL_MS;
  }
}
