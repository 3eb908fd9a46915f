import type { Clock } from '../runtime/clock';

/** Number of reads in a row that must contradict what was read before. */
const MIN_CONTRADICTIONS = 4;
/**
 * For how long they must, where the container may be restarted: for so long the API server may
 * lag behind a kubelet that serves the log of the next run.
 */
const MAX_STATUS_LAG_MS = 15_000;

/**
 * Decides when reads that contradict what was read before show that the kubelet has rotated the
 * log. One such read is more likely a dropped connection, or the log of the next run.
 */
export class RotationDetector {
  private contradictions = 0;
  private since: number | undefined;

  public constructor(
    private readonly clock: Clock,
    private readonly mayRestart: boolean,
  ) {}

  /** A read ended before, or began elsewhere than, the lines that were read before. */
  public contradicted(): void {
    this.contradictions++;
    this.since ??= this.clock.now();
  }

  /** A read reached the last known line, and was cut after it. */
  public reachedKnownLine(): void {
    this.contradictions = 0;
  }

  /** A read gave new lines, or came to the end of the log. */
  public consistent(): void {
    this.contradictions = 0;
    this.since = undefined;
  }

  public get confirmed(): boolean {
    if (this.contradictions < MIN_CONTRADICTIONS) return false;
    return !this.mayRestart || this.clock.now() - this.since! >= MAX_STATUS_LAG_MS;
  }
}
