import type { volume } from './volume';

/** The kinds of volumes. Only one may be set, and the server looks into the first that is, in this order. */
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
/** What a probe or a hook does, in the same way. */
export const HANDLERS = ['exec', 'httpGet', 'tcpSocket', 'grpc', 'sleep'] as const;

/** The fields of a list that are set. */
export function setFields(value: object, fields: readonly string[]): string[] {
  return fields.filter((field) => (value as Record<string, unknown>)[field] !== undefined);
}
