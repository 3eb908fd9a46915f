import { isOn } from '../features';
import { usesLatestTag } from '../image';
import type { JsonObject } from '../json';
import { formatQuantity, parseQuantity, roundUp } from '../quantity';
import { Struct, StructName, structFieldsOf, Type } from '../schema/field';
import { setFields, VOLUME_SOURCES } from '../schema/unions';

type Defaults = {
  readonly [Name in StructName]?: (
    value: Struct<Name>,
    minor: number,
    root: StructName,
  ) => Struct<Name>;
};

const MILLI_SCALE = -3;
const MAX_INT32 = 2147483647;

/**
 * The defaults of the API server.
 * Source: `pkg/apis/{batch,core}/v1` `defaults.go` and `zz_generated.defaults.go`. The defaults of
 * a JobSpec do not apply to the jobTemplate of a CronJob; its Jobs get them on creation.
 */
const DEFAULTS: Defaults = {
  Job: ({ metadata, spec = {} }, minor) => ({
    metadata: {
      ...withoutDuplicateOwners(metadata),
      ...(Object.keys(metadata?.labels ?? {}).length === 0 && spec.template?.metadata?.labels
        ? { labels: spec.template.metadata.labels }
        : {}),
    },
    spec: { ...spec, ...jobSpecDefaults(spec, minor) },
  }),
  CronJob: ({ metadata }) => ({ metadata: withoutDuplicateOwners(metadata) }),
  CronJobSpec: (spec) => ({
    concurrencyPolicy: spec.concurrencyPolicy || 'Allow',
    suspend: spec.suspend ?? false,
    successfulJobsHistoryLimit: spec.successfulJobsHistoryLimit ?? 3,
    failedJobsHistoryLimit: spec.failedJobsHistoryLimit ?? 1,
  }),
  PodFailurePolicyOnPodConditionsPattern: ({ status }, minor, root) =>
    root === 'Job' || minor >= 34 ? { status: status || 'True' } : {},
  PodSpec: (spec) => ({
    dnsPolicy: spec.dnsPolicy || 'ClusterFirst',
    restartPolicy: spec.restartPolicy || 'Always',
    securityContext: spec.securityContext ?? {},
    terminationGracePeriodSeconds: spec.terminationGracePeriodSeconds ?? 30,
    schedulerName: spec.schedulerName || 'default-scheduler',
    // The deprecated field always has the same value.
    serviceAccountName: spec.serviceAccountName || spec.serviceAccount,
    serviceAccount: spec.serviceAccountName || spec.serviceAccount,
  }),
  Container: containerDefaults,
  EphemeralContainer: containerDefaults,
  ContainerPort: ({ protocol }) => ({ protocol: protocol || 'TCP' }),
  ObjectFieldSelector: ({ apiVersion }) => ({ apiVersion: apiVersion || 'v1' }),
  FileKeySelector: ({ optional }) => ({ optional: optional ?? false }),
  Probe: (probe) => ({
    timeoutSeconds: probe.timeoutSeconds || 1,
    periodSeconds: probe.periodSeconds || 10,
    successThreshold: probe.successThreshold || 1,
    failureThreshold: probe.failureThreshold || 3,
  }),
  HTTPGetAction: ({ path, scheme }) => ({ path: path || '/', scheme: scheme || 'HTTP' }),
  GRPCAction: ({ service }) => ({ service: service ?? '' }),
  Volume: (volume) => (setFields(volume, VOLUME_SOURCES).length === 0 ? { emptyDir: {} } : {}),
  ImageVolumeSource: ({ reference = '', pullPolicy }, minor) =>
    isOn('ImageVolume', minor) ? { pullPolicy: pullPolicy || pullPolicyOf(reference) } : {},
  HostPathVolumeSource: ({ type }) => ({ type: type ?? '' }),
  SecretVolumeSource: modeDefaults,
  ConfigMapVolumeSource: modeDefaults,
  DownwardAPIVolumeSource: modeDefaults,
  ProjectedVolumeSource: modeDefaults,
  ServiceAccountTokenProjection: ({ expirationSeconds }) => ({
    expirationSeconds: expirationSeconds ?? 3600,
  }),
  PersistentVolumeClaimSpec: ({ volumeMode }) => ({ volumeMode: volumeMode ?? 'Filesystem' }),
  ISCSIVolumeSource: ({ iscsiInterface }) => ({ iscsiInterface: iscsiInterface || 'default' }),
  RBDVolumeSource: ({ pool, user, keyring }) => ({
    pool: pool || 'rbd',
    user: user || 'admin',
    keyring: keyring || '/etc/ceph/keyring',
  }),
  AzureDiskVolumeSource: ({ cachingMode, fsType, readOnly, kind }) => ({
    cachingMode: cachingMode ?? 'ReadWrite',
    fsType: fsType ?? 'ext4',
    readOnly: readOnly ?? false,
    kind: kind ?? 'Shared',
  }),
  ScaleIOVolumeSource: ({ storageMode, fsType }) => ({
    storageMode: storageMode || 'ThinProvisioned',
    fsType: fsType || 'xfs',
  }),
};

