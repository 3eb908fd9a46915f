import { appendFileSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DeployEvent, LogRef } from '../deploy';
import { InputError } from '../manifests/problem';

/** The logs that are followed at once, and some that have just ended. */
const MAX_OPEN_FILES = 128;
/** The names of devices on Windows, with any extension. */
const WINDOWS_DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;

/**
 * Writes the log of each run of each container to a file: `NAMESPACE/JOB/POD/CONTAINER.log`, and
 * `CONTAINER.1.log` for the run after the first restart. Each line is written at once, so that the
 * files are complete up to the moment when the process is killed.
 */
export class LogFiles {
  /** Open files by path, the least recently used first. */
  private readonly open = new Map<string, number>();
  private readonly started = new Set<string>();
  /** Files whose last line has no newline. */
  private readonly unterminated = new Set<string>();
  private failed = false;

  /**
   * @param onFailure is called once if files can no longer be written, which fails no deploy
   * @throws InputError if the folder cannot be created
   */
  public constructor(
    private readonly folder: string,
    private readonly onFailure: (message: string) => void,
  ) {
    try {
      mkdirSync(folder, { recursive: true });
    } catch (error) {
      const message = `cannot create the log folder ${folder}: ${(error as Error).message}`;
      throw new InputError([{ message }]);
    }
  }

  /** Writes a line of a log exactly as the container wrote it, or a note that lines are missing. */
  public add(event: DeployEvent): void {
    if (event.type === 'log') {
      this.write(event, event.bytes ?? event.text, event.partial !== true);
    } else if (event.type === 'warning' && event.log !== undefined) {
      const newline = this.unterminated.has(this.pathOf(event.log)) ? '\n' : '';
      this.write(event.log, `${newline}[cdk8s-jobs] ${event.message}`, true);
    }
  }

  private write(log: LogRef, data: string | Uint8Array, newline: boolean): void {
    if (this.failed) return;
    const path = this.pathOf(log);
    try {
      const file = this.fileOf(path);
      appendFileSync(file, data);
      if (newline) appendFileSync(file, '\n');
      this.unterminated[newline ? 'delete' : 'add'](path);
    } catch (error) {
      this.failed = true;
      this.onFailure(
        `cannot write logs to ${this.folder}, no more are written: ${(error as Error).message}`,
      );
    }
  }

  private pathOf({ namespace, job, pod, container, restarts }: LogRef): string {
    const run = restarts === 0 ? '' : `.${restarts}`;
    const names = [namespace, job, pod, `${container}${run}.log`];
    return join(this.folder, ...names.map(safeFileName));
  }

  private fileOf(path: string): number {
    let file = this.open.get(path);
    if (file === undefined) {
      const [leastRecentlyUsed] = this.open;
      if (this.open.size >= MAX_OPEN_FILES) this.close(...leastRecentlyUsed);
      if (!this.started.has(path)) mkdirSync(dirname(path), { recursive: true });
      file = openSync(path, this.started.has(path) ? 'a' : 'w');
      this.started.add(path);
    } else {
      this.open.delete(path);
    }
    this.open.set(path, file);
    return file;
  }

  private close(path: string, file: number): void {
    this.open.delete(path);
    closeSync(file);
  }
}

/** Replaces what has a meaning in file names on any system; names of Kubernetes seldom do. */
function safeFileName(name: string): string {
  return name
    .replace(/[^A-Za-z0-9.-]/g, '_')
    .replace(/^\.|\.$/g, '_')
    .replace(WINDOWS_DEVICE, '_$&');
}
