import type { Client } from '../kube/client';
import { ApiError, ConnectionError } from '../kube/errors';
import type { KubeEvent } from '../kube/objects';
import { endingReason } from '../verdict/hints';

/**
 * What events tell of the end of Jobs that are there no more, by their uids. It is a hint and no proof: events are kept for an hour, and
 * may get lost; so where they can't be had, or not before the signal aborts, nothing is told.
 */
export async function terminalEvents(
  client: Client,
  namespace: string,
  uids: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<Map<string, string>> {
  const words = new Map<string, string>();
  try {
    const query = { fieldSelector: 'involvedObject.kind=Job' };
    const { body } = await client.json<{ items: KubeEvent[] }>({
      method: 'GET',
      path: `/api/v1/namespaces/${namespace}/events`,
      query,
      signal,
    });
    for (const {
      involvedObject: { uid = '' },
      reason = '',
      message,
    } of body.items) {
      if (uids.has(uid) && endingReason(reason)) {
        words.set(uid, [reason, message].filter(Boolean).join(': '));
      }
    }
  } catch (error) {
    if (!(error instanceof ApiError || error instanceof ConnectionError || signal.aborted)) {
      throw error;
    }
  }
  return words;
}
