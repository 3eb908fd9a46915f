import type { JobPlans } from './job-plans';
import type { Applier } from '../apply/applier';
import { rejection, rejectionOf } from '../apply/error-message';
import type { Rejection } from '../core/report';

/** Returns why Jobs would be rejected: by the API server, or by the decision about them. */
export function jobRejections(applier: Applier, { plans, rejected }: JobPlans): Rejection[] {
  const byServer = rejected.map(({ manifest, error }) =>
    rejectionOf(applier.refOf(manifest), manifest, error),
  );
  const byDecision = plans.flatMap(({ manifest, decision, dryRun }) => {
    const object = applier.refOf(manifest);
    if (decision.type === 'reject') return rejection(object, manifest, decision.reason);
    return decision.type === 'keep' && dryRun.kind === 'merged' && dryRun.conflict !== undefined
      ? rejectionOf(object, manifest, dryRun.conflict)
      : [];
  });
  return [...byServer, ...byDecision];
}
