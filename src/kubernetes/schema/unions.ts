import type { volume } from './volume';

/**
 * The sources of a volume, of which one can be set. The API server validates the first that is set.
 */
export const VOLUME_SOURCES = [
  'emptyDir',
  'hostPath',
  'gitRepo',
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'secret',
  'nfs',
  'iscsi',
  'glusterfs',
  'flocker',
  'persistentVolumeClaim',
  'rbd',
  'cinder',
  'cephfs',
  'quobyte',
  'downwardAPI',
  'fc',
  'flexVolume',
  'configMap',
  'azureFile',
  'vsphereVolume',
  'photonPersistentDisk',
  'portworxVolume',
  'azureDisk',
  'storageos',
  'projected',
  'scaleIO',
  'csi',
  'ephemeral',
  'image',
] as const satisfies readonly (keyof typeof volume.Volume)[];
/** The handlers of a probe or a lifecycle hook, of which one can be set. */
export const HANDLERS = ['exec', 'httpGet', 'tcpSocket', 'grpc', 'sleep'] as const;

/** Returns those of the fields that are set. */
export function setFields(value: object, fields: readonly string[]): string[] {
  return fields.filter((field) => (value as Record<string, unknown>)[field] !== undefined);
}
