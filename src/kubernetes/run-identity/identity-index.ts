import { hash } from 'node:crypto';
import { JsonObject, objectIn, sortKeys } from '../json';
import { ID_LABEL } from '../metadata-keys';
import type { Finding } from '../rules/finding';

interface IdentifiedJob {
  readonly name: string;
  /** Where its manifest is, such as `file:line`. */
  readonly where?: string;
  /** A hash of the manifest. The manifest itself would keep all of a large input in memory. */
  readonly digest: string;
}

/**
 * Finds different Jobs of one identity: the label `cdk8s-jobs/id` and the namespace. They would be
 * runs of one Job, so each deploy would run one of them again.
 */
export class IdentityIndex {
  private readonly jobs = new Map<string, IdentifiedJob>();

  /**
   * Adds an object of any kind.
   * @param defaultNamespace namespace of a Job without one, or a name for it if it is unknown
   * @param whereOf returns where the manifest is, such as `file:line`
   * @returns a finding if an earlier Job has the same identity and is not equal
   */
  public add(
    manifest: JsonObject,
    defaultNamespace: string,
    whereOf: () => string | undefined,
  ): Finding[] {
    const id = jobIdOf(manifest);
    if (id === undefined) return [];
    const { name, namespace } = objectIn(manifest.metadata);
    const job: IdentifiedJob = {
      name: String(name),
      where: whereOf(),
      digest: hash('sha256', JSON.stringify(sortKeys(manifest)), 'base64'),
    };
    const key = JSON.stringify([namespace || defaultNamespace, id]);
    const first = this.jobs.get(key);
    if (first === undefined) this.jobs.set(key, job);
    return first === undefined || first.digest === job.digest ? [] : [findingAbout(id, first, job)];
  }
}

/** Returns the id that all runs of a Job have; undefined for objects that are not Jobs. */
export function jobIdOf({ apiVersion, kind, metadata }: JsonObject): string | undefined {
  if (apiVersion !== 'batch/v1' || kind !== 'Job') return undefined;
  const id = objectIn(objectIn(metadata).labels)[ID_LABEL];
  return typeof id === 'string' ? id : undefined;
}

function findingAbout(id: string, first: IdentifiedJob, job: IdentifiedJob): Finding {
  const at = first.where === undefined ? '' : ` (${first.where})`;
  const other =
    first.name === job.name ? `another manifest of Job ${job.name}` : `Job ${first.name}`;
  return {
    rule: 'manifest/unique-id',
    severity: 'rejected',
    field: `metadata.labels[${ID_LABEL}]`,
    path: ['metadata', 'labels', ID_LABEL],
    message:
      `Job ${job.name} has the same id, ${id}, as ${other}${at}, ` +
      'so a deploy would take the two for runs of one Job',
    fix:
      'delete the file that an earlier synth left, ' +
      `or give the Jobs different construct ids, labels ${ID_LABEL} or namespaces`,
  };
}
