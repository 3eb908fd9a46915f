import { waitingFor } from './waiting';
import type { KubeEvent, Pod } from '../kube/objects';

/** What keeps a Pod from starting, by what has to be done about it. */
export type BlockerClass =
  | 'image' // there is no such image, or it may not be pulled
  | 'registry' // the registry cannot be reached, or is too busy
  | 'config' // a ConfigMap, a Secret or a key is missing, or the image would run as root where it must not
  | 'account' // there is no such service account
  | 'admission' // Pod Security, a webhook or the API server refuses the Pod
  | 'quota' // the namespace has used up its quota
  | 'start' // the program cannot be started: Pods fail, so the Job's own retries decide
  | 'unschedulable' // no node has room, or suits
  | 'volume' // a volume cannot be attached or mounted
  | 'sandbox' // the node cannot make the Pod's network or sandbox
  | 'control-plane' // Pods cannot be made for now
  | 'terminating' // a Pod that is being deleted does not go away, as on a node that is lost
  | 'other'; // anything else that a Pod says it waits for

/** What stands in the way of a Job, in the words of whoever saw it. */
export interface BlockerCause {
  readonly class: BlockerClass;
  /** Such as `ErrImagePull`. */
  readonly reason: string;
  readonly message?: string;
}

const MISSING_CONFIG =
  /(configmap|secret) "[^"]*" not found|references non-existent (config|secret) key|couldn't find key/i;

/** Of signs that look alike the first holds. Sources: the kubelet, containerd, the Job controller and admission of Kubernetes 1.35, as a cluster shows them. */
const SIGNS: readonly [reason: RegExp, message: RegExp, cls: BlockerClass][] = [
  [/^(InvalidImageName|ErrImageNeverPull)$/, /(?:)/, 'image'],
  [
    /^(ErrImagePull|ImagePullBackOff)$/,
    /not found|not exist|manifest unknown|unauthorized|denied|forbidden|no basic auth|invalid reference/i,
    'image',
  ],
  [/^(ErrImagePull|ImagePullBackOff|RegistryUnavailable|ImageInspectError)$/, /(?:)/, 'registry'],
  [/^CreateContainerConfigError$/, /failed to sync/i, 'other'], // the kubelet has not heard of it yet
  [/^CreateContainerConfigError$/, /(?:)/, 'config'],
  [
    /^(CreateContainerError|RunContainerError|StartError|PostStartHookError|PreStartHookError|CrashLoopBackOff)$/,
    /(?:)/,
    'start',
  ],
  [/^Unschedulable$/, /(?:)/, 'unschedulable'],
  [/^FailedMount$/, MISSING_CONFIG, 'config'],
  [/^(FailedMount|FailedAttachVolume|FailedMapVolume)$/, /(?:)/, 'volume'],
  [/^(FailedCreatePodSandBox|NetworkNotReady)$/, /(?:)/, 'sandbox'],
  [/^FailedCreate$/, /serviceaccount "[^"]*" not found/, 'account'],
  [/^FailedCreate$/, /failed quota: \S+ must specify/, 'admission'],
  [/^FailedCreate$/, /exceeded quota/, 'quota'],
  [
    /^FailedCreate$/,
    /failed calling webhook|Internal error|timeout|connection refused/i,
    'control-plane',
  ],
  [/^FailedCreate$/, /is forbidden|denied the request|is invalid/, 'admission'],
  [/^FailedCreate$/, /(?:)/, 'control-plane'],
];

function classOf(reason: string, message = ''): BlockerClass | undefined {
  return SIGNS.find(
    ([ofReason, ofMessage]) => ofReason.test(reason) && ofMessage.test(message),
  )?.[2];
}

/**
 * What keeps a Pod from starting, as far as the Pod itself says it.
 * @param before what was seen before: while it backs off from pulling an image, the kubelet of older versions does not say why
 */
export function blockerOfPod(pod: Pod, before?: BlockerCause): BlockerCause | undefined {
  const {
    metadata: { deletionTimestamp },
    spec: { nodeName },
    status,
  } = pod;
  if (deletionTimestamp !== undefined) {
    const over = ['Succeeded', 'Failed'].includes(status?.phase ?? '');
    return over
      ? undefined
      : {
          class: 'terminating',
          reason: 'Terminating',
          message: nodeName === undefined ? undefined : `on node ${nodeName}`,
        };
  }
  const waiting = waitingFor(pod);
  if (waiting === undefined) return undefined;
  const { reason, message } = waiting;
  if (
    reason === 'ImagePullBackOff' &&
    !message?.includes('ErrImagePull') &&
    before &&
    ['image', 'registry'].includes(before.class)
  ) {
    return before;
  }
  return { class: classOf(reason, message) ?? 'other', reason, message };
}

/** The same from an event about a Job or a Pod. */
export function blockerOfEvent({ reason = '', message }: KubeEvent): BlockerCause | undefined {
  const found = classOf(reason, message);
  return found && { class: found, reason, message };
}
