/** The minor versions in which a feature of Kubernetes reached its stages. */
export interface Stages {
  readonly alpha?: number;
  readonly beta?: number;
  /** The stage that Kubernetes also calls GA. */
  readonly stable?: number;
  /** The first that enables the feature by default. @default `beta`, else `stable`, else none */
  readonly on?: number;
}

/**
 * The features that fields of a Job depend on.
 * Source: `pkg/features/kube_features.go` of Kubernetes 1.31, 1.35 and 1.37;
 * e2e/agreement/features.test.ts checks that the list is up to date.
 */
export const FEATURES = {
  AppArmorFields: { beta: 30, stable: 31 },
  AtomicWriteVolumeUserFields: { alpha: 37 },
  ClusterTrustBundleProjection: { alpha: 29, beta: 33, stable: 37, on: 37 },
  ContainerRestartRules: { alpha: 34, beta: 35 },
  ContainerStopSignals: { alpha: 33 },
  DynamicResourceAllocation: { alpha: 26, beta: 32, stable: 34, on: 34 },
  EmptyDirVolumeMode: { alpha: 37 },
  EnvFiles: { alpha: 34, beta: 35 },
  EvictionRequestAPI: { alpha: 37 },
  GRPCContainerProbeTLS: { alpha: 37 },
  GenericWorkload: { alpha: 35, beta: 37, on: Infinity },
  H2CContainerProbe: { alpha: 37 },
  HostnameOverride: { alpha: 34, beta: 35, stable: 37 },
  ImageVolume: { alpha: 31, beta: 33, stable: 36, on: 35 },
  InPlacePodVerticalScaling: { alpha: 27, beta: 33, stable: 35 },
  JobBackoffLimitPerIndex: { alpha: 28, beta: 29, stable: 33 },
  JobManagedBy: { alpha: 30, beta: 32, stable: 35 },
  JobPodFailurePolicy: { alpha: 25, beta: 26, stable: 31 },
  JobPodReplacementPolicy: { alpha: 28, beta: 29, stable: 34 },
  JobSuccessPolicy: { alpha: 30, beta: 31, stable: 33 },
  MatchLabelKeysInPodAffinity: { alpha: 29, beta: 31, stable: 33 },
  MatchLabelKeysInPodTopologySpreadSelectorMerge: { beta: 34 },
  MutablePodResourcesForSuspendedJobs: { alpha: 35, beta: 36 },
  MutableSchedulingDirectivesForSuspendedJobs: { alpha: 35, beta: 36 },
  PodCertificateRequest: { alpha: 34, beta: 35, stable: 37, on: 37 },
  PodLevelResources: { alpha: 32, beta: 34 },
  PodLifecycleSleepAction: { alpha: 29, beta: 30, stable: 34 },
  PodLifecycleSleepActionAllowZero: { alpha: 32, beta: 33, stable: 34 },
  ProcMountType: { alpha: 12, beta: 31, stable: 36, on: 33 },
  RecursiveReadOnlyMounts: { alpha: 30, beta: 31, stable: 33 },
  RelaxedDNSSearchValidation: { alpha: 32, beta: 33, stable: 34 },
  RelaxedEnvironmentVariableValidation: { alpha: 30, beta: 32, stable: 34 },
  RestartAllContainersOnContainerExits: { alpha: 35, beta: 36 },
  SELinuxChangePolicy: { alpha: 32, beta: 33, stable: 36 },
  SELinuxMount: { alpha: 30, beta: 33, stable: 37, on: 37 },
  SidecarContainers: { alpha: 28, beta: 29, stable: 33 },
  StrictIPCIDRValidation: { alpha: 33, beta: 36 },
  SupplementalGroupsPolicy: { alpha: 31, beta: 33, stable: 35 },
  TaintTolerationComparisonOperators: { alpha: 35 },
  UserNamespacesHostNetworkSupport: { alpha: 35 },
  UserNamespacesSupport: { alpha: 25, beta: 30, stable: 36, on: 33 },
  VolumeAttributesClass: { alpha: 29, beta: 31, stable: 34, on: 34 },
  VolumeBindMountOptions: { alpha: 37 },
  WorkloadWithJob: { alpha: 36 },
} satisfies Readonly<Record<string, Stages>>;

export type Feature = keyof typeof FEATURES;

/** Returns the first minor version that enables a feature by default. */
function onSinceMinor(feature: Feature): number {
  const { beta, stable, on }: Stages = FEATURES[feature];
  return on ?? beta ?? stable ?? Infinity;
}

/** Reports whether a minor version enables a feature by default. */
export function isOn(feature: Feature, minor: number): boolean {
  return minor >= onSinceMinor(feature);
}

/** Describes for a message which versions enable a feature by default. */
export function onSince(feature: Feature): string {
  const minor = onSinceMinor(feature);
  return minor === Infinity
    ? 'not enabled by default'
    : `enabled by default since Kubernetes 1.${minor}`;
}
