import type { JsonObject } from '../../kubernetes/json';
import type { Session } from '../core/session';
import { ApiError, unlessNotFound } from '../kube/errors';
import { Listing } from '../kube/listing';
import type { KubeObject } from '../kube/objects';
import { requireObject } from '../kube/require-object';

/** The fields of a CronJob that `trigger` reads. */
export interface CronJob extends KubeObject {
  readonly spec: { readonly concurrencyPolicy?: string; readonly jobTemplate: JsonObject };
}

/** The hash of a construct's path, which cdk8s appends to the names that it generates. */
const PATH_HASH = /-c8[0-9a-f]{6}$/;
/** How many CronJobs a message names. */
const MAX_NAMES = 10;

/**
 * Finds a CronJob by its name, or by the part of it that its author wrote: tools put the name of a
 * chart or release before it, and cdk8s a hash after it.
 * @returns the CronJob, or why no single one was found
 * @throws ApiError, ConnectionError
 */
export async function findCronJob(session: Session, name: string): Promise<CronJob | string> {
  const { client, namespace, signal } = session;
  const path = `/apis/batch/v1/namespaces/${namespace}/cronjobs`;
  const answer = await unlessNotFound(
    client.json<CronJob>({ method: 'GET', path: `${path}/${encodeURIComponent(name)}`, signal }),
  );
  if (answer !== undefined) {
    return requireObject(answer.body, { kind: 'CronJob', namespace, name });
  }
  const notFound = `CronJob ${name} not found in namespace ${namespace}`;
  const listing = new Listing<CronJob>(
    (request) => client.json(request),
    path,
    undefined,
    (cronJob) => cronJob,
  );
  const all = await listing.read(signal).catch((error: unknown) => {
    if (error instanceof ApiError && error.code === 403) return undefined;
    throw error;
  });
  if (all === undefined) return notFound;
  const found = cronJobsNamed(name, all.objects);
  if (found.length === 1) return found[0];
  if (found.length > 1) return `${notFound}, and several match: ${namesOf(found)}`;
  return all.objects.length === 0
    ? `${notFound}, which has no CronJobs`
    : `${notFound}, which has ${namesOf(all.objects)}`;
}

/** Returns the CronJobs whose name is this one but for a hash, or else also but for a prefix. */
export function cronJobsNamed(name: string, cronJobs: readonly CronJob[]): readonly CronJob[] {
  const stems = cronJobs.map((cronJob) => ({
    cronJob,
    stem: cronJob.metadata.name.replace(PATH_HASH, ''),
  }));
  const same = stems.filter(({ stem }) => stem === name);
  const matches = same.length > 0 ? same : stems.filter(({ stem }) => stem.endsWith(`-${name}`));
  return matches.map(({ cronJob }) => cronJob);
}

function namesOf(cronJobs: readonly CronJob[]): string {
  const names = cronJobs.slice(0, MAX_NAMES).map(({ metadata }) => metadata.name);
  const more = cronJobs.length - names.length;
  return `${names.join(', ')}${more > 0 ? ` (and ${more} more)` : ''}`;
}
