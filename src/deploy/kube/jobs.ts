import type { Client } from './client';
import { Listing } from './listing';
import type { Job } from './objects';
import type { ApiRequest } from './transport';
import { trimObject } from './trim';

/** Returns the API path of the Jobs of a namespace. */
export function jobsPath(namespace: string): string {
  return `/apis/batch/v1/namespaces/${namespace}/jobs`;
}

/** Returns the API path of a Job. */
export function jobPath(namespace: string, name: string): string {
  return `${jobsPath(namespace)}/${encodeURIComponent(name)}`;
}

/**
 * Lists the Jobs of a namespace.
 * @param keep what is kept of each; by default, the fields that deploy reads
 * @throws ApiError, ConnectionError
 */
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
 * Returns a request that deletes the Job of this uid, and no other of its name, with its Pods. With
 * `Foreground` the Job exists until they are gone. Without a policy the Pods would stay.
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
