import type { BlockerCause } from './blocker';

/** What the user can do about a cause that is more specific than its class. */
export interface Remedy {
  readonly message: string;
  /** What `kubectl describe` shows more of. @default the Pod, or the Job without one */
  readonly describe?: string;
}

/** The first remedy whose pattern matches the reason and the message is used. */
const REMEDIES: readonly [reason: RegExp, message: RegExp, Remedy][] = [
  [
    /^ErrImageNeverPull$/,
    /(?:)/,
    {
      message:
        'with imagePullPolicy Never the node must have the image: load it onto the node, ' +
        'or set IfNotPresent',
    },
  ],
  [
    /^Unschedulable$/,
    /persistentvolumeclaim "[^"]*" not found/,
    {
      message: 'create the PersistentVolumeClaim in the namespace of the Job, or correct claimName',
      describe: 'pvc',
    },
  ],
  [
    /^Unschedulable$/,
    /unbound immediate PersistentVolumeClaims|persistent volumes to bind/,
    {
      message:
        'the claim is not bound: check that its storageClassName exists, or that a default ' +
        'class does, and that its provisioner or a PersistentVolume can satisfy it',
      describe: 'pvc',
    },
  ],
];

/** Returns the remedy for a cause, or undefined if that of its class is the best known. */
export function remedyFor({ reason, message = '' }: BlockerCause): Remedy | undefined {
  return REMEDIES.find(
    ([ofReason, ofMessage]) => ofReason.test(reason) && ofMessage.test(message),
  )?.[2];
}
