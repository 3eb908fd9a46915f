import type { Colors } from './colors';
import { LogPrefixes } from './log-prefixes';
import { joinWithin, objectText, padVerb, pluralize } from './phrases';
import { logLine, progressLine } from './progress-line';
import { sanitizeMessage } from './sanitize';
import { secondsText, UnendedJobs } from './unended-jobs';
import type { DeployEvent, JobEvent, PodEvent } from '../deploy/core/events';
import type { AppliedObject, ApplyAction } from '../deploy/core/report';

/** Columns for the names of the Jobs that were applied. */
const NAMES_WIDTH = 45;

/** What is printed of the progress of an operation. */
export interface ProgressOptions {
  readonly colors: Colors;
  /** Whether states of Pods are printed. */
  readonly pods: boolean;
  /** Whether the result, which follows, is text: it says how a single Job ended. */
  readonly textResult: boolean;
  /** Returns the milliseconds since the epoch. */
  readonly now: () => number;
}

/**
 * Decides which events of an operation are lines of progress, and formats them. What goes as
 * expected is one line for each Job: it ended. Lines say how many Jobs have ended.
 */
export class Progress {
  private readonly startedAt: number;
  private readonly jobs: UnendedJobs;
  private readonly prefixes = new LogPrefixes();
  /** Jobs that were applied and are not printed yet. */
  private readonly applied = new Map<ApplyAction, AppliedObject[]>();
  /** Jobs whose line says that they do not run as expected. */
  private readonly held = new Set<string>();

  public constructor(private readonly options: ProgressOptions) {
    this.startedAt = options.now();
    this.jobs = new UnendedJobs(options.now);
  }

  /** Returns the lines to print for an event, which are often none. */
  public lines(event: DeployEvent): string[] {
    if (event.type === 'applied' && event.object.kind === 'Job') {
      const { action } = event.object;
      const jobs = this.applied.get(action);
      if (jobs) jobs.push(event.object);
      else this.applied.set(action, [event.object]);
      return [];
    }
    const line = this.line(event);
    const isFirst = event.type === 'watching' || line !== undefined;
    return [...(isFirst ? this.takeApplied() : []), ...(line === undefined ? [] : [line])];
  }

  /** Formats what is waited for as a line, for when no event was printed for a while. */
  public heartbeat(): string {
    const { text, counter } = this.jobs;
    return sanitizeMessage([padVerb('waiting'), text, counter].filter(Boolean).join(' '));
  }

  /** Formats what is waited for, and since when, as a line that changes all the time. */
  public status(): string {
    const elapsed = secondsText(this.options.now() - this.startedAt);
    const { text, counter } = this.jobs;
    return sanitizeMessage([counter, `${elapsed}:`, text].filter(Boolean).join(' '));
  }

  private line(event: DeployEvent): string | undefined {
    const { colors, pods, textResult } = this.options;
    switch (event.type) {
      case 'watching':
        this.jobs.watch(event);
        this.prefixes.watch(event.jobs.map(({ namespace }) => namespace));
        return undefined;
      case 'log':
        return logLine(this.prefixes.of(event), event.text, colors);
      case 'waiting':
        this.jobs.waitFor(event);
        return progressLine(event, colors);
      case 'job':
        this.jobs.see(event);
        return this.isNewsOfJob(event) ? progressLine(event, colors) : undefined;
      case 'pod':
        this.prefixes.see(event);
        return pods && this.isNewsOfPod(event) ? progressLine(event, colors) : undefined;
      case 'ended': {
        this.jobs.end(event.job);
        if (textResult && this.jobs.total === 1) return undefined;
        return [progressLine(event, colors), this.jobs.counter].filter(Boolean).join(' ');
      }
      default:
        return progressLine(event, colors);
    }
  }

  /** That a Job runs, or runs again, is expected, unless a line has said that it does not. */
  private isNewsOfJob({ namespace, job, state }: JobEvent): boolean {
    const key = `${namespace}/${job}`;
    if (state === 'running') return this.held.delete(key);
    if (state !== 'retrying') this.held.add(key);
    return true;
  }

  /** What happens to the Pod of a Job happens to the Job, unless the Pod has a reason. */
  private isNewsOfPod({ namespace, job, multiPod, reason }: PodEvent): boolean {
    if (reason === undefined) return multiPod;
    this.held.add(`${namespace}/${job}`);
    return true;
  }

  private takeApplied(): string[] {
    const lines = [...this.applied].map(([action, jobs]) => {
      if (jobs.length === 1) return `${padVerb(action)} ${objectText(jobs[0])}`;
      const names = jobs.map(({ namespace, name }) => `${namespace}/${name}`);
      const list = sanitizeMessage(joinWithin(names, NAMES_WIDTH));
      return `${padVerb(action)} ${pluralize(jobs.length, 'Job')}: ${list}`;
    });
    this.applied.clear();
    return lines;
  }
}
