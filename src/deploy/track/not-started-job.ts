import type { JobReport, ObjectRef } from '../core/report';
import type { Job } from '../kube/objects';
import { notStartedHints, notStartedVerdict } from '../verdict/not-started';
import type { Verdict } from '../verdict/outcome';

/** A Job that is to start a new run, and waits for earlier runs. */
export class NotStartedJob {
  /** @param earlier the runs that it waits for, as they were last seen, by uid */
  public constructor(
    private readonly object: ObjectRef,
    private readonly earlier: ReadonlyMap<string, Job>,
  ) {}

  /** @param end the verdict of Jobs that had not ended when their deploy ended */
  public report(end: Verdict): JobReport {
    const { namespace, name } = this.object;
    const earlier = [...this.earlier.values()];
    const { outcome, reason = null, message = null } = notStartedVerdict(end, earlier);
    return {
      namespace: namespace!,
      name,
      uid: null,
      outcome,
      reason,
      message,
      startedAt: null,
      finishedAt: null,
      indexes: null,
      pods: { active: 0, succeeded: 0, failed: 0 },
      blockers: [],
      hints: notStartedHints(earlier),
      attempts: [],
    };
  }
}
