import { Construct } from 'constructs';
import { Job } from './job';
import type { JobProps } from './job-props';
import { Completion, FixedCompletion } from '../policy/completion';

/** Props of a Job whose Pods share the work. */
export type ParallelJobProps = JobProps & FixedCompletion;

/** A fixed number of Pods that must succeed, several at once; which of them does which part does not matter. */
export class ParallelJob extends Job {
  public constructor(scope: Construct, id: string, props: ParallelJobProps) {
    super(scope, id, props, Completion.fixed(props));
  }
}
