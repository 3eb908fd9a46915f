import { harmlessJson } from './harmless';
import type { Plan } from '../deploy/plan/plan';
import type { PruneReport } from '../deploy/prune';
import type { Report } from '../deploy/report';

/** What happened, or would, as one JSON document. */
export function json(result: Report | Plan | PruneReport): string {
  return harmlessJson(result);
}
