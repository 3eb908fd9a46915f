import type { Client } from './client';
import { unlessNotFound } from './errors';
import { Listing } from './listing';
import type { Job, ObjectMeta } from './objects';
import { requireObject } from './require-object';
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

/** Returns a Job, or undefined if no Job has this name. @throws ApiError, ConnectionError */
export async function getJob(
  client: Client,
  namespace: string,
  name: string,
  signal: AbortSignal,
): Promise<Job | undefined> {
  const request = { method: 'GET', path: jobPath(namespace, name), signal } as const;
  const answer = await unlessNotFound(client.json<Job>(request));
  return answer && requireObject(answer.body, { kind: 'Job', namespace, name });
}

/**
 * Requests the deletion of the Job of this uid, and of no other of its name, with its Pods. With
 * `Foreground` the Job exists until its Pods are gone. Without a policy the Pods would stay.
 * @param dryRun whether the API server only answers what it would do
 * @returns the Job, or undefined if no Job has this name
 * @throws ApiError (409) if another Job has this name; ConnectionError
 */
export async function requestDeletion(
  client: Client,
  { namespace, name, uid }: Pick<ObjectMeta, 'namespace' | 'name' | 'uid'>,
  propagationPolicy: 'Foreground' | 'Background',
  signal: AbortSignal,
  dryRun = false,
): Promise<Job | undefined> {
  const request: ApiRequest = {
    method: 'DELETE',
    path: jobPath(namespace!, name),
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      kind: 'DeleteOptions',
      apiVersion: 'v1',
      propagationPolicy,
      preconditions: { uid },
      ...(dryRun && { dryRun: ['All'] }), // of a request with a body the server ignores the query
    }),
    repeatable: true,
    signal,
  };
  return (await unlessNotFound(client.json<Job>(request)))?.body;
}
