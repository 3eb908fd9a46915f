import { ID_LABEL } from '../../kubernetes/metadata-keys';
import type { Client } from '../kube/client';
import { listJobs } from '../kube/jobs';
import type { Job } from '../kube/objects';

/** The server takes longer URLs, but what stands before it may not. */
const LONGEST_SELECTOR = 4_000;

/** The Jobs of a namespace by the id that is the same for all runs of one. */
export async function runsById(
  client: Client,
  namespace: string,
  ids: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly Job[]>> {
  const runs = new Map([...ids].map((id): [string, Job[]] => [id, []]));
  // Asked for none, the server lists none.
  const selector =
    ids.size === 0 ? `${ID_LABEL},!${ID_LABEL}` : `${ID_LABEL} in (${[...ids].join(',')})`;
  const jobs = await listJobs(
    client,
    namespace,
    selector.length <= LONGEST_SELECTOR ? selector : ID_LABEL,
    signal,
  );
  for (const job of jobs) runs.get(job.metadata.labels?.[ID_LABEL] ?? '')?.push(job);
  return runs;
}

/** Of runs of one Job, which came later. */
export function newestFirst({ metadata: a }: Job, { metadata: b }: Job): number {
  // Times are whole seconds. Of two runs of one second, the one that the server has written later is the later one, since they were never active at once.
  return (
    (b.creationTimestamp ?? '').localeCompare(a.creationTimestamp ?? '') ||
    Number(b.resourceVersion) - Number(a.resourceVersion)
  );
}
