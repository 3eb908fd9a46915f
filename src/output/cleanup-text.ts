import { objectText, padVerb, pluralize } from './phrases';
import { escapeInvisible } from './sanitize';
import type { CleanupReport } from '../deploy/commands/cleanup';
import { jobRef } from '../deploy/core/report';

/** Formats a cleanup: a line for each deleted object, then the total, and where that was. */
export function cleanupText(report: CleanupReport, dryRun: boolean): string {
  const { deleted, deletedConfigMaps, namespace } = report;
  const verb = padVerb(dryRun ? 'delete' : 'deleted');
  const total = `${pluralize(deleted.length, 'superseded run')} ${dryRun ? 'would be ' : ''}deleted`;
  return [
    ...deleted.map(
      ({ namespace: of, name, outcome }) => `${verb} ${objectText(jobRef(of, name))} (${outcome})`,
    ),
    ...deletedConfigMaps.map(
      (name) => `${verb} ${objectText({ apiVersion: 'v1', kind: 'ConfigMap', namespace, name })}`,
    ),
    `${total}${placeText(report)}.`,
    '',
  ].join('\n');
}

/** Formats the namespace and the context, since the current ones may not be the ones meant. */
export function placeText({ context, namespace }: CleanupReport): string {
  if (namespace === null) return '';
  const of = context === null ? '' : ` of context ${escapeInvisible(context)}`;
  return ` in namespace ${escapeInvisible(namespace)}${of}`;
}
