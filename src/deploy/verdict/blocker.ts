import { waitingFor } from './waiting';
import type { KubeEvent, Pod } from '../kube/objects';

/** The kinds of causes that keep a Pod from starting, by what the user has to do. */
export type BlockerClass =
  | 'image' // the image does not exist, or the node may not pull it
  | 'registry' // the registry cannot be reached, or is too busy
  | 'config' // a ConfigMap, Secret, key or claim is missing, or runAsNonRoot forbids the image's user
  | 'account' // the ServiceAccount does not exist
  | 'admission' // Pod Security, a webhook or the API server rejects the Pod
  | 'quota' // the Pod would exceed the quota of the namespace
  | 'start' // the program cannot start: Pods fail, so the Job's retries decide
  | 'unschedulable' // no node has room or matches
  | 'volume' // a claim is not bound, or a volume cannot be attached or mounted
  | 'sandbox' // the node cannot create the Pod's network or sandbox
  | 'control-plane' // Pods cannot be created for now
  | 'terminating' // the deletion of a Pod does not finish, as on a lost node
  | 'other'; // any other reason for which a Pod waits

/** What keeps a Pod from starting, as the kubelet, the scheduler or the Job controller reports it. */
export interface BlockerCause {
  readonly class: BlockerClass;
  /** In one word, such as `ErrImagePull`. */
  readonly reason: string;
  readonly message?: string;
}

const MISSING_CONFIG =
  /(configmap|secret) "[^"]*" not found|references non-existent (config|secret) key|couldn't find key/i;

/**
 * The class for a reason and a message. The first rule that matches is used. Observed on a
 * cluster of Kubernetes 1.35: the kubelet, containerd, the Job controller and admission.
 */
const RULES: readonly [reason: RegExp, message: RegExp, cls: BlockerClass][] = [
  [/^(InvalidImageName|ErrImageNeverPull)$/, /(?:)/, 'image'],
  [
    /^(ErrImagePull|ImagePullBackOff)$/,
    new RegExp(
      'not found|not exist|manifest unknown|unauthorized|denied|forbidden|no basic auth|' +
        'invalid reference',
      'i',
    ),
    'image',
  ],
  [/^(ErrImagePull|ImagePullBackOff|RegistryUnavailable|ImageInspectError)$/, /(?:)/, 'registry'],
  [/^CreateContainerConfigError$/, /failed to sync/i, 'other'], // the kubelet's cache is not up to date
  [/^CreateContainerConfigError$/, /(?:)/, 'config'],
  [
    new RegExp(
      '^(CreateContainerError|RunContainerError|StartError|PostStartHookError|' +
        'PreStartHookError|CrashLoopBackOff)$',
    ),
    /(?:)/,
    'start',
  ],
  [/^Unschedulable$/, /persistentvolumeclaim "[^"]*" not found/, 'config'],
  [
    /^Unschedulable$/,
    /unbound immediate PersistentVolumeClaims|persistent volumes to bind/,
    'volume',
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
  return RULES.find(
    ([ofReason, ofMessage]) => ofReason.test(reason) && ofMessage.test(message),
  )?.[2];
}

/**
 * Returns what keeps a Pod from starting, if its status shows a cause.
 * @param before the cause seen before. Between two pulls of an image, older kubelets do not report
 * why they fail
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

/** Returns the same from an Event about a Job or a Pod. */
export function blockerOfEvent({ reason = '', message }: KubeEvent): BlockerCause | undefined {
  const found = classOf(reason, message);
  return found && { class: found, reason, message };
}
