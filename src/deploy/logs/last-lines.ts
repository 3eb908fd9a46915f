import { PodRun, stateOf } from './pod-run';
import type { Client } from '../kube/client';
import { ApiError, ConnectionError } from '../kube/errors';
import { readLog } from '../kube/logs';
import { Limiter } from '../limiter';
import { LAST_LINES } from '../track/tracked-job';

/** How many are asked for: a person reads the first few. */
const MOST = 100;
const AT_ONCE = 10;
/** How many are named of those whose lines are missing. */
const NAMED = 10;

/** A run of a container that failed. */
export interface FailedRun extends PodRun {
  readonly container: string;
}

/**
 * Asks for the last lines of runs that failed, those of unsuccessful Jobs first, and gives them to their Jobs.
 * @returns those whose lines could not be had
 */
export async function fetchLastLines(client: Client, runs: readonly FailedRun[], signal: AbortSignal): Promise<FailedRun[]> {
  const succeeded = ({ job }: FailedRun) => Number(job.verdict?.outcome === 'succeeded');
  const inOrder = [...runs].sort((a, b) => succeeded(a) - succeeded(b));
  const had = new Set<FailedRun>();
  const requests = new Limiter(AT_ONCE);
  await Promise.all(inOrder.slice(0, MOST).map((run) => requests.run(async () => {
    const state = stateOf(run);
    if (state === 'lost' || signal.aborted) return;
    try {
      const { job, pod, container, key } = run;
      const lines: string[] = [];
      const of = { namespace: job.namespace, pod: pod.metadata.name, container };
      for await (const { text } of readLog(client, of, { follow: false, previous: state === 'previous', tailLines: LAST_LINES, signal })) lines.push(text);
      if (stateOf(run) !== state) return; // they may be those of the run after it
      job.forgetLines(key);
      lines.forEach((text) => job.seeLine(key, text));
      had.add(run);
    } catch (error) {
      if (!signal.aborted && !(error instanceof ApiError || error instanceof ConnectionError)) throw error;
    }
  })));
  return inOrder.filter((run) => !had.has(run));
}

/** Says whose last lines are missing. */
export function missingText(missing: readonly FailedRun[]): string {
  const named = missing.slice(0, NAMED).map(({ job, pod, container }) => `${job.namespace}/${pod.metadata.name} (container ${container})`);
  const more = missing.length > NAMED ? `, and ${missing.length - NAMED} more` : '';
  return `the last lines of ${missing.length === 1 ? 'a failed attempt' : `${missing.length} failed attempts`} are missing: ${named.join(', ')}${more}`;
}
