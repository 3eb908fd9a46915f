import { isDnsLabel, isDnsSubdomain } from '../formats';
import type { Struct, StructName } from '../schema/field';

/** Constraints of fields, by struct and field. */
export type FieldTable<Constraint> = {
  readonly [Name in StructName]?: { readonly [Field in keyof Struct<Name>]?: Constraint };
};

/** Fields that must not be empty. */
export const REQUIRED: FieldTable<true> = {
  CronJobSpec: { schedule: true },
  PodSpec: { containers: true },
  Container: { name: true, image: true },
  EphemeralContainer: { name: true, image: true },
  ContainerPort: { containerPort: true },
  EnvVar: { name: true },
  ConfigMapEnvSource: { name: true },
  SecretEnvSource: { name: true },
  ConfigMapKeySelector: { name: true, key: true },
  SecretKeySelector: { name: true, key: true },
  FileKeySelector: { key: true, volumeName: true, path: true },
  ExecAction: { command: true },
  VolumeMount: { name: true, mountPath: true },
  VolumeDevice: { name: true, devicePath: true },
  Volume: { name: true },
  KeyToPath: { key: true, path: true },
  DownwardAPIVolumeFile: { path: true },
  SecretVolumeSource: { secretName: true },
  SecretProjection: { name: true },
  ConfigMapVolumeSource: { name: true },
  ConfigMapProjection: { name: true },
  PersistentVolumeClaimVolumeSource: { claimName: true },
  PersistentVolumeClaimSpec: { accessModes: true },
  TypedLocalObjectReference: { name: true, kind: true },
  TypedObjectReference: { name: true, kind: true },
  EphemeralVolumeSource: { volumeClaimTemplate: true },
  HostPathVolumeSource: { path: true },
  NFSVolumeSource: { server: true, path: true },
  CSIVolumeSource: { driver: true },
  AWSElasticBlockStoreVolumeSource: { volumeID: true },
  AzureDiskVolumeSource: { diskName: true, diskURI: true },
  AzureFileVolumeSource: { secretName: true, shareName: true },
  CephFSVolumeSource: { monitors: true },
  CinderVolumeSource: { volumeID: true },
  FlexVolumeSource: { driver: true },
  GCEPersistentDiskVolumeSource: { pdName: true },
  GitRepoVolumeSource: { repository: true },
  GlusterfsVolumeSource: { endpoints: true, path: true },
  ISCSIVolumeSource: { targetPortal: true, iqn: true },
  PhotonPersistentDiskVolumeSource: { pdID: true },
  PortworxVolumeSource: { volumeID: true },
  QuobyteVolumeSource: { registry: true, volume: true },
  RBDVolumeSource: { monitors: true, image: true },
  ScaleIOVolumeSource: { gateway: true, system: true, volumeName: true },
  StorageOSVolumeSource: { volumeName: true },
  VsphereVirtualDiskVolumeSource: { volumePath: true },
  ObjectFieldSelector: { fieldPath: true },
  NodeSelector: { nodeSelectorTerms: true },
  PodAffinityTerm: { topologyKey: true },
  PreferredSchedulingTerm: { weight: true },
  WeightedPodAffinityTerm: { weight: true },
  TopologySpreadConstraint: { topologyKey: true, maxSkew: true, whenUnsatisfiable: true },
  SeccompProfile: { type: true },
  AppArmorProfile: { type: true },
  PodFailurePolicyOnExitCodesRequirement: { operator: true },
  PodFailurePolicyOnPodConditionsPattern: { status: true },
  PodCertificateProjection: { signerName: true, keyType: true },
  GRPCAction: { port: true },
  PodOS: { name: true },
  PodResourceClaim: { name: true },
  Sysctl: { name: true },
};

