import { Construct } from 'constructs';
import { Job } from './job';
import type { JobProps } from './job-props';
import { Completion, NonIndexedCompletion } from '../policy/completion';

/** Props of a Job with one Pod. */
export type SimpleJobProps = JobProps & NonIndexedCompletion;

/** Runs one Pod to completion: a migration, a report, a backup. */
export class SimpleJob extends Job {
  public constructor(scope: Construct, id: string, props: SimpleJobProps) {
    super(scope, id, props, Completion.single(props));
  }
}
