import { ID } from '../../batch/identity';
import type { Client } from '../kube/client';
import type { Job } from '../kube/objects';

/** The server takes longer URLs, but what stands before it may not. */
const LONGEST_SELECTOR = 4_000;
const PAGE = 500;

interface JobList { readonly metadata: { readonly continue?: string }; readonly items: readonly Job[] }

/** The Jobs of a namespace by the id that is the same for all runs of one. */
export async function runsById(
  client: Client, namespace: string, ids: ReadonlySet<string>, signal?: AbortSignal,
): Promise<ReadonlyMap<string, readonly Job[]>> {
  const runs = new Map([...ids].map((id): [string, Job[]] => [id, []]));
  const one = `${ID} in (${[...ids].join(',')})`;
  const labelSelector = one.length <= LONGEST_SELECTOR ? one : ID;
  let page: string | undefined;
  do {
    const query = { labelSelector, limit: String(PAGE), continue: page };
    const { body }: { body: JobList } = await client.json<JobList>({ method: 'GET', path: `/apis/batch/v1/namespaces/${namespace}/jobs`, query, signal });
    for (const job of body.items) runs.get(job.metadata.labels![ID])?.push(job);
    page = body.metadata.continue || undefined;
  } while (page !== undefined);
  return runs;
}
