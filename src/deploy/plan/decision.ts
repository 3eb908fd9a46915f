import type { DryRunResult } from './dry-run';
import { newestFirst } from './runs';
import { Json, objectIn } from '../../kubernetes/json';
import type { Manifest } from '../../kubernetes/manifest';
import { RERUN_POLICY_ANNOTATION, SPEC_HASH_ANNOTATION } from '../../kubernetes/metadata-keys';
import type { Job } from '../kube/objects';
import { jobVerdict } from '../verdict/job-verdict';

/** Which Jobs run again although nothing in them has changed: none, those whose newest run has failed, or all. */
export type Rerun = 'changed' | 'failed' | 'all';

/** What happens if a Job is to run while an earlier run of it is active: that is waited for, the deploy refuses, or that is deleted. */
export type IfRunning = 'wait' | 'fail' | 'replace';

/** How runs are decided on, where the Jobs' own policy is not to decide. */
export interface RunOptions {
  /** Which Jobs run again although nothing in them has changed. @default changed */
  readonly rerun?: Rerun;
  /** What happens if a Job is to run while an earlier run of it is active. @default wait */
  readonly ifRunning?: IfRunning;
}

/** What is to happen to a Job. Never are two runs of it active at once. */
export type Decision =
  /** A new run, after some have ended and others were deleted. */
  | {
      readonly type: 'run';
      readonly reason: string | null;
      readonly waitsFor: readonly Job[];
      readonly deletes: readonly Job[];
    }
  /** The run that is there stays the newest, whether active or ended; what can change in it changes. */
  | { readonly type: 'keep'; readonly run: Job }
  /** Nothing: it has run, and that was to be once. */
  | { readonly type: 'skip'; readonly run: Job; readonly reason: string }
  | { readonly type: 'reject'; readonly reason: string };

/**
 * Decides whether a Job runs.
 * @param known the Jobs of the same identity, whatever their names
 */
export function decide(
  manifest: Manifest,
  known: readonly Job[],
  dryRun: DryRunResult,
  { rerun = 'changed', ifRunning = 'wait' }: RunOptions,
): Decision {
  const runs = known
    .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
    .sort(newestFirst);
  const dying = known.filter(({ metadata }) => metadata.deletionTimestamp !== undefined);
  const active = runs.filter((run) => jobVerdict(run) === undefined);
  const policy = manifest.metadata.annotations?.[RERUN_POLICY_ANNOTATION] ?? 'OnChange';

  const again = (reason: string | null): Decision => {
    if (active.length > 0 && ifRunning === 'fail') {
      return { type: 'reject', reason: `${reason}, but ${named(active)} still active` };
    }
    const replaced = runs.filter(
      (run) =>
        run.metadata.name === manifest.metadata.name &&
        (ifRunning === 'replace' || !active.includes(run)),
    );
    const stopped = ifRunning === 'replace' ? active : [];
    return {
      type: 'run',
      reason,
      waitsFor: ifRunning === 'wait' ? active : [],
      deletes: [...new Set([...replaced, ...stopped, ...dying])],
    };
  };

  const [newest] = runs;
  if (newest === undefined) {
    return again(
      hasTtl(manifest)
        ? 'no earlier run of it is known; what a TTL has removed is not remembered'
        : null,
    );
  }
  const done =
    policy === 'UntilSuccess'
      ? runs.find((run) => jobVerdict(run)?.outcome === 'succeeded')
      : undefined;
  if (done !== undefined && rerun !== 'all') {
    return {
      type: 'skip',
      run: done,
      reason: `it is to succeed once, and Job ${done.metadata.name} has`,
    };
  }
  const changed = difference(manifest, newest, dryRun);
  if (changed !== undefined) return again(changed);
  if (policy === 'Always') return again('it runs at every deploy');
  if (rerun === 'all' && !active.includes(newest)) return again('all Jobs were to run again');
  if (jobVerdict(newest)?.outcome === 'failed') {
    if (rerun === 'failed') return again('it has failed, and was to run again then');
    if (policy === 'UntilSuccess') return again('it is to succeed once, and has failed');
  }
  return { type: 'keep', run: newest };
}

function hasTtl({ spec }: Manifest): boolean {
  return objectIn(spec as Json | undefined).ttlSecondsAfterFinished !== undefined;
}

/** Why a run of the manifest would differ from the newest one that is known, or undefined if it would not. */
function difference(
  { metadata: { name, annotations } }: Manifest,
  newest: Job,
  dryRun: DryRunResult,
): string | undefined {
  if (newest.metadata.name !== name) {
    return `it differs from its newest run, ${newest.metadata.name}`;
  }
  if (dryRun.kind === 'immutable') {
    return `${dryRun.fields.join(', ')} cannot change in a Job that is there`;
  }
  const [now, then] = [annotations, newest.metadata.annotations].map(
    (known) => known?.[SPEC_HASH_ANNOTATION],
  );
  return now !== undefined && then !== undefined && now !== then
    ? 'what it reads has changed'
    : undefined;
}

function named(runs: readonly Job[]): string {
  return `${runs.map(({ metadata: { name } }) => name).join(', ')} ${runs.length === 1 ? 'is' : 'are'}`;
}
