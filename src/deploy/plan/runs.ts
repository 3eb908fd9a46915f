import { ID_LABEL } from '../../kubernetes/metadata-keys';
import type { Client } from '../kube/client';
import { listJobs } from '../kube/jobs';
import type { Job } from '../kube/objects';

/** The API server accepts longer URLs, but a proxy before it may not. */
const MAX_SELECTOR_LENGTH = 4_000;

/**
 * Returns the runs of Jobs in a namespace, by the id that all runs of one Job share.
 * @throws ApiError, ConnectionError
 */
export async function runsById(
  client: Client,
  namespace: string,
  ids: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly Job[]>> {
  const runs = new Map([...ids].map((id): [string, Job[]] => [id, []]));
  // Without ids, the selector matches no Job.
  const selector =
    ids.size === 0 ? `${ID_LABEL},!${ID_LABEL}` : `${ID_LABEL} in (${[...ids].join(',')})`;
  const jobs = await listJobs(
    client,
    namespace,
    selector.length <= MAX_SELECTOR_LENGTH ? selector : ID_LABEL,
    signal,
  );
  for (const job of jobs) runs.get(job.metadata.labels?.[ID_LABEL] ?? '')?.push(job);
  return runs;
}

/** Compares two runs of one Job, so that the newer one comes first. */
export function newestFirst({ metadata: a }: Job, { metadata: b }: Job): number {
  // Times are whole seconds. Of two runs in one second the later one was written later, since
  // they were never active at once.
  return (
    (b.creationTimestamp ?? '').localeCompare(a.creationTimestamp ?? '') ||
    Number(b.resourceVersion) - Number(a.resourceVersion)
  );
}
