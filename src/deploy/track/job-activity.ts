import type { Job, Pod } from '../kube/objects';
import { isSuspendedOrQueued } from '../verdict/job-state';

/** Whether a Job has started, and how often anything about it has changed. */
export class JobActivity {
  private changeCount = 0;
  private hasStarted = false;
  /** How many Pods had ended when the Job was last suspended or queued. */
  private endedWhileHeld = 0;

  /** Grows with each change of the Job's status and each step of a Pod. */
  public get changes(): number {
    return this.changeCount;
  }

  /** Whether one of its Pods has run since it was last suspended or queued. */
  public get started(): boolean {
    return this.hasStarted;
  }

  public seeJob(before: Job, job: Job): void {
    const held = isSuspendedOrQueued(job);
    if (
      held !== isSuspendedOrQueued(before) ||
      JSON.stringify(job.status) !== JSON.stringify(before.status)
    ) {
      this.changeCount++;
    }
    const { ready = 0, succeeded = 0, failed = 0 } = job.status ?? {};
    if (held) {
      this.hasStarted = false;
      this.endedWhileHeld = succeeded + failed;
    } else {
      this.hasStarted ||= ready > 0 || succeeded + failed > this.endedWhileHeld;
    }
  }

  /** @param progressed whether the Pod came a step further */
  public seePod(job: Job, pod: Pod, progressed: boolean): void {
    if (progressed) this.changeCount++;
    // A Pod that is being deleted may date from before the Job was suspended.
    const { deletionTimestamp } = pod.metadata;
    if (
      pod.status?.phase === 'Running' &&
      deletionTimestamp === undefined &&
      !isSuspendedOrQueued(job)
    ) {
      this.hasStarted = true;
    }
  }
}
