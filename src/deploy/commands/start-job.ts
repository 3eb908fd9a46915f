import { applyExistingJob, applyNewJob, StartedJob } from './apply-job';
import type { Applier } from '../apply/applier';
import type { Session } from '../core/session';
import { changesBetween } from '../plan/changes';
import type { JobPlan } from '../plan/job-plans';
import { TrackedJob } from '../track/tracked-job';

/**
 * Starts a Job, or finds its run, as was decided. The runs that it replaces must be gone.
 * @throws ApiError, ConnectionError, the reason of the session's signal
 */
export async function startJob(
  session: Session,
  applier: Applier,
  { manifest, applied, object, dryRun, decision }: JobPlan,
): Promise<StartedJob> {
  switch (decision.type) {
    case 'skip': {
      const { run, reason: message } = decision;
      return { manifest, job: new TrackedJob(run, undefined, { outcome: 'skipped', message }) };
    }
    case 'keep': {
      const isUnchanged =
        dryRun.kind === 'merged' && changesBetween(dryRun.live, dryRun.result).length === 0;
      const action = isUnchanged ? 'unchanged' : 'configured';
      return applyExistingJob(session, applier, applied, action, decision.run);
    }
    case 'run': {
      const replaces = decision.deletes.some(({ metadata: { name } }) => name === object.name);
      return applyNewJob(session, applier, manifest, replaces ? 'replaced' : 'created');
    }
    default:
      throw new Error(`a Job does not start when the decision is to ${decision.type}`);
  }
}
