import { formatJson } from './sanitize';
import type { CleanupReport } from '../deploy/commands/cleanup';
import type { Plan } from '../deploy/commands/plan';
import type { Report } from '../deploy/core/report';

/** Formats the result of a command as one JSON document, as `schemas/` describes it. */
export function resultJson(result: Report | Plan | CleanupReport): string {
  return formatJson(result);
}
