/**
 * The first minor in which a feature is on without being asked for, of the features that decide what a Job may say.
 * Source: `pkg/features/kube_features.go` of Kubernetes 1.29 to 1.37.
 */
const ON_SINCE = {
  AppArmorFields: 30,
  AtomicWriteVolumeUserFields: Infinity,
  ClusterTrustBundleProjection: 37,
  ContainerRestartRules: 35,
  ContainerStopSignals: Infinity,
  DynamicResourceAllocation: 34,
  EmptyDirVolumeMode: Infinity,
  EnvFiles: 35,
  EvictionRequestAPI: Infinity,
  GRPCContainerProbeTLS: Infinity,
  GenericWorkload: Infinity,
  H2CContainerProbe: Infinity,
  HostnameOverride: 35,
  ImageVolume: 35,
  InPlacePodVerticalScaling: 33,
  JobBackoffLimitPerIndex: 29,
  JobManagedBy: 32,
  JobPodReplacementPolicy: 29,
  JobSuccessPolicy: 31,
  MatchLabelKeysInPodAffinity: 31,
  MatchLabelKeysInPodTopologySpreadSelectorMerge: 34,
  MutablePodResourcesForSuspendedJobs: 36,
  MutableSchedulingDirectivesForSuspendedJobs: 36,
  PodCertificateRequest: 37,
  PodLevelResources: 34,
  PodLifecycleSleepAction: 30,
  PodLifecycleSleepActionAllowZero: 33,
  ProcMountType: 33,
  RecursiveReadOnlyMounts: 31,
  RelaxedDNSSearchValidation: 33,
  RelaxedEnvironmentVariableValidation: 32,
  RestartAllContainersOnContainerExits: 36,
  SELinuxChangePolicy: 33,
  SELinuxMount: 37,
  SidecarContainers: 29,
  StrictIPCIDRValidation: 36,
  SupplementalGroupsPolicy: 33,
  TaintTolerationComparisonOperators: Infinity,
  UserNamespacesHostNetworkSupport: Infinity,
  UserNamespacesSupport: 33,
  VolumeAttributesClass: 34,
  VolumeBindMountOptions: Infinity,
  WorkloadWithJob: Infinity,
};

export type Feature = keyof typeof ON_SINCE;

export function isOn(feature: Feature, minor: number): boolean {
  return minor >= ON_SINCE[feature];
}

/** When a feature comes without being asked for, in words. */
export function onSince(feature: Feature): string {
  return ON_SINCE[feature] === Infinity ? 'only where a cluster turns it on' : `since Kubernetes 1.${ON_SINCE[feature]}`;
}
