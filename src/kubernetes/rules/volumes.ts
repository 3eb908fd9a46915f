import type { Node } from './node';
import { Rule, rejected } from './rule';
import { hasBackstep, isDnsSubdomain, isVolumePath } from '../formats';
import { compareQuantities, parseQuantity } from '../quantity';
import type { Struct } from '../schema/field';
import { setFields, VOLUME_SOURCES } from '../schema/unions';
import { quote } from '../truncate';

const VOLUMES_DOC = 'concepts/storage/volumes/';
const ZERO = { digits: 0n, scale: 0 };
const HOST_PATH_TYPES = [
  '',
  'DirectoryOrCreate',
  'Directory',
  'FileOrCreate',
  'File',
  'Socket',
  'CharDevice',
  'BlockDevice',
];
/** Fields that the API server spells differently in the error about a second type. */
const SERVER_SPELLING: Record<string, string> = { cephfs: 'cephFS', downwardAPI: 'downwarAPI' };

/** Volumes. @see `pkg/apis/core/validation/validation.go` */
export const volumeRules: Rule[] = [
  rejected({
    id: 'volume/name-unique',
    on: 'Volume',
    message:
      'the name of a volume must be unique in its Pod, since containers mount volumes by name',
    fix: 'use another name',
    link: VOLUMES_DOC,
    check: ({ name = '' }, node, report) => {
      const volumes = node.ancestor('PodSpec')!.children('volumes');
      const earlier = withoutErrors(volumes.slice(0, volumes.indexOf(node as unknown as Node)));
      if (name !== '' && earlier.has(name)) {
        report(node.at('name'), `another volume of the Pod has the name ${quote(name)}`);
      }
    },
  }),
  rejected({
    id: 'volume/one-source',
    on: 'Volume',
    message: 'a volume can have only one type',
    fix: 'keep one type, and add another volume for the other',
    link: VOLUMES_DOC,
    check: (volume, node, report) => {
      for (const type of setFields(volume, VOLUME_SOURCES).slice(1)) {
        report(node.path.field(type, SERVER_SPELLING[type]));
      }
    },
  }),
  rejected({
    id: 'volume/size-limit',
    on: 'EmptyDirVolumeSource',
    message: 'sizeLimit must not be negative',
    fix: 'use a size such as 1Gi, or remove the field',
    link: `${VOLUMES_DOC}#emptydir`,
    check: ({ sizeLimit }, node, report) => {
      if (sizeLimit !== undefined && compareQuantities(parseQuantity(sizeLimit)!, ZERO) < 0) {
        report(node.at('sizeLimit'));
      }
    },
  }),
  rejected({
    id: 'volume/host-path',
    on: 'HostPathVolumeSource',
    message:
      'a path of the node cannot contain "..", and its type must be one of ' +
      `${HOST_PATH_TYPES.filter(Boolean).join(', ')}`,
    fix: 'write the path without "..", and use one of the types or none',
    link: `${VOLUMES_DOC}#hostpath`,
    check: ({ path = '', type }, node, report) => {
      if (path === '') return;
      if (hasBackstep(path)) report(node.at('path'));
      if (type !== undefined && !HOST_PATH_TYPES.includes(type)) report(node.at('type'));
    },
  }),
  rejected({
    id: 'volume/item-path',
    on: ['KeyToPath', 'DownwardAPIVolumeFile'],
    message:
      'the path of a file must be relative to its volume, and cannot start with ".." or ' +
      'contain a step ".."',
    fix: 'use a relative path, such as config/app.yaml',
    link: VOLUMES_DOC,
    check: ({ path = '' }, node, report) => {
      if (!isVolumePath(path)) report(node.at('path'));
    },
  }),
  rejected({
    id: 'volume/downward-source',
    on: 'DownwardAPIVolumeFile',
    message: 'a file must have either fieldRef or resourceFieldRef',
    fix: 'set one of them',
    link: `${VOLUMES_DOC}#downwardapi`,
    check: ({ fieldRef, resourceFieldRef }, node, report) => {
      if ((fieldRef !== undefined) === (resourceFieldRef !== undefined)) report(node.path);
    },
  }),
  rejected({
    id: 'volume/nfs-path',
    on: 'NFSVolumeSource',
    message: 'the path of an NFS export must be absolute',
    fix: 'start the path with "/"',
    link: `${VOLUMES_DOC}#nfs`,
    check: ({ path = '' }, node, report) => {
      if (!path.startsWith('/')) report(node.at('path'));
    },
  }),
  rejected({
    id: 'volume/image-reference',
    on: 'ImageVolumeSource',
    since: 37,
    message: 'an image volume requires an image reference',
    fix: 'set reference, such as registry.example.com/models:1',
    link: `${VOLUMES_DOC}#image`,
    check: ({ reference = '' }, node, report) => {
      if (reference === '') report(node.at('reference'));
    },
  }),
  rejected({
    id: 'volume/csi-driver',
    on: 'CSIVolumeSource',
    message:
      'the name of a CSI driver must be a domain of at most 63 characters, and ' +
      'nodePublishSecretRef requires the name of a Secret',
    fix: 'use the name that `kubectl get csidrivers` prints',
    link: `${VOLUMES_DOC}#csi`,
    check: ({ driver = '', nodePublishSecretRef: secret }, node, report) => {
      if (driver.length > 63 || (driver !== '' && !isDnsSubdomain(driver.toLowerCase()))) {
        report(node.at('driver'));
      }
      if (!secret) return;
      if (!secret.name) {
        report(node.at('nodePublishSecretRef').field('name'));
      } else if (!isDnsSubdomain(secret.name)) {
        report(node.at('nodePublishSecretRef').hideLastStep().field('name'));
      }
    },
  }),
];

/** Returns the volumes without errors by name. The API server ignores all others. */
function withoutErrors(volumes: readonly Node[]): Map<string, Struct<'Volume'>> {
  return new Map(
    volumes
      .filter(({ path, context }) => !context.isRejected(path))
      .map(({ value }) => value as Struct<'Volume'>)
      .map((volume) => [volume.name ?? '', volume]),
  );
}

/** Returns the volumes that a container can mount, by name. */
export function usableVolumes(pod: Node<'PodSpec'>): Map<string, Struct<'Volume'>> {
  return withoutErrors(pod.children('volumes'));
}
