import { Construct } from 'constructs';
import { Job } from './job';
import type { JobProps } from './job-props';
import { Completion, FixedCompletion } from '../policy/completion';

/** Props of a Job whose Pods share the work. */
export type ParallelJobProps = JobProps & FixedCompletion;

/**
 * Runs Pods, several at once, until a fixed number of them has succeeded. Any Pod may do any part
 * of the work.
 */
export class ParallelJob extends Job {
  public constructor(scope: Construct, id: string, props: ParallelJobProps) {
    super(scope, id, props, Completion.fixed(props));
  }
}
