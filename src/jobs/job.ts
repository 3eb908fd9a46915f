import { Construct } from 'constructs';
import type { AnyJobProps } from './job-props';
import { JobWorkload } from './job-workload';
import type { Completion } from '../policy/completion';

/**
 * The base class of Jobs. Use the class of a pattern: `SimpleJob`, `ParallelJob`, `IndexedJob` or
 * `WorkQueueJob`.
 */
export abstract class Job extends JobWorkload {
  /** The name of Jobs in RBAC rules. */
  public readonly resourceType = 'jobs';

  /** @hidden */
  protected constructor(scope: Construct, id: string, props: AnyJobProps, completion: Completion) {
    super(scope, id, props, completion, 'Job');
  }
}
