import { count, objectText, verb } from './words';
import type { PruneReport } from '../deploy/prune';

/** What was pruned, or would be, a line for each. */
export function pruneText({ deleted }: PruneReport, dryRun: boolean): string {
  const lines = deleted.map(({ namespace, name, outcome }) => `${verb(dryRun ? 'delete' : 'deleted')} ${objectText({ apiVersion: 'batch/v1', kind: 'Job', namespace, name })}, which ${outcome}`);
  return [...lines, `${count(deleted.length, 'superseded run')} ${dryRun ? 'would be ' : ''}deleted.`, ''].join('\n');
}
