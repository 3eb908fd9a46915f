import { Construct } from 'constructs';
import type { AnyJobProps } from './job-props';
import { JobWorkload } from './job-workload';
import type { Completion } from '../policy/completion';

/** What all Jobs have in common; use the class that names the pattern (`SimpleJob`, `ParallelJob`, `IndexedJob`, `WorkQueueJob`). */
export abstract class Job extends JobWorkload {
  /** How RBAC rules call it. */
  public readonly resourceType = 'jobs';

  /** @hidden */
  protected constructor(scope: Construct, id: string, props: AnyJobProps, completion: Completion) {
    super(scope, id, props, completion, { kind: 'Job', spec: (job) => job });
  }
}
