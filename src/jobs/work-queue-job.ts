import { Construct } from 'constructs';
import { Job } from './job';
import type { JobProps } from './job-props';
import { Completion, WorkQueueCompletion } from '../policy/completion';

/** Props of a Job whose Pods fetch their work themselves. */
export type WorkQueueJobProps = JobProps & WorkQueueCompletion;

/**
 * Runs workers that fetch their work from an external queue until it is empty. When a worker has
 * succeeded, no new one is started, and when all have ended, the Job is complete. So a worker must
 * not exit before the queue is empty.
 */
export class WorkQueueJob extends Job {
  public constructor(scope: Construct, id: string, props: WorkQueueJobProps) {
    super(scope, id, props, Completion.workQueue(props));
  }
}
