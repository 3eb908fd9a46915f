import { githubCommand } from './github-command';
import type { Progress } from './progress';
import type { DeployEvent } from '../deploy/core/events';

/** Characters of lines that wait for a group: beyond it, the groups are split. */
const MAX_WAITING_CHARACTERS = 4 * 1024 * 1024;

/**
 * Formats events for the log of GitHub Actions, with the log of each Job in a group that readers
 * can fold. Groups cannot overlap: the lines of one Job appear as they are written, those of the
 * others when their Job has ended.
 */
export class GithubLog {
  private readonly waiting = new Map<string, string[]>();
  private waitingCharacters = 0;
  /** The Job whose lines do not wait. */
  private live?: string;
  /** The Job whose group is open. */
  private open?: string;
  private readonly ended = new Set<string>();
  private readonly begun = new Set<string>();

  /** @param progress formats events as lines that cannot be commands */
  public constructor(
    private readonly progress: Pick<Progress, 'lines' | 'heartbeat'>,
    private readonly maxWaitingCharacters = MAX_WAITING_CHARACTERS,
  ) {}

  /** Returns the lines to print for an event; those of a log may have to wait. */
  public lines(event: DeployEvent): string[] {
    const lines = this.progress.lines(event);
    switch (event.type) {
      case 'log': {
        const others = lines.slice(0, -1);
        const before = others.length === 0 ? [] : [...this.close(), ...others];
        return [...before, ...this.addLogLine(`${event.namespace}/${event.job}`, lines.at(-1)!)];
      }
      case 'ended':
        return this.end(`${event.job.namespace}/${event.job.name}`, lines);
      case 'job':
      case 'pod':
        return this.open === `${event.namespace}/${event.job}` ? lines : this.outside(lines);
      default:
        return this.outside(lines);
    }
  }

  /** Formats what is waited for, for when nothing was printed for a while. */
  public heartbeat(): string {
    return this.outside([this.progress.heartbeat()]).join('\n');
  }

  /** Returns the lines that still wait. */
  public finish(): string[] {
    return [...this.releaseAll(), ...this.close()];
  }

  private outside(lines: readonly string[]): string[] {
    return lines.length === 0 ? [] : [...this.close(), ...lines];
  }

  private addLogLine(job: string, line: string): string[] {
    if (!this.ended.has(job)) this.live ??= job;
    if (job === this.live) return this.inGroup(job, [line]);
    const lines = this.waiting.get(job) ?? [];
    this.waiting.set(job, lines);
    lines.push(line);
    this.waitingCharacters += line.length;
    return this.waitingCharacters > this.maxWaitingCharacters ? this.releaseAll() : [];
  }

  private end(job: string, lines: readonly string[]): string[] {
    this.ended.add(job);
    const ended = [...this.release(job), ...this.close(), ...lines];
    if (job !== this.live) return ended;
    this.live = [...this.waiting.keys()].find((next) => !this.ended.has(next));
    return this.live === undefined ? ended : [...ended, ...this.release(this.live)];
  }

  private releaseAll(): string[] {
    return [...this.waiting.keys()].flatMap((job) => this.release(job));
  }

  private release(job: string): string[] {
    const lines = this.waiting.get(job);
    if (lines === undefined) return [];
    this.waiting.delete(job);
    for (const { length } of lines) this.waitingCharacters -= length;
    return this.inGroup(job, lines);
  }

  private inGroup(job: string, lines: readonly string[]): string[] {
    if (this.open === job) return [...lines];
    const continued = this.begun.has(job) ? ' (continued)' : '';
    const head = githubCommand('group', `Log of Job ${job}${continued}`);
    const opened = [...this.close(), head, ...lines];
    this.open = job;
    this.begun.add(job);
    return opened;
  }

  private close(): string[] {
    if (this.open === undefined) return [];
    this.open = undefined;
    return [githubCommand('endgroup')];
  }
}
