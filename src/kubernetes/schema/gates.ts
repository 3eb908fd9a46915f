import type { Struct, StructName } from './field';
import type { Feature } from '../features';

/**
 * The feature that each field requires that is newer than 1.26. While it is disabled, the API
 * server accepts the field and drops it. Source: `DropDisabledTemplateFields` and the strategy of
 * Jobs.
 */
const GATES: {
  readonly [Name in StructName]?: { readonly [Field in keyof Struct<Name>]?: Feature };
} = {
  JobSpec: {
    podFailurePolicy: 'JobPodFailurePolicy',
    backoffLimitPerIndex: 'JobBackoffLimitPerIndex',
    maxFailedIndexes: 'JobBackoffLimitPerIndex',
    podReplacementPolicy: 'JobPodReplacementPolicy',
    successPolicy: 'JobSuccessPolicy',
    managedBy: 'JobManagedBy',
    scheduling: 'WorkloadWithJob',
  },
  PodSpec: {
    hostUsers: 'UserNamespacesSupport',
    resources: 'PodLevelResources',
    resourceClaims: 'DynamicResourceAllocation',
    hostnameOverride: 'HostnameOverride',
    workloadRef: 'GenericWorkload',
    schedulingGroup: 'GenericWorkload',
    evictionResponders: 'EvictionRequestAPI',
  },
  PodSecurityContext: {
    supplementalGroupsPolicy: 'SupplementalGroupsPolicy',
    seLinuxChangePolicy: 'SELinuxChangePolicy',
  },
  Container: { resizePolicy: 'InPlacePodVerticalScaling' },
  EphemeralContainer: { resizePolicy: 'InPlacePodVerticalScaling' },
  ResourceRequirements: { claims: 'DynamicResourceAllocation' },
  EnvVarSource: { fileKeyRef: 'EnvFiles' },
  VolumeMount: {
    recursiveReadOnly: 'RecursiveReadOnlyMounts',
    bindMountOptions: 'VolumeBindMountOptions',
  },
  GRPCAction: { mode: 'GRPCContainerProbeTLS' },
  HTTPGetAction: { protocol: 'H2CContainerProbe' },
  EmptyDirVolumeSource: { mode: 'EmptyDirVolumeMode' },
  KeyToPath: { user: 'AtomicWriteVolumeUserFields' },
  DownwardAPIVolumeFile: { user: 'AtomicWriteVolumeUserFields' },
  SecretVolumeSource: { defaultUser: 'AtomicWriteVolumeUserFields' },
  ConfigMapVolumeSource: { defaultUser: 'AtomicWriteVolumeUserFields' },
  DownwardAPIVolumeSource: { defaultUser: 'AtomicWriteVolumeUserFields' },
  ProjectedVolumeSource: { defaultUser: 'AtomicWriteVolumeUserFields' },
  ServiceAccountTokenProjection: { user: 'AtomicWriteVolumeUserFields' },
  ClusterTrustBundleProjection: { user: 'AtomicWriteVolumeUserFields' },
  PodCertificateProjection: { user: 'AtomicWriteVolumeUserFields' },
  PodAffinityTerm: {
    matchLabelKeys: 'MatchLabelKeysInPodAffinity',
    mismatchLabelKeys: 'MatchLabelKeysInPodAffinity',
  },
  VolumeProjection: {
    clusterTrustBundle: 'ClusterTrustBundleProjection',
    podCertificate: 'PodCertificateRequest',
  },
  Lifecycle: { stopSignal: 'ContainerStopSignals' },
  LifecycleHandler: { sleep: 'PodLifecycleSleepAction' },
};

type Gate = readonly [field: string, feature: Feature];
const gates = new Map(
  Object.entries(GATES).map(([struct, fields]) => [
    struct as StructName,
    Object.entries(fields) as Gate[],
  ]),
);
const NONE: readonly Gate[] = [];

/** Returns the fields of a struct that require a feature. */
export function gatesOf(struct: StructName): readonly Gate[] {
  return gates.get(struct) ?? NONE;
}
