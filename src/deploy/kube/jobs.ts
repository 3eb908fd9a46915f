import type { Client } from './client';
import { Listing } from './listing';
import type { Job } from './objects';
import type { ApiRequest } from './transport';
import { trimObject } from './trim';

export function jobsPath(namespace: string): string {
  return `/apis/batch/v1/namespaces/${namespace}/jobs`;
}

export function jobPath(namespace: string, name: string): string {
  return `${jobsPath(namespace)}/${encodeURIComponent(name)}`;
}

/** The Jobs of a namespace. @param keep what is kept of each @throws ApiError, ConnectionError */
export async function listJobs<J extends Job = Job>(
  client: Client,
  namespace: string,
  selector: string | undefined,
  signal: AbortSignal,
  keep: (job: J) => J = trimObject,
): Promise<readonly J[]> {
  const { objects } = await new Listing<J>(
    (request) => client.json(request),
    jobsPath(namespace),
    selector,
    keep,
  ).read(signal);
  return objects;
}

/**
 * Deletes the Job of this uid and no other, with its Pods. In the foreground it is there until they are gone. To delete without a policy
 * would leave them.
 */
export function jobDeletion(
  path: string,
  uid: string,
  propagationPolicy: 'Foreground' | 'Background',
): ApiRequest {
  return {
    method: 'DELETE',
    path,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      kind: 'DeleteOptions',
      apiVersion: 'v1',
      propagationPolicy,
      preconditions: { uid },
    }),
    repeatable: true,
  };
}
