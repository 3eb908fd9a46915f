import { pluralize, objectText, padVerb } from './phrases';
import type { CleanupReport } from '../deploy/commands/cleanup';

/** What was pruned, or would be, a line for each. */
export function cleanupText({ deleted }: CleanupReport, dryRun: boolean): string {
  const lines = deleted.map(
    ({ namespace, name, outcome }) =>
      `${padVerb(dryRun ? 'delete' : 'deleted')} ${objectText({ apiVersion: 'batch/v1', kind: 'Job', namespace, name })}, which ${outcome}`,
  );
  return [
    ...lines,
    `${pluralize(deleted.length, 'superseded run')} ${dryRun ? 'would be ' : ''}deleted.`,
    '',
  ].join('\n');
}
