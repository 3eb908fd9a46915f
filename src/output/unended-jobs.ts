import { joinWithin, pluralize } from './phrases';
import type { JobEvent, WaitingEvent, WatchingEvent } from '../deploy/core/events';
import type { JobReport } from '../deploy/core/report';
import type { JobStateName } from '../deploy/verdict/job-state';
import { formatDuration } from '../kubernetes/duration';

/** Columns for the names of the Jobs in one state. */
const NAMES_WIDTH = 40;

interface Unended {
  readonly state: JobStateName;
  /** When the state began, in milliseconds since the epoch. */
  readonly since: number;
  /** Whether the Job had started before it was watched. */
  readonly hadStarted?: boolean;
}

/** The Jobs that have not ended, and how many have. */
export class UnendedJobs {
  /** The Jobs that have not ended, among them earlier runs that are waited for. */
  private readonly jobs = new Map<string, Unended>();
  /** The Jobs of the operation. */
  private readonly watched = new Set<string>();
  private ended = 0;

  /** @param now returns the milliseconds since the epoch */
  public constructor(private readonly now: () => number) {}

  /** Number of Jobs that the operation watches; 0 before it does. */
  public get total(): number {
    return this.watched.size;
  }

  /** How many of the Jobs have ended, such as `[3/40]`; empty unless several are watched. */
  public get counter(): string {
    if (this.total <= 1) return '';
    return `[${this.ended}/${this.total}]`;
  }

  /** Adds Jobs of the operation. Those that replace earlier runs follow when these are gone. */
  public watch({ jobs }: WatchingEvent): void {
    for (const { namespace, name, startedAt } of jobs) {
      const key = `${namespace}/${name}`;
      const hadStarted = startedAt !== null;
      const since = hadStarted ? Date.parse(startedAt) : this.now();
      this.watched.add(key);
      this.jobs.set(key, { state: 'pending', since, hadStarted });
    }
  }

  /** Adds an earlier run of a Job that is waited for. */
  public waitFor({ object: { namespace }, run }: WaitingEvent): void {
    this.jobs.set(`${namespace}/${run}`, { state: 'running', since: this.now() });
  }

  public see({ namespace, job, state }: JobEvent): void {
    const key = `${namespace}/${job}`;
    const before = this.jobs.get(key);
    if (before === undefined || before.state === state) return;
    const hasRun = before.hadStarted === true && state === 'running';
    this.jobs.set(key, { state, since: hasRun ? before.since : this.now() });
  }

  public end({ namespace, name }: JobReport): void {
    const key = `${namespace}/${name}`;
    if (this.jobs.delete(key) && this.watched.has(key)) this.ended++;
  }

  /** Describes what has not ended, by state and with the longest first, in limited length. */
  public get text(): string {
    if (this.jobs.size === 0) {
      return this.total === 0 ? 'no Job has started yet' : 'reading the rest of the logs';
    }
    const byState = new Map<JobStateName, [string, number][]>();
    for (const [name, { state, since }] of this.jobs) {
      const jobs = byState.get(state);
      if (jobs) jobs.push([name, since]);
      else byState.set(state, [[name, since]]);
    }
    return [...byState].map(([state, jobs]) => this.stateText(state, jobs)).join('; ');
  }

  private stateText(state: JobStateName, jobs: readonly (readonly [string, number])[]): string {
    const names = [...jobs]
      .sort(([, a], [, b]) => a - b)
      .map(([name, since]) => `${name} ${secondsText(this.now() - since)}`);
    return `${pluralize(jobs.length, 'Job')} ${state}: ${joinWithin(names, NAMES_WIDTH)}`;
  }
}

/** Formats a time in whole seconds. The server's clock may be ahead. */
export function secondsText(milliseconds: number): string {
  return formatDuration(Math.max(0, Math.floor(milliseconds / 1000)));
}
