import type { JobDefaultsParts } from './job-defaults-parts';
import { mergePatch } from '../kubernetes/merge';
import { DEFAULT_MINOR } from '../kubernetes/minor';

/** The user `nonroot` of distroless images; above 10000, so that no user of the node has it. */
const NONROOT = 65532;
/** The name of the volume for `/tmp`. A Job may replace the volume by giving one of this name. */
const TMP = 'cdk8s-jobs-tmp';

/** The defaults of `JobDefaults.sane()`. */
export const sane: JobDefaultsParts = {
  job: {
    backoffLimit: 6, // the default of the API server, written so that a diff shows it
    // No ttlSecondsAfterFinished: a GitOps tool would create, and so run, a deleted Job again.
  },
  cronJob: {
    concurrencyPolicy: 'Forbid', // runs never overlap
  },
  pod: {
    automountServiceAccountToken: false,
    securityContext: {
      fsGroup: NONROOT, // makes volumes writable
      fsGroupChangePolicy: 'OnRootMismatch', // avoids a recursive chown at each start
      seccompProfile: { type: 'RuntimeDefault' },
    },
    volumes: [{ name: TMP, emptyDir: {} }],
  },
  container: {
    env: [{ name: 'HOME', value: '/tmp' }], // uid 65532 has no home in most images
    resources: {
      requests: { cpu: '100m', memory: '128Mi', 'ephemeral-storage': '64Mi' },
      // No CPU limit: it would throttle Jobs even while CPUs are idle.
      limits: { memory: '1Gi', 'ephemeral-storage': '2Gi' },
    },
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
      // With runAsNonRoot alone, images whose user is root or has only a name do not start.
      runAsUser: NONROOT,
      runAsGroup: NONROOT,
    },
    volumeMounts: [{ name: TMP, mountPath: '/tmp' }],
  },
  standardLabels: true,
  kubernetesVersion: `1.${DEFAULT_MINOR}`,
  isolate: false,
  required: [],
};

/** The defaults of `JobDefaults.strict()`. A linter requires each of them (docs/defaults.md). */
export const strict: JobDefaultsParts = {
  ...sane,
  cronJob: mergePatch(sane.cronJob, { startingDeadlineSeconds: 600 }),
  container: mergePatch(sane.container, {
    imagePullPolicy: 'Always',
    resources: { limits: { cpu: '1' } },
  }),
  isolate: true,
  required: ['digest', 'namespace'],
};
