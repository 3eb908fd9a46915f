import type { TrackedJob } from './tracked-job';
import type { Client } from '../kube/client';
import { ApiError, ConnectionError } from '../kube/errors';
import { itemsConfigMap, readItems } from '../kube/items';
import { Limiter } from '../runtime/limiter';

const ITEMS_CONCURRENCY = 10;

/**
 * Reads the items of the Jobs that have some, for the report. Whether they can be read does not
 * matter to the outcome: an account may lack the right to read ConfigMaps.
 */
export async function fetchItems(
  client: Client,
  jobs: readonly TrackedJob[],
  signal: AbortSignal,
): Promise<void> {
  const requests = new Limiter(ITEMS_CONCURRENCY);
  await Promise.all(
    jobs.map(async (job) => {
      const configMap = itemsConfigMap(job.live);
      if (configMap === undefined) return;
      try {
        job.items = await requests.run(() => readItems(client, job.namespace, configMap, signal));
      } catch (error) {
        const isOfCluster = error instanceof ApiError || error instanceof ConnectionError;
        if (!isOfCluster && !signal.aborted) throw error;
      }
    }),
  );
}
