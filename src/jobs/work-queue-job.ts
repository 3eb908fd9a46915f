import { Construct } from 'constructs';
import { Job } from './job';
import type { JobProps } from './job-props';
import { Completion, WorkQueueCompletion } from '../policy/completion';

/** Props of a Job whose Pods fetch their work themselves. */
export type WorkQueueJobProps = JobProps & WorkQueueCompletion;

/**
 * Workers that fetch their work from a queue of yours until it is empty. As soon as one ends with success no new ones are started, and when
 * all have ended the Job is complete: so a worker must not end before the queue is empty for all.
 */
export class WorkQueueJob extends Job {
  public constructor(scope: Construct, id: string, props: WorkQueueJobProps) {
    super(scope, id, props, Completion.workQueue(props));
  }
}
