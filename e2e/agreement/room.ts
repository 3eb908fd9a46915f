import * as fc from 'fast-check';
import { StructName } from '../../src/kubernetes/schema/field';
import { HANDLERS, VOLUME_SOURCES } from '../../src/kubernetes/schema/unions';

type Mutable = { [field: string]: any };

/** Of these only one can be set. */
const EXCLUSIVE: { readonly [Name in StructName]?: readonly string[] } = {
  Volume: VOLUME_SOURCES,
  Probe: HANDLERS,
  LifecycleHandler: HANDLERS,
  EnvVar: ['value', 'valueFrom'],
  EnvVarSource: ['fieldRef', 'resourceFieldRef', 'configMapKeyRef', 'secretKeyRef', 'fileKeyRef'],
  EnvFromSource: ['configMapRef', 'secretRef'],
  VolumeProjection: [
    'secret',
    'configMap',
    'downwardAPI',
    'serviceAccountToken',
    'clusterTrustBundle',
    'podCertificate',
  ],
  DownwardAPIVolumeFile: ['fieldRef', 'resourceFieldRef'],
  PodFailurePolicyRule: ['onExitCodes', 'onPodConditions'],
  ClusterTrustBundleProjection: ['name', 'signerName'],
  PodResourceClaim: ['resourceClaimName', 'resourceClaimTemplateName'],
  FCVolumeSource: ['wwids', 'targetWWNs'],
  FlockerVolumeSource: ['datasetName', 'datasetUUID'],
  PersistentVolumeClaimSpec: ['dataSource', 'dataSourceRef'],
  VolumeMount: ['subPath', 'subPathExpr'],
};

/** Takes away what a field does not go with, and adds what it needs. */
export function makeRoom(
  random: fc.Random,
  at: Mutable,
  struct: StructName,
  field: string,
  manifest: Mutable,
): void {
  const exclusive = EXCLUSIVE[struct] ?? [];
  if (exclusive.includes(field)) {
    for (const other of exclusive) if (other !== field) delete at[other];
  }
  switch (`${struct}.${field}`) {
    case 'JobSpec.backoffLimitPerIndex':
    case 'JobSpec.maxFailedIndexes':
    case 'JobSpec.successPolicy':
    case 'PodFailurePolicyRule.action':
      indexed(jobSpecOf(manifest), random);
      if (field === 'maxFailedIndexes' || field === 'action') {
        jobSpecOf(manifest).backoffLimitPerIndex = 1;
      }
      break;
    case 'ClusterTrustBundleProjection.labelSelector':
      delete at.name;
      at.signerName = 'a.b/c';
      break;
    case 'ClusterTrustBundleProjection.signerName':
      at.signerName = 'a.b/c';
      break;
    case 'FCVolumeSource.targetWWNs':
      at.lun = 1;
      break;
    case 'ISCSIVolumeSource.chapAuthSession':
    case 'ISCSIVolumeSource.chapAuthDiscovery':
      at.secretRef = { name: 'a' };
      break;
    case 'Container.lifecycle':
    case 'Container.livenessProbe':
    case 'Container.readinessProbe':
    case 'Container.startupProbe':
      if (podOf(manifest).initContainers?.includes?.(at)) at.restartPolicy = 'Always';
      break;
    case 'Container.restartPolicyRules':
      at.restartPolicy = 'Never';
      break;
    case 'ResourceRequirements.claims':
      podOf(manifest).resourceClaims = [{ name: 'r', resourceClaimName: 'r' }];
      break;
    case 'VolumeMount.recursiveReadOnly':
      Object.assign(at, { readOnly: true, mountPropagation: undefined });
      break;
    case 'Toleration.tolerationSeconds':
      at.effect = 'NoExecute';
      break;
    case 'Toleration.value':
      at.operator = 'Equal';
      break;
    case 'LabelSelectorRequirement.values':
    case 'NodeSelectorRequirement.values':
      at.operator = 'In';
      break;
    case 'SeccompProfile.localhostProfile':
    case 'AppArmorProfile.localhostProfile':
      at.type = 'Localhost';
      break;
    case 'PodDNSConfig.searches':
    case 'PodDNSConfig.options':
      at.nameservers = ['1.2.3.4'];
      break;
    default:
  }
}

export function indexed(spec: Mutable, random: fc.Random): void {
  Object.assign(spec, { completionMode: 'Indexed', completions: 5 });
  if (random.nextInt(0, 1)) spec.backoffLimitPerIndex = 1;
}

export function jobSpecOf(manifest: Mutable): Mutable {
  return manifest.kind === 'Job' ? manifest.spec : manifest.spec?.jobTemplate?.spec;
}

export function podOf(manifest: Mutable): Mutable {
  return jobSpecOf(manifest).template.spec;
}
