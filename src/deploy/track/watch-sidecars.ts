import type { TrackedJob } from './tracked-job';
import { jobRef } from '../core/report';
import type { Session } from '../core/session';
import { sidecarHint } from '../verdict/sidecar-hint';

const CHECK_INTERVAL_MS = 5_000;
/** Containers of a Pod that all do work seldom end at the same time. */
const WARN_AFTER_MS = 60_000;

/**
 * Emits a warning for each Job with a Pod whose containers have ended for a while except for some,
 * which probably are sidecars that never end. Runs until the signal aborts.
 */
export async function watchSidecars(
  { clock, emit }: Session,
  jobs: readonly TrackedJob[],
  signal: AbortSignal,
): Promise<void> {
  const since = new Map<string, number>();
  const warned = new Set<TrackedJob>();
  for (;;) {
    await clock.sleep(CHECK_INTERVAL_MS, signal);
    for (const job of jobs) {
      if (job.verdict !== undefined || warned.has(job)) continue;
      for (const [uid, pod] of job.pods.alive) {
        const [hint] = sidecarHint([pod], job.namespace);
        if (hint === undefined) continue;
        const first = since.get(uid) ?? clock.now();
        since.set(uid, first);
        if (clock.now() - first < WARN_AFTER_MS || warned.has(job)) continue;
        warned.add(job);
        const message = `${hint.message} (${hint.command})`;
        emit({ type: 'warning', object: jobRef(job.namespace, job.name), message });
      }
    }
  }
}
