import type { JobChange, Scenario, ScriptedPods } from './scenario';
import type { JobManifest } from '../../kubernetes/manifest';

/** A Job of the simulation, and the id by which scenarios can name it. */
export interface NamedJob {
  readonly id: string;
  readonly manifest: JobManifest;
}

/** The longest simulated time, so that no simulation goes on without end. */
const MAX_SECONDS = 366 * 86_400;

/** Whether a scenario means a Job by its id or name. */
export function isNamed({ id, manifest }: NamedJob, idOrName: string): boolean {
  return id === idOrName || manifest.metadata.name === idOrName;
}

/** Returns every problem of a scenario, with its place. */
export function scenarioProblems(scenario: Scenario, jobs: readonly NamedJob[]): string[] {
  const { pods = [], changes = [], forSeconds = 1 } = scenario;
  const limit =
    forSeconds > 0 && forSeconds <= MAX_SECONDS
      ? []
      : [`forSeconds: must be greater than 0 and at most ${MAX_SECONDS}, but is ${forSeconds}`];
  return [
    ...limit,
    ...pods.flatMap((entry, i) => podProblems(entry, jobs).map((text) => `pods[${i}].${text}`)),
    ...changes.flatMap((entry, i) =>
      changeProblems(entry, jobs).map((text) => `changes[${i}].${text}`),
    ),
  ];
}

function podProblems(entry: ScriptedPods, jobs: readonly NamedJob[]): string[] {
  const { job, index, attempt, startSeconds, runSeconds, exitCode } = entry;
  const named = job === undefined ? jobs : jobs.filter((each) => isNamed(each, job));
  return [
    ...(job === undefined ? [] : nameProblems(job, jobs)),
    ...(index === undefined || named.length === 0 ? [] : indexProblems(index, named)),
    ...integerProblems('attempt', attempt, 1, Infinity),
    ...secondsProblems('startSeconds', startSeconds),
    ...secondsProblems('runSeconds', runSeconds),
    ...integerProblems('exitCode', exitCode, 0, 255),
  ];
}

function changeProblems(change: JobChange, jobs: readonly NamedJob[]): string[] {
  const { job, atSeconds, suspend, parallelism } = change;
  return [
    ...nameProblems(job, jobs),
    ...secondsProblems('atSeconds', atSeconds),
    ...integerProblems('parallelism', parallelism, 0, Infinity),
    ...(suspend === undefined && parallelism === undefined
      ? ['suspend: set suspend or parallelism, or remove the change']
      : []),
  ];
}

function nameProblems(job: string, jobs: readonly NamedJob[]): string[] {
  const count = jobs.filter((each) => isNamed(each, job)).length;
  if (count === 1) return [];
  const names = jobs.map(({ id }) => id).join(', ');
  return count === 0
    ? [`job: no Job has the id or name "${job}"; the Jobs are: ${names}`]
    : [`job: ${count} Jobs have the id or name "${job}"; pass a smaller scope`];
}

function indexProblems(index: number, jobs: readonly NamedJob[]): string[] {
  const counts = jobs.map(({ manifest: { spec } }) =>
    spec.completionMode === 'Indexed' ? (spec.completions ?? 0) : 0,
  );
  const most = Math.max(...counts);
  if (Number.isInteger(index) && index >= 0 && index < most) return [];
  return most === 0
    ? ['index: the Job is not Indexed']
    : [`index: must be from 0 to ${most - 1}, but is ${index}`];
}

function integerProblems(
  field: string,
  value: number | undefined,
  least: number,
  most: number,
): string[] {
  if (value === undefined) return [];
  if (Number.isInteger(value) && value >= least && value <= most) return [];
  const range = most === Infinity ? `${least} or more` : `from ${least} to ${most}`;
  return [`${field}: must be an integer, ${range}, but is ${value}`];
}

function secondsProblems(field: string, value: number | undefined): string[] {
  return value === undefined || (value >= 0 && value <= MAX_SECONDS)
    ? []
    : [`${field}: must be from 0 to ${MAX_SECONDS} seconds, but is ${value}`];
}
