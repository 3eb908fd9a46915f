import { ATTEMPT_RULES, FailedAttempt } from './attempt-hints';
import type { Hint } from './hint';
import type { HintTemplate } from './hint-rule';
import { hintForReason } from './job-hints';
import type { Verdict } from './outcome';
import type { Job } from '../kube/objects';

/** A Job may fail in a thousand ways: no more hints are given. */
const MAX_HINTS = 5;

/** Returns what is known about the failure of a Job: the hint for its reason, then for attempts. */
export function failureHints(
  job: Job,
  verdict: Verdict,
  attempts: readonly FailedAttempt[],
): Hint[] {
  const { namespace = '', name } = job.metadata;
  const names = { JOB: name, NAMESPACE: namespace };
  const ofReason = hintForReason(verdict.reason);
  const hints = ofReason === undefined ? [] : [fill(ofReason, job, names)];
  for (const { attempt, pod } of attempts) {
    const failed = { attempt, pod, job };
    const rule = ATTEMPT_RULES.find(({ when }) => when(failed));
    if (rule === undefined) continue;
    hints.push(
      fill(rule, failed, { ...names, POD: attempt.pod, CONTAINER: attempt.container ?? '' }),
    );
  }
  return distinct(hints).slice(0, MAX_HINTS);
}

function fill<T>(
  { message, command }: HintTemplate<T>,
  seen: T,
  names: Readonly<Record<string, string>>,
): Hint {
  return {
    message: typeof message === 'string' ? message : message(seen),
    command: command.replace(/[A-Z]{3,}/g, (placeholder) => names[placeholder]),
  };
}

function distinct(hints: readonly Hint[]): Hint[] {
  const first = new Map<string, Hint>();
  for (const hint of hints) if (!first.has(hint.message)) first.set(hint.message, hint);
  return [...first.values()];
}
