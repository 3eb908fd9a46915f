import type { JobObject } from './job-object';
import { outdatedNameProblems } from './outdated-names';
import { jobSpecIn, JsonObject } from '../kubernetes/json';
import { MAX_CRON_JOB_NAME_LENGTH, MAX_LABEL_LENGTH } from '../kubernetes/names';

/** Returns the problems of a generated name. The rules check the names that users give. */
export function nameProblems(object: JobObject, manifest: JsonObject): string[] {
  return [
    ...lengthProblems(object, manifest),
    ...cycleProblems(object),
    ...outdatedNameProblems(object, manifest),
  ];
}

function lengthProblems(object: JobObject, manifest: JsonObject): string[] {
  const { generated } = object;
  const maxLength = maxNameLength(manifest);
  if (!generated || generated.fullLength <= maxLength) return [];
  const { id } = object.node.scope!.node;
  const idLength = id.length - (generated.fullLength - maxLength);
  const fix =
    idLength > 0
      ? `shorten the id ${JSON.stringify(id)} to at most ${idLength} characters`
      : 'shorten the ids of its scopes';
  return [
    `metadata.name: would have ${generated.fullLength} characters, ` +
      `but at most ${maxLength} are allowed; ${fix}, or set metadata.name`,
  ];
}

/**
 * Returns the maximum length of a name: Pods of an Indexed Job append the index to it, and Jobs of
 * a CronJob a timestamp.
 */
function maxNameLength(manifest: JsonObject): number {
  const { completionMode, completions } = jobSpecIn(manifest).spec;
  const maxLength = manifest.kind === 'CronJob' ? MAX_CRON_JOB_NAME_LENGTH : MAX_LABEL_LENGTH;
  return completionMode === 'Indexed' && typeof completions === 'number' && completions > 0
    ? maxLength - `-${completions - 1}`.length
    : maxLength;
}

function cycleProblems({ cycle }: JobObject): string[] {
  if (!cycle) return [];
  const path = [...cycle, cycle[0]].map(({ node }) => node.scope!.node.path).join(' → ');
  return [
    'metadata.name: depends on itself, since each of these Jobs reads the name of the next: ' +
      `${path}; set metadata.name of one of them`,
  ];
}