/** Fields with an enumeration of values. */
export const SUPPORTED_VALUES: FieldTable<readonly string[]> = {
  JobSpec: { completionMode: ['NonIndexed', 'Indexed'] },
  CronJobSpec: { concurrencyPolicy: ['Allow', 'Forbid', 'Replace'] },
  PodFailurePolicyOnExitCodesRequirement: { operator: ['In', 'NotIn'] },
  PodFailurePolicyOnPodConditionsPattern: { status: ['True', 'False', 'Unknown'] },
  PodSpec: {
    dnsPolicy: ['ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None'],
    preemptionPolicy: ['PreemptLowerPriority', 'Never'],
  },
  Container: {
    imagePullPolicy: ['Always', 'IfNotPresent', 'Never'],
    terminationMessagePolicy: ['File', 'FallbackToLogsOnError'],
  },
  EphemeralContainer: {
    imagePullPolicy: ['Always', 'IfNotPresent', 'Never'],
    terminationMessagePolicy: ['File', 'FallbackToLogsOnError'],
  },
  ContainerPort: { protocol: ['TCP', 'UDP', 'SCTP'] },
  HTTPGetAction: { scheme: ['HTTP', 'HTTPS'] },
  ImageVolumeSource: { pullPolicy: ['Always', 'IfNotPresent', 'Never'] },
  SecurityContext: { procMount: ['Default', 'Unmasked'] },
  SeccompProfile: { type: ['RuntimeDefault', 'Localhost', 'Unconfined'] },
  AppArmorProfile: { type: ['RuntimeDefault', 'Localhost', 'Unconfined'] },
  PodSecurityContext: {
    fsGroupChangePolicy: ['OnRootMismatch', 'Always'],
    supplementalGroupsPolicy: ['Merge', 'Strict'],
  },
  TopologySpreadConstraint: {
    whenUnsatisfiable: ['DoNotSchedule', 'ScheduleAnyway'],
    nodeAffinityPolicy: ['Honor', 'Ignore'],
    nodeTaintsPolicy: ['Honor', 'Ignore'],
  },
  Toleration: { effect: ['', 'NoSchedule', 'PreferNoSchedule', 'NoExecute'] },
  AzureDiskVolumeSource: {
    cachingMode: ['None', 'ReadOnly', 'ReadWrite'],
    kind: ['Shared', 'Dedicated', 'Managed'],
  },
  PersistentVolumeClaimSpec: { volumeMode: ['Filesystem', 'Block'] },
  PodCertificateProjection: {
    keyType: ['RSA3072', 'RSA4096', 'ECDSAP256', 'ECDSAP384', 'ECDSAP521', 'ED25519'],
  },
};

const NOT_NEGATIVE = [0, Infinity] as const;
/** Range of file modes. */
export const FILE_MODE = [0, 0o777] as const;
const WEIGHT = [1, 100] as const;
/** Numbers with a minimum and a maximum. */
export const RANGE: FieldTable<readonly [number, number]> = {
  JobSpec: {
    parallelism: NOT_NEGATIVE,
    completions: NOT_NEGATIVE,
    activeDeadlineSeconds: NOT_NEGATIVE,
    backoffLimit: NOT_NEGATIVE,
    ttlSecondsAfterFinished: NOT_NEGATIVE,
    backoffLimitPerIndex: NOT_NEGATIVE,
    maxFailedIndexes: NOT_NEGATIVE,
  },
  CronJobSpec: {
    startingDeadlineSeconds: NOT_NEGATIVE,
    successfulJobsHistoryLimit: NOT_NEGATIVE,
    failedJobsHistoryLimit: NOT_NEGATIVE,
  },
  PodSpec: { activeDeadlineSeconds: [1, 2147483647] },
  Probe: {
    initialDelaySeconds: NOT_NEGATIVE,
    timeoutSeconds: NOT_NEGATIVE,
    periodSeconds: NOT_NEGATIVE,
    successThreshold: NOT_NEGATIVE,
    failureThreshold: NOT_NEGATIVE,
    terminationGracePeriodSeconds: [1, Infinity],
  },
  KeyToPath: { mode: FILE_MODE },
  DownwardAPIVolumeFile: { mode: FILE_MODE },
  SecretVolumeSource: { defaultMode: FILE_MODE },
  ConfigMapVolumeSource: { defaultMode: FILE_MODE },
  DownwardAPIVolumeSource: { defaultMode: FILE_MODE },
  ProjectedVolumeSource: { defaultMode: FILE_MODE },
  ServiceAccountTokenProjection: { expirationSeconds: [600, 2 ** 32] },
  ISCSIVolumeSource: { lun: [0, 255] },
  GCEPersistentDiskVolumeSource: { partition: [0, 255] },
  AWSElasticBlockStoreVolumeSource: { partition: [0, 255] },
  PreferredSchedulingTerm: { weight: WEIGHT },
  WeightedPodAffinityTerm: { weight: WEIGHT },
  TopologySpreadConstraint: { maxSkew: [1, Infinity], minDomains: [1, Infinity] },
};

