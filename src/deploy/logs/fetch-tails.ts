import { LoggedJob, PodRun, stateOf } from './pod-run';
import { TAIL_LINES } from './tail';
import type { Client } from '../kube/client';
import { ApiError, ConnectionError } from '../kube/errors';
import { readLog } from '../kube/logs';
import { Limiter } from '../runtime/limiter';
import { isFailed } from '../verdict/attempts';

/** Maximum number of tails that are fetched: a person reads the first few. */
const MAX_FETCHED_TAILS = 100;
const TAIL_CONCURRENCY = 10;
/** Maximum number of Pods that a message about missing tails names. */
const MAX_NAMED_PODS = 10;

/** A run of a container that failed. */
export interface FailedContainerRun extends PodRun {
  readonly container: string;
}

/** Returns the runs of a Job's containers that have failed. */
export function failedRuns(job: LoggedJob): FailedContainerRun[] {
  return job.pods
    .runs()
    .flatMap(({ key, pod, attempt }) =>
      attempt.container === null || !isFailed(attempt)
        ? []
        : [{ job, pod, key, container: attempt.container }],
    );
}

/**
 * Reads the last lines of failed runs into the tails of their Jobs, those of unsuccessful Jobs
 * first.
 * @returns the runs whose lines could not be read
 */
export async function fetchTails(
  client: Client,
  runs: readonly FailedContainerRun[],
  signal: AbortSignal,
): Promise<FailedContainerRun[]> {
  const succeeded = ({ job }: FailedContainerRun) => Number(job.verdict?.outcome === 'succeeded');
  const inOrder = [...runs].sort((a, b) => succeeded(a) - succeeded(b));
  const fetched = new Set<FailedContainerRun>();
  const requests = new Limiter(TAIL_CONCURRENCY);
  await Promise.all(
    inOrder.slice(0, MAX_FETCHED_TAILS).map((run) =>
      requests.run(async () => {
        const lines = await fetchTail(client, run, signal);
        if (lines === undefined) return;
        run.job.tails.replace(run.key, lines);
        fetched.add(run);
      }),
    ),
  );
  return inOrder.filter((run) => !fetched.has(run));
}

async function fetchTail(
  client: Client,
  run: FailedContainerRun,
  signal: AbortSignal,
): Promise<string[] | undefined> {
  const state = stateOf(run);
  if (state === 'lost' || signal.aborted) return undefined;
  const { job, pod, container } = run;
  const lines: string[] = [];
  const log = { namespace: job.namespace, pod: pod.metadata.name, container };
  const previous = state === 'previous';
  const options = { follow: false, previous, tailLines: TAIL_LINES, signal };
  try {
    for await (const { text } of readLog(client, log, options)) lines.push(text);
  } catch (error) {
    if (!signal.aborted && !(error instanceof ApiError || error instanceof ConnectionError)) {
      throw error;
    }
    return undefined;
  }
  // If the container was restarted meanwhile, these may be lines of its next run.
  return stateOf(run) === state ? lines : undefined;
}

/** Describes whose last lines are missing. */
export function missingTailsText(missing: readonly FailedContainerRun[]): string {
  const named = missing
    .slice(0, MAX_NAMED_PODS)
    .map(
      ({ job, pod, container }) => `${job.namespace}/${pod.metadata.name} (container ${container})`,
    )
    .join(', ');
  const others = missing.length - MAX_NAMED_PODS;
  const more = others > 0 ? ` and ${others} more` : '';
  const attempts = missing.length === 1 ? 'attempt' : 'attempts';
  return `could not read the last lines of ${missing.length} failed ${attempts}: ${named}${more}`;
}