function withoutDuplicateOwners(metadata: Struct<'ObjectMeta'> = {}): Struct<'ObjectMeta'> {
  if (!metadata.ownerReferences) return metadata;
  const identity = (owner: Struct<'OwnerReference'>) =>
    JSON.stringify(
      ['apiVersion', 'kind', 'name', 'uid', 'controller', 'blockOwnerDeletion'].map(
        (field) => (owner as Record<string, unknown>)[field] ?? null,
      ),
    );
  return {
    ...metadata,
    ownerReferences: [
      ...new Map(metadata.ownerReferences.map((owner) => [identity(owner), owner])).values(),
    ],
  };
}

/** Returns the defaults of the fields of a JobSpec, except those in the Pod template. */
export function jobSpecDefaults(spec: Struct<'JobSpec'>, minor: number): Struct<'JobSpec'> {
  return {
    completions: spec.completions ?? (spec.parallelism === undefined ? 1 : undefined),
    parallelism: spec.parallelism ?? 1,
    backoffLimit: spec.backoffLimit ?? (spec.backoffLimitPerIndex === undefined ? 6 : MAX_INT32),
    completionMode: spec.completionMode ?? 'NonIndexed',
    suspend: spec.suspend ?? false,
    manualSelector: spec.manualSelector ?? false,
    ...(isOn('JobPodReplacementPolicy', minor)
      ? {
          podReplacementPolicy:
            spec.podReplacementPolicy ?? (spec.podFailurePolicy ? 'Failed' : 'TerminatingOrFailed'),
        }
      : {}),
  };
}

function containerDefaults({
  image = '',
  imagePullPolicy,
  terminationMessagePath,
  terminationMessagePolicy,
}: Struct<'Container'>): Struct<'Container'> {
  return {
    imagePullPolicy: imagePullPolicy || pullPolicyOf(image),
    terminationMessagePath: terminationMessagePath || '/dev/termination-log',
    terminationMessagePolicy: terminationMessagePolicy || 'File',
  };
}

function pullPolicyOf(image: string): string {
  return usesLatestTag(image) ? 'Always' : 'IfNotPresent';
}

function modeDefaults({ defaultMode }: { readonly defaultMode?: number }): {
  readonly defaultMode: number;
} {
  return { defaultMode: defaultMode ?? 0o644 };
}

/** Returns the defaults of the fields of a struct, except those in nested structs. */
export function ownDefaults<Name extends StructName>(
  name: Name,
  value: Struct<Name>,
  minor: number,
  root: StructName,
): Struct<Name> | undefined {
  return (
    DEFAULTS[name] as
      ((value: Struct<Name>, minor: number, root: StructName) => Struct<Name>) | undefined
  )?.(value, minor, root);
}

/** Applies the defaults of a minor version to a struct and to its nested structs. */
export function applyDefaults<Name extends StructName>(
  name: Name,
  value: Struct<Name>,
  minor: number,
  root: StructName = name,
): Struct<Name> {
  const result: Record<string, unknown> = { ...value, ...ownDefaults(name, value, minor, root) };
  for (const { name: field, type } of structFieldsOf(name)) {
    if (result[field] !== undefined) result[field] = applyToValue(type, result[field], minor, root);
  }
  for (const field of RESOURCE_FIELDS[name] ?? []) {
    if (result[field] !== undefined) result[field] = roundToMilli(result[field] as JsonObject);
  }
  return result as Struct<Name>;
}

function applyToValue(type: Type, value: unknown, minor: number, root: StructName): unknown {
  switch (type.kind) {
    case 'struct':
      return applyDefaults(type.name, value as Struct<StructName>, minor, root);
    case 'list':
      return (value as unknown[]).map((item) => applyToValue(type.of, item, minor, root));
    default:
      return value;
  }
}

/** Maps of resources, in which quantities are rounded up to thousandths. */
const RESOURCE_FIELDS: { readonly [Name in StructName]?: readonly string[] } = {
  PodSpec: ['overhead'],
  ResourceRequirements: ['limits', 'requests'],
  VolumeResourceRequirements: ['limits', 'requests'],
};

function roundToMilli(resources: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(resources).map(([name, written]) => {
      const quantity = parseQuantity(written)!;
      return [
        name,
        quantity.scale >= MILLI_SCALE ? written : formatQuantity(roundUp(quantity, MILLI_SCALE)),
      ];
    }),
  );
}
