import { ID } from '../../batch/identity';
import type { Client } from '../kube/client';
import { Listing } from '../kube/listing';
import type { Job } from '../kube/objects';
import { jobsPath } from '../track/tracked-job';

/** The server takes longer URLs, but what stands before it may not. */
const LONGEST_SELECTOR = 4_000;

/** The Jobs of a namespace by the id that is the same for all runs of one. */
export async function runsById(
  client: Client, namespace: string, ids: ReadonlySet<string>, signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly Job[]>> {
  const runs = new Map([...ids].map((id): [string, Job[]] => [id, []]));
  // Asked for none, the server lists none.
  const selector = ids.size === 0 ? `${ID},!${ID}` : `${ID} in (${[...ids].join(',')})`;
  const listing = new Listing<Job>((request) => client.json(request), jobsPath(namespace), selector.length <= LONGEST_SELECTOR ? selector : ID);
  for (const job of (await listing.read(signal)).objects) runs.get(job.metadata.labels?.[ID] ?? '')?.push(job);
  return runs;
}
