import { appendFileSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DeployEvent, LogRef } from '../deploy/core/events';
import { InputError } from '../manifests/problem';

/** As many logs as are followed at once, and some that have just ended. */
const MOST_OPEN = 128;
/** Names of devices on Windows, whatever follows the dot. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;

/**
 * Keeps the log of each run of each container as a file below a folder: `NAMESPACE/JOB/POD/CONTAINER.log`, and `CONTAINER.1.log` of the run
 * after the first restart. Written at once, not later, so that what is there is there also when the process is killed.
 */
export class LogFiles {
  /** By path, the one that has been still for longest first. */
  private readonly open = new Map<string, number>();
  private readonly begun = new Set<string>();
  private readonly unfinished = new Set<string>();
  private broken = false;

  /**
   * @param warn is told, once, that files cannot be written any more: no deploy fails for that
   * @throws InputError if the folder cannot be made
   */
  public constructor(
    private readonly folder: string,
    private readonly warn: (message: string) => void,
  ) {
    try {
      mkdirSync(folder, { recursive: true });
    } catch (error) {
      throw new InputError([
        { message: `logs cannot be written to ${folder}: ${(error as Error).message}` },
      ]);
    }
  }

  /** Writes what the event tells of a log, exactly as the container wrote it. Where something is missing, a line of its own says so. */
  public take(event: DeployEvent): void {
    if (event.type === 'log') {
      this.write(event, event.bytes ?? event.text, event.partial !== true);
    } else if (event.type === 'warning' && event.log !== undefined) {
      this.write(
        event.log,
        `${this.unfinished.has(this.pathOf(event.log)) ? '\n' : ''}[cdk8s-jobs] ${event.message}`,
        true,
      );
    }
  }

  private write(log: LogRef, data: string | Uint8Array, newline: boolean): void {
    if (this.broken) return;
    const path = this.pathOf(log);
    try {
      const file = this.fileOf(path);
      appendFileSync(file, data);
      if (newline) appendFileSync(file, '\n');
      this.unfinished[newline ? 'delete' : 'add'](path);
    } catch (error) {
      this.broken = true;
      this.warn(`no more logs are written to ${this.folder}: ${(error as Error).message}`);
    }
  }

  private pathOf({ namespace, job, pod, container, restarts }: LogRef): string {
    return join(
      this.folder,
      safe(namespace),
      safe(job),
      safe(pod),
      safe(`${container}${restarts === 0 ? '' : `.${restarts}`}.log`),
    );
  }

  private fileOf(path: string): number {
    let file = this.open.get(path);
    if (file === undefined) {
      const [stillest] = this.open;
      if (this.open.size >= MOST_OPEN) this.close(...stillest);
      if (!this.begun.has(path)) mkdirSync(dirname(path), { recursive: true });
      file = openSync(path, this.begun.has(path) ? 'a' : 'w');
      this.begun.add(path);
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

/** A name that means nothing to any file system. Those of Kubernetes seldom do. */
function safe(name: string): string {
  return name
    .replace(/[^A-Za-z0-9.-]/g, '_')
    .replace(/^\.|\.$/g, '_')
    .replace(DEVICE, '_$&');
}
