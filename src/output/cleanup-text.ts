import { objectText, padVerb, pluralize } from './phrases';
import type { CleanupReport } from '../deploy/commands/cleanup';
import { jobRef } from '../deploy/core/report';

/** Formats a cleanup: a line for each deleted run, then the total. */
export function cleanupText({ deleted }: CleanupReport, dryRun: boolean): string {
  const verb = padVerb(dryRun ? 'delete' : 'deleted');
  const lines = deleted.map(
    ({ namespace, name, outcome }) => `${verb} ${objectText(jobRef(namespace, name))} (${outcome})`,
  );
  const total = `${pluralize(deleted.length, 'superseded run')} ${dryRun ? 'would be ' : ''}deleted.`;
  return [...lines, total, ''].join('\n');
}
