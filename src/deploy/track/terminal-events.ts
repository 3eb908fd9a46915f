import type { Session } from '../core/session';
import type { Client } from '../kube/client';
import { ApiError, ConnectionError } from '../kube/errors';
import type { KubeEvent } from '../kube/objects';
import { withTimeout } from '../runtime/abort';
import { isEndingReason } from '../verdict/job-hints';

const TIMEOUT_MS = 3_000;

/**
 * Returns what events say of the end of deleted Jobs, by the uids of the Jobs. Events are a hint
 * and not a proof: the API server keeps them for an hour and may lose them. If they cannot be
 * read in time, nothing is returned.
 */
export function terminalEvents(
  { client, clock }: Session,
  namespace: string,
  uids: ReadonlySet<string>,
  end: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  return withTimeout(clock, TIMEOUT_MS, [end], (signal) =>
    endingTexts(client, namespace, uids, signal),
  );
}

async function endingTexts(
  client: Client,
  namespace: string,
  uids: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const path = `/api/v1/namespaces/${namespace}/events`;
  const query = { fieldSelector: 'involvedObject.kind=Job' };
  const texts = new Map<string, string>();
  try {
    const { body } = await client.json<{ readonly items: readonly KubeEvent[] }>({
      method: 'GET',
      path,
      query,
      signal,
    });
    for (const { involvedObject, reason = '', message } of body.items) {
      const { uid = '' } = involvedObject;
      if (uids.has(uid) && isEndingReason(reason)) {
        texts.set(uid, [reason, message].filter(Boolean).join(': '));
      }
    }
  } catch (error) {
    if (!(error instanceof ApiError || error instanceof ConnectionError || signal.aborted)) {
      throw error;
    }
  }
  return texts;
}
