import { PodRun, stateOf } from './pod-run';
import type { Client } from '../kube/client';
import { ApiError, ConnectionError } from '../kube/errors';
import { readLog } from '../kube/logs';
import { Limiter } from '../runtime/limiter';
import { TAIL_LINES } from '../track/tracked-job';

/** How many are asked for: a person reads the first few. */
const MAX_FETCHED_TAILS = 100;
const TAIL_CONCURRENCY = 10;
/** How many are named of those whose lines are missing. */
const MAX_NAMED_PODS = 10;

/** A run of a container that failed. */
export interface FailedContainerRun extends PodRun {
  readonly container: string;
}

/**
 * Asks for the last lines of runs that failed, those of unsuccessful Jobs first, and gives them to their Jobs.
 * @returns those whose lines could not be had
 */
export async function fetchTails(
  client: Client,
  runs: readonly FailedContainerRun[],
  signal: AbortSignal,
): Promise<FailedContainerRun[]> {
  const succeeded = ({ job }: FailedContainerRun) => Number(job.verdict?.outcome === 'succeeded');
  const inOrder = [...runs].sort((a, b) => succeeded(a) - succeeded(b));
  const had = new Set<FailedContainerRun>();
  const requests = new Limiter(TAIL_CONCURRENCY);
  await Promise.all(
    inOrder.slice(0, MAX_FETCHED_TAILS).map((run) =>
      requests.run(async () => {
        const state = stateOf(run);
        if (state === 'lost' || signal.aborted) return;
        try {
          const { job, pod, container, key } = run;
          const lines: string[] = [];
          const of = { namespace: job.namespace, pod: pod.metadata.name, container };
          for await (const { text } of readLog(client, of, {
            follow: false,
            previous: state === 'previous',
            tailLines: TAIL_LINES,
            signal,
          })) {
            lines.push(text);
          }
          if (stateOf(run) !== state) return; // they may be those of the run after it
          job.forgetLines(key);
          lines.forEach((text) => job.seeLine(key, text));
          had.add(run);
        } catch (error) {
          if (!signal.aborted && !(error instanceof ApiError || error instanceof ConnectionError)) {
            throw error;
          }
        }
      }),
    ),
  );
  return inOrder.filter((run) => !had.has(run));
}

/** Says whose last lines are missing. */
export function missingTailsText(missing: readonly FailedContainerRun[]): string {
  const named = missing
    .slice(0, MAX_NAMED_PODS)
    .map(
      ({ job, pod, container }) => `${job.namespace}/${pod.metadata.name} (container ${container})`,
    );
  const more =
    missing.length > MAX_NAMED_PODS ? `, and ${missing.length - MAX_NAMED_PODS} more` : '';
  return `the last lines of ${missing.length === 1 ? 'a failed attempt' : `${missing.length} failed attempts`} are missing: ${named.join(', ')}${more}`;
}
