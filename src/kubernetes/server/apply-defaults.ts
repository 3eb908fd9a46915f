import { isOn } from '../features';
import { isLatest } from '../image';
import type { JsonObject } from '../json';
import { formatQuantity, parseQuantity, roundedUp } from '../quantity';
import { Struct, StructName, structFieldsOf, Type } from '../schema/field';
import { setFields, VOLUME_SOURCES } from '../schema/unions';

type Defaults = {
  readonly [Name in StructName]?: (
    value: Struct<Name>,
    minor: number,
    root: StructName,
  ) => Struct<Name>;
};

const MILLI = -3;
const LARGEST_INT32 = 2147483647;
const handled = <Value>(value: Value | undefined, otherwise: Value): Value | undefined =>
  value ? value : otherwise;

/**
 * What the server fills in where nothing was written. Source: `pkg/apis/{batch,core}/v1` `defaults.go` and
 * `zz_generated.defaults.go`. Job defaults do not reach the template of a CronJob: they come when its Jobs are made.
 */
const DEFAULTS: Defaults = {
  Job: ({ metadata, spec = {} }, minor) => ({
    metadata: {
      ...withEachOwnerOnce(metadata),
      ...(Object.keys(metadata?.labels ?? {}).length === 0 && spec.template?.metadata?.labels
        ? { labels: spec.template.metadata.labels }
        : {}),
    },
    spec: { ...spec, ...jobSpec(spec, minor) },
  }),
  CronJob: ({ metadata }) => ({ metadata: withEachOwnerOnce(metadata) }),
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
    // The old name is kept in step with the new one.
    serviceAccountName: spec.serviceAccountName || spec.serviceAccount,
    serviceAccount: spec.serviceAccountName || spec.serviceAccount,
  }),
  Container: container,
  EphemeralContainer: container,
  ContainerPort: ({ protocol }) => ({ protocol: protocol || 'TCP' }),
  ObjectFieldSelector: ({ apiVersion }) => ({ apiVersion: apiVersion || 'v1' }),
  FileKeySelector: ({ optional }) => ({ optional: optional ?? false }),
  Probe: (probe) => ({
    timeoutSeconds: handled(probe.timeoutSeconds, 1),
    periodSeconds: handled(probe.periodSeconds, 10),
    successThreshold: handled(probe.successThreshold, 1),
    failureThreshold: handled(probe.failureThreshold, 3),
  }),
  HTTPGetAction: ({ path, scheme }) => ({ path: path || '/', scheme: scheme || 'HTTP' }),
  GRPCAction: ({ service }) => ({ service: service ?? '' }),
  Volume: (volume) => (setFields(volume, VOLUME_SOURCES).length === 0 ? { emptyDir: {} } : {}),
  ImageVolumeSource: ({ reference = '', pullPolicy }, minor) =>
    isOn('ImageVolume', minor) ? { pullPolicy: pullPolicy || pullPolicyOf(reference) } : {},
  HostPathVolumeSource: ({ type }) => ({ type: type ?? '' }),
  SecretVolumeSource: mode,
  ConfigMapVolumeSource: mode,
  DownwardAPIVolumeSource: mode,
  ProjectedVolumeSource: mode,
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

function withEachOwnerOnce(metadata: Struct<'ObjectMeta'> = {}): Struct<'ObjectMeta'> {
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

/** What the server fills in into the spec of a Job, the template apart. */
export function jobSpec(spec: Struct<'JobSpec'>, minor: number): Struct<'JobSpec'> {
  return {
    completions: spec.completions ?? (spec.parallelism === undefined ? 1 : undefined),
    parallelism: spec.parallelism ?? 1,
    backoffLimit:
      spec.backoffLimit ?? (spec.backoffLimitPerIndex === undefined ? 6 : LARGEST_INT32),
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

function container({
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
  return isLatest(image) ? 'Always' : 'IfNotPresent';
}

function mode({ defaultMode }: { readonly defaultMode?: number }): {
  readonly defaultMode: number;
} {
  return { defaultMode: defaultMode ?? 0o644 };
}

/** What the server of a minor fills in into the fields of a struct itself, if anything. */
export function fillDefaults<Name extends StructName>(
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

/** A struct with what the server of a minor fills in, at any depth. */
export function applyDefaults<Name extends StructName>(
  name: Name,
  value: Struct<Name>,
  minor: number,
  root: StructName = name,
): Struct<Name> {
  const filled: Record<string, unknown> = { ...value, ...fillDefaults(name, value, minor, root) };
  for (const { name: field, type } of structFieldsOf(name)) {
    if (filled[field] !== undefined) filled[field] = within(type, filled[field], minor, root);
  }
  for (const field of RESOURCES[name] ?? []) {
    if (filled[field] !== undefined) filled[field] = toThousandths(filled[field] as JsonObject);
  }
  return filled as Struct<Name>;
}

function within(type: Type, value: unknown, minor: number, root: StructName): unknown {
  switch (type.kind) {
    case 'struct':
      return applyDefaults(type.name, value as Struct<StructName>, minor, root);
    case 'list':
      return (value as unknown[]).map((item) => within(type.of, item, minor, root));
    default:
      return value;
  }
}

/** Lists of resources, in which nothing is finer than a thousandth. */
const RESOURCES: { readonly [Name in StructName]?: readonly string[] } = {
  PodSpec: ['overhead'],
  ResourceRequirements: ['limits', 'requests'],
  VolumeResourceRequirements: ['limits', 'requests'],
};

function toThousandths(resources: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(resources).map(([name, written]) => {
      const quantity = parseQuantity(written)!;
      return [name, quantity.scale >= MILLI ? written : formatQuantity(roundedUp(quantity, MILLI))];
    }),
  );
}
