import { Rule, rejected } from './rule';
import { isDnsLabel, isDnsSubdomain, isId, isPort } from '../formats';
import type { Struct, StructName } from '../schema/field';
import { quote } from '../truncate';

/** Facts about single fields, each checked by one rule for all of them. */
type Facts<Fact> = {
  readonly [Name in StructName]?: { readonly [Field in keyof Struct<Name>]?: Fact };
};

/** Fields that name what they are about, and say nothing if they are empty. */
const REQUIRED: Facts<true> = {
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

/** Fields that take one of a few words. */
const ONE_OF: Facts<readonly string[]> = {
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

/** Numbers, from and to. */
const NOT_NEGATIVE = [0, Infinity] as const;
const FILE_MODE = [0, 0o777] as const;
const WEIGHT = [1, 100] as const;
const RANGE: Facts<readonly [number, number]> = {
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

type Format = readonly [is: (text: string) => boolean, what: string];
const DNS_LABEL: Format = [
  isDnsLabel,
  'a DNS label: at most 63 lower-case letters, digits and "-", a letter or digit at both ends',
];
const DNS_SUBDOMAIN: Format = [
  isDnsSubdomain,
  'a DNS subdomain: lower-case letters, digits, "-" and ".", a letter or digit at both ends, at most 253 characters',
];
/** Names that may be the beginning of one that is generated. */
const DNS_PREFIX: Format = [
  (text) => isDnsSubdomain(text.length > 1 ? text.replace(/.-$/, 'a') : text),
  DNS_SUBDOMAIN[1],
];
const FORMAT: Facts<Format> = {
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
/** Fields that are told from unset even if they are empty. */
const FORMAT_IF_SET: Facts<Format> = {
  PodSpec: {
    runtimeClassName: DNS_SUBDOMAIN,
    hostnameOverride: [
      (text) => text.length <= 64 && isDnsSubdomain(text),
      `${DNS_SUBDOMAIN[1].replace('253', '64')}`,
    ],
  },
  PodResourceClaim: { resourceClaimName: DNS_SUBDOMAIN, resourceClaimTemplateName: DNS_SUBDOMAIN },
  WindowsSecurityContextOptions: { gmsaCredentialSpecName: DNS_SUBDOMAIN },
};

/** Users and groups. */
const IDS: Facts<true> = {
  SecurityContext: { runAsUser: true, runAsGroup: true },
  PodSecurityContext: {
    runAsUser: true,
    runAsGroup: true,
    fsGroup: true,
    supplementalGroups: true,
  },
};

const PORTS: Facts<true> = {
  ContainerPort: { containerPort: true, hostPort: true },
  GRPCAction: { port: true },
};

function factRule<Fact>(
  facts: Facts<Fact>,
  rule: Omit<Rule, 'severity' | 'on' | 'check'>,
  breaks: (value: unknown, fact: Fact) => string | boolean,
): Rule {
  const factsOf = new Map(
    Object.entries(facts).map(([struct, fields]) => [
      struct as StructName,
      Object.entries(fields as Record<string, Fact>),
    ]),
  );
  return rejected({
    ...rule,
    on: [...factsOf.keys()],
    check: (value, node, refuse) => {
      for (const [field, fact] of factsOf.get(node.struct)!) {
        const broken = breaks((value as Record<string, unknown>)[field], fact);
        if (broken !== false) refuse(node.at(field as never), broken === true ? undefined : broken);
      }
    },
  });
}

/** The fields that each of these rules is about. */
export const FIELDS_OF: Readonly<Record<string, Facts<unknown>>> = {
  'value/required': REQUIRED,
  'value/not-supported': ONE_OF,
  'value/out-of-range': RANGE,
  'value/name-format': FORMAT,
  'value/name-format-if-set': FORMAT_IF_SET,
  'value/user-or-group': IDS,
  'value/port': PORTS,
};

export const valueRules = [
  factRule(
    REQUIRED,
    {
      id: 'value/required',
      message: 'is missing, and nothing can be said without it',
      fix: 'set it',
    },
    (value) =>
      value === undefined ||
      value === '' ||
      value === 0 ||
      (Array.isArray(value) && value.length === 0),
  ),
  factRule(
    ONE_OF,
    {
      id: 'value/not-supported',
      message: 'takes one of a few words',
      fix: 'use one of the words, spelled exactly so',
    },
    (value, words) =>
      value !== undefined &&
      !words.includes(value as string) &&
      `${quote(value)} is none of ${words.filter(Boolean).join(', ')}`,
  ),
  factRule(
    RANGE,
    {
      id: 'value/out-of-range',
      message: 'takes numbers of a range',
      fix: 'use a number of that range',
    },
    (value, [from, to]) =>
      typeof value === 'number' &&
      (value < from || value > to) &&
      `${value} is out of the range ${to === FILE_MODE[1] ? '0 to 511 (octal 0777; JSON has no octal numbers)' : to === Infinity ? `from ${from} on` : `${from} to ${to}`}`,
  ),
  factRule(
    FORMAT,
    {
      id: 'value/name-format',
      message: 'takes a name of a certain form',
      fix: 'use the name as the object that is meant has it',
    },
    (value, [is, what]) =>
      typeof value === 'string' && value !== '' && !is(value) && `${quote(value)} is not ${what}`,
  ),
  factRule(
    FORMAT_IF_SET,
    {
      id: 'value/name-format-if-set',
      message: 'takes a name of a certain form, and not an empty one',
      fix: 'use the name as the object that is meant has it, or leave the field out',
    },
    (value, [is, what]) =>
      typeof value === 'string' && !is(value) && `${quote(value)} is not ${what}`,
  ),
  rejected({
    id: 'value/user-or-group',
    on: Object.keys(IDS) as ('SecurityContext' | 'PodSecurityContext')[],
    message: 'users and groups are numbers from 0 to 2147483647',
    fix: 'use such a number',
    check: (value, node, refuse) => {
      for (const field of Object.keys(IDS[node.struct]!)) {
        const id = (value as Record<string, number | readonly number[] | undefined>)[field];
        if (typeof id === 'number' && !isId(id)) refuse(node.at(field as never));
        if (Array.isArray(id)) {
          (id as readonly number[]).forEach((one, i) => {
            if (!isId(one)) refuse(node.at(field as never).index(i));
          });
        }
      }
    },
  }),
  factRule(
    PORTS,
    {
      id: 'value/port',
      message: 'ports are numbers from 1 to 65535',
      fix: 'use such a number',
    },
    (value, _) => typeof value === 'number' && value !== 0 && !isPort(value),
  ),
];
