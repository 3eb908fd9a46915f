import type { JobDefaultsParts } from './job-defaults-parts';
import { DEFAULT_MINOR } from '../kubernetes/minor';

/** Distroless images' `nonroot`; above 10000, so that it is nobody on the node. */
const NONROOT = 65532;
/** Nobody names a volume so by chance. Who does it on purpose replaces it, with one in memory, say. */
const TMP = 'cdk8s-jobs-tmp';

export const sane: JobDefaultsParts = {
  job: {
    backoffLimit: 6, // what the server would fill in, written out so that a diff shows it
    // No ttlSecondsAfterFinished: an engine that restores what Git says would make, and so run, a removed Job again.
  },
  cronJob: {
    concurrencyPolicy: 'Forbid', // a run that takes longer than it should is not joined by the next
  },
  pod: {
    automountServiceAccountToken: false,
    securityContext: {
      fsGroup: NONROOT, // or volumes could not be written
      fsGroupChangePolicy: 'OnRootMismatch', // large volumes are not walked at each start
      seccompProfile: { type: 'RuntimeDefault' },
    },
    volumes: [{ name: TMP, emptyDir: {} }],
  },
  container: {
    env: [{ name: 'HOME', value: '/tmp' }], // uid 65532 has no home in most images
    resources: {
      requests: { cpu: '100m', memory: '128Mi', 'ephemeral-storage': '64Mi' },
      limits: { memory: '1Gi', 'ephemeral-storage': '2Gi' }, // no CPU limit: it would slow Jobs down beside idle CPUs
    },
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
      runAsUser: NONROOT, // runAsNonRoot alone keeps images whose user is root, or has only a name, from starting
      runAsGroup: NONROOT,
    },
    volumeMounts: [{ name: TMP, mountPath: '/tmp' }],
  },
  standardLabels: true,
  kubernetesVersion: `1.${DEFAULT_MINOR}`,
  isolate: false,
  required: [],
};
