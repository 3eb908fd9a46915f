import type { DryRunResult } from './dry-run';
import { newestFirst } from './runs';
import { Json, objectIn } from '../../kubernetes/json';
import type { Manifest } from '../../kubernetes/manifest';
import {
  ID_LABEL,
  RERUN_POLICY_ANNOTATION,
  SPEC_HASH_ANNOTATION,
} from '../../kubernetes/metadata-keys';
import type { Job } from '../kube/objects';
import { jobVerdict } from '../verdict/job-verdict';

/** Which unchanged Jobs run again: none, those whose newest run failed, or all. */
export type Rerun = 'changed' | 'failed' | 'all';

/**
 * What happens when a Job is to run while an earlier run of it is active: `wait` waits for that
 * run, `fail` rejects the deploy, `replace` deletes that run.
 */
export type IfRunning = 'wait' | 'fail' | 'replace';

/** Options that decide which Jobs run, besides the rerun policy of each Job. */
export interface RunOptions {
  /** Which unchanged Jobs run again. @default changed */
  readonly rerun?: Rerun;
  /** What happens when a Job is to run while an earlier run of it is active. @default wait */
  readonly ifRunning?: IfRunning;
}

/** Starts a new run. */
export interface RunDecision {
  readonly type: 'run';
  /** Why; null for a first run. */
  readonly reason: string | null;
  /** The newest earlier run. @default this is the first run that is known */
  readonly newest?: Job;
  /** The active runs to wait for first. */
  readonly waitsFor: readonly Job[];
  /** The runs to delete first. */
  readonly deletes: readonly Job[];
}

/** What a deploy does with a Job. Two runs of one Job are never active at once. */
export type Decision =
  | RunDecision
  /** Applies the Job to its newest run, active or ended, which changes mutable fields only. */
  | { readonly type: 'keep'; readonly run: Job }
  /** Applies nothing, since this run has succeeded. */
  | { readonly type: 'skip'; readonly run: Job; readonly reason: string }
  /** Rejects the deploy. */
  | { readonly type: 'reject'; readonly reason: string };

/**
 * Decides whether a Job runs. See docs/reruns.md.
 * @param known the Jobs with the same identity, of any name
 */
export function decide(
  manifest: Manifest,
  known: readonly Job[],
  dryRun: DryRunResult,
  { rerun = 'changed', ifRunning = 'wait' }: RunOptions,
): Decision {
  const isDying = ({ metadata }: Job) => metadata.deletionTimestamp !== undefined;
  const runs = known.filter((run) => !isDying(run)).sort(newestFirst);
  const active = runs.filter((run) => jobVerdict(run) === undefined);
  const policy = manifest.metadata.annotations?.[RERUN_POLICY_ANNOTATION] ?? 'OnChange';

  const [newest] = runs;
  const run = (reason: string | null): Decision => {
    if (active.length > 0 && ifRunning === 'fail') {
      return { type: 'reject', reason: `${reason}, but ${namesOf(active)} still active` };
    }
    const sameName = runs.filter(({ metadata: { name } }) => name === manifest.metadata.name);
    const replaces = ifRunning === 'replace';
    const deletes = [
      ...sameName.filter((one) => replaces || !active.includes(one)),
      ...(replaces ? active : []),
      ...known.filter(isDying),
    ];
    return {
      type: 'run',
      reason,
      newest,
      waitsFor: ifRunning === 'wait' ? active : [],
      deletes: [...new Set(deletes)],
    };
  };

  if (newest === undefined) {
    const forgotten = 'no earlier run exists (one that ttlSecondsAfterFinished deleted is unknown)';
    return run(hasTtl(manifest) ? forgotten : null);
  }
  const succeeded =
    policy === 'UntilSuccess'
      ? runs.find((one) => jobVerdict(one)?.outcome === 'succeeded')
      : undefined;
  if (succeeded !== undefined && rerun !== 'all') {
    const reason = `already succeeded as Job ${succeeded.metadata.name} (rerun policy UntilSuccess)`;
    return { type: 'skip', run: succeeded, reason };
  }
  const changed = difference(manifest, runs, dryRun);
  if (changed !== undefined) return run(changed);
  if (policy === 'Always') return run('rerun policy Always');
  if (rerun === 'all' && !active.includes(newest)) return run('rerun of all Jobs requested');
  if (jobVerdict(newest)?.outcome === 'failed') {
    if (rerun === 'failed') return run('newest run failed, and rerun of failed Jobs requested');
    if (policy === 'UntilSuccess') return run('newest run failed (rerun policy UntilSuccess)');
  }
  return { type: 'keep', run: newest };
}

function hasTtl({ spec }: Manifest): boolean {
  return objectIn(spec as Json | undefined).ttlSecondsAfterFinished !== undefined;
}

/** Returns why a run of the manifest would differ from the newest run, or undefined. */
function difference(
  { metadata: { name, annotations, labels } }: Manifest,
  [newest, ...earlier]: readonly Job[],
  dryRun: DryRunResult,
): string | undefined {
  if (newest.metadata.name !== name) {
    const differs = `differs from its newest run, ${newest.metadata.name}`;
    return earlier.some(({ metadata }) => metadata.name === name)
      ? `${differs}, but was run before: its content was changed back, or another app in this ` +
          `namespace uses the id ${labels?.[ID_LABEL]}`
      : differs;
  }
  if (dryRun.kind === 'immutable') {
    return `${dryRun.fields.join(', ')} ${dryRun.fields.length === 1 ? 'is' : 'are'} immutable`;
  }
  const hash = annotations?.[SPEC_HASH_ANNOTATION];
  const newestHash = newest.metadata.annotations?.[SPEC_HASH_ANNOTATION];
  return hash !== undefined && newestHash !== undefined && hash !== newestHash
    ? 'a ConfigMap or Secret that it reads changed'
    : undefined;
}

function namesOf(runs: readonly Job[]): string {
  return `${runs.map(({ metadata: { name } }) => name).join(', ')} ${runs.length === 1 ? 'is' : 'are'}`;
}