type Format = readonly [isValid: (text: string) => boolean, description: string];
const DNS_LABEL: Format = [
  isDnsLabel,
  'a valid DNS label (at most 63 lower-case letters, digits and "-", with a letter or digit at both ' +
    'ends)',
];
const DNS_SUBDOMAIN: Format = [
  isDnsSubdomain,
  'a valid DNS subdomain (at most 253 lower-case letters, digits, "-" and ".", with a letter or ' +
    'digit at both ends)',
];
/** Names that may be the prefix of a generated name, which may end with "-". */
const DNS_PREFIX: Format = [
  (text) => isDnsSubdomain(text.length > 1 ? text.replace(/.-$/, 'a') : text),
  DNS_SUBDOMAIN[1],
];
/** Fields with a format, which is not checked if they are empty. */
export const FORMAT: FieldTable<Format> = {
  Container: { name: DNS_LABEL },
  EphemeralContainer: { name: DNS_LABEL },
  Volume: { name: DNS_LABEL },
  PodSpec: {
    hostname: DNS_LABEL,
    subdomain: DNS_LABEL,
    serviceAccountName: DNS_SUBDOMAIN,
    nodeName: DNS_SUBDOMAIN,
    priorityClassName: DNS_SUBDOMAIN,
  },
  PodResourceClaim: { name: DNS_LABEL },
  FileKeySelector: { volumeName: DNS_LABEL },
  ConfigMapKeySelector: { name: DNS_SUBDOMAIN },
  SecretKeySelector: { name: DNS_SUBDOMAIN },
  ConfigMapEnvSource: { name: DNS_PREFIX },
  SecretEnvSource: { name: DNS_PREFIX },
  PersistentVolumeClaimSpec: { storageClassName: DNS_SUBDOMAIN },
  TypedObjectReference: { namespace: DNS_LABEL },
  StorageOSVolumeSource: { volumeName: DNS_LABEL, volumeNamespace: DNS_LABEL },
};
/** Fields with a format, which is checked even if they are empty. */
export const FORMAT_IF_SET: FieldTable<Format> = {
  PodSpec: {
    runtimeClassName: DNS_SUBDOMAIN,
    hostnameOverride: [
      (text) => text.length <= 64 && isDnsSubdomain(text),
      DNS_SUBDOMAIN[1].replace('253', '64'),
    ],
  },
  PodResourceClaim: { resourceClaimName: DNS_SUBDOMAIN, resourceClaimTemplateName: DNS_SUBDOMAIN },
  WindowsSecurityContextOptions: { gmsaCredentialSpecName: DNS_SUBDOMAIN },
};

/** Ids of users and groups. */
export const IDS: FieldTable<true> = {
  SecurityContext: { runAsUser: true, runAsGroup: true },
  PodSecurityContext: {
    runAsUser: true,
    runAsGroup: true,
    fsGroup: true,
    supplementalGroups: true,
  },
};

/** Port numbers. */
export const PORTS: FieldTable<true> = {
  ContainerPort: { containerPort: true, hostPort: true },
  GRPCAction: { port: true },
};
