import { resultJson } from './result-json';
import type { OperationOutcome, Rejection, Report } from '../deploy/core/report';

/** Why a command ended before it had a result. */
export interface CommandFailure {
  readonly outcome: Exclude<OperationOutcome, 'succeeded'>;
  readonly errors: readonly Rejection[];
}

/** Returns the report of a command that failed before it had one. */
export function failedReport(failure: CommandFailure): Report {
  return { schemaVersion: 1, ...failure, jobs: [], applied: [] };
}

/** Formats the failure of `plan`. */
export function failedPlanJson(failure: CommandFailure): string {
  return resultJson({ schemaVersion: 1, ...failure, warnings: [], objects: [] });
}

/** Formats the failure of `cleanup`. */
export function failedCleanupJson(failure: CommandFailure): string {
  const nothing = { context: null, namespace: null, deleted: [], deletedConfigMaps: [] };
  return resultJson({ schemaVersion: 1, ...failure, ...nothing });
}
