import { formatJson } from './sanitize';
import type { CleanupReport } from '../deploy/commands/cleanup';
import type { Plan } from '../deploy/commands/plan';
import type { Report } from '../deploy/core/report';

/** What happened, or would, as one JSON document. */
export function json(result: Report | Plan | CleanupReport): string {
  return formatJson(result);
}
