import { Construct } from 'constructs';
import { Job } from './job';
import type {
  ContainersProps,
  FailureProps,
  JobBaseProps,
  PerIndexFailureProps,
  SingleContainerProps,
} from './job-props';
import { PeerNetwork } from './pod-network';
import { dropInvalidProps } from './prop-validation';
import type { PodSpec } from '../kubernetes/pod-spec';
import { Completion, IndexCount, IndexedCompletion, NoPerIndexRetries } from '../policy/completion';

/** Props of a Job with a Pod for each index. */
export type IndexedJobProps = JobBaseProps &
  (SingleContainerProps | ContainersProps) &
  IndexCount &
  Pick<IndexedCompletion, 'parallelism' | 'successPolicy'> &
  ((FailureProps & NoPerIndexRetries) | PerIndexFailureProps);

/** A Pod for each index, each of which must succeed; the index, or its item, says which part of the work is whose. */
export class IndexedJob extends Job {
  private peers?: PeerNetwork;

  public constructor(scope: Construct, id: string, props: IndexedJobProps) {
    super(scope, id, props, Completion.indexed(dropInvalidProps(props) as IndexedCompletion));
  }

  /**
   * The name under which the Pods of the Job find the Pod of an index in the network. It makes a headless Service, so that there are such
   * names, called after the Job, or as `podOverlay.subdomain` says; all Pods that are to meet have to be at work at once (`parallelism`).
   * @param index 0 to `completions` - 1
   */
  public addressOf(index: number): string {
    this.peers ??= new PeerNetwork(
      this,
      this.apiObject,
      this.selectorOfPods(),
      this.props.podOverlay?.subdomain,
    );
    return this.peers.addressOf(index);
  }

  protected patternPod(): PodSpec {
    return this.peers ? { subdomain: this.peers.subdomain } : {};
  }
}
