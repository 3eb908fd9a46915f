import { Construct } from 'constructs';
import { ExposedPods } from './exposed-pods';
import { Job } from './job';
import type {
  ContainersProps,
  FailureProps,
  JobBaseProps,
  PerIndexFailureProps,
  SingleContainerProps,
} from './job-props';
import { dropInvalidProps } from './prop-validation';
import type { PodSpec } from '../kubernetes/pod-spec';
import { Completion, IndexCount, IndexedCompletion, NoPerIndexRetries } from '../policy/completion';

/** Props of a Job with a Pod for each index. */
export type IndexedJobProps = JobBaseProps &
  (SingleContainerProps | ContainersProps) &
  IndexCount &
  Pick<IndexedCompletion, 'parallelism' | 'successPolicy'> &
  ((FailureProps & NoPerIndexRetries) | PerIndexFailureProps);

/**
 * Runs one Pod for each index, and each index must succeed. Each Pod learns from its index, or from
 * the item of its index, which part of the work it does.
 */
export class IndexedJob extends Job {
  private exposed?: ExposedPods;

  public constructor(scope: Construct, id: string, props: IndexedJobProps) {
    super(scope, id, props, Completion.indexed(dropInvalidProps(props) as IndexedCompletion));
  }

  /**
   * Gives each Pod a hostname by which the other Pods reach it: creates a headless Service for the
   * Pods of this Job, named after the Job or after `podOverlay.subdomain`. A second call returns
   * the same Service.
   *
   * All Pods that communicate must run at once, so set `parallelism` to `completions`.
   */
  public exposePods(): ExposedPods {
    return (this.exposed ??= new ExposedPods(
      this,
      this.jobObject,
      this.selectorOfPods(),
      this.props.podOverlay?.subdomain,
    ));
  }

  protected patternPod(): PodSpec {
    return this.exposed ? { subdomain: this.exposed.subdomain } : {};
  }
}
