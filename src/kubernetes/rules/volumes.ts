import type { Node } from './node';
import { Rule, rejected } from './rule';
import { hasBackstep, isDnsSubdomain, isVolumePath } from '../formats';
import { compareQuantities, parseQuantity } from '../quantity';
import type { Struct } from '../schema/field';
import { setFields, VOLUME_SOURCES } from '../schema/unions';
import { quote } from '../truncate';

const DOC = 'concepts/storage/volumes/';
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
/** What the server says where a volume of that kind is one too many. */
const TOO_MANY_SPELLED: Record<string, string> = { cephfs: 'cephFS', downwardAPI: 'downwarAPI' };

export const volumeRules: Rule[] = [
  rejected({
    id: 'volume/name-unique',
    on: 'Volume',
    message: 'containers mount a volume by its name, so no other volume of the Pod has it',
    fix: 'give it another name',
    link: DOC,
    check: ({ name = '' }, node, refuse) => {
      const volumes = node.in('PodSpec')!.nodes('volumes');
      const earlier = usable(volumes.slice(0, volumes.indexOf(node as unknown as Node)));
      if (name !== '' && earlier.has(name)) {
        refuse(node.at('name'), `${quote(name)} is the name of another volume of the Pod`);
      }
    },
  }),
  rejected({
    id: 'volume/one-source',
    on: 'Volume',
    message: 'a volume is of one kind',
    fix: 'keep one of the kinds; make a volume of its own for the other',
    link: DOC,
    check: (volume, node, refuse) => {
      for (const extra of setFields(volume, VOLUME_SOURCES).slice(1)) {
        refuse(node.path.field(extra, TOO_MANY_SPELLED[extra]));
      }
    },
  }),
  rejected({
    id: 'volume/size-limit',
    on: 'EmptyDirVolumeSource',
    message: 'a size is not less than 0',
    fix: 'set it as in 1Gi, or leave it out',
    link: `${DOC}#emptydir`,
    check: ({ sizeLimit }, node, refuse) => {
      if (sizeLimit !== undefined && compareQuantities(parseQuantity(sizeLimit)!, ZERO) < 0) {
        refuse(node.at('sizeLimit'));
      }
    },
  }),
  rejected({
    id: 'volume/host-path',
    on: 'HostPathVolumeSource',
    message: `a path of the node has no "..", and its type is one of ${HOST_PATH_TYPES.filter(Boolean).join(', ')}`,
    fix: 'write the path out; use one of the types, or none',
    link: `${DOC}#hostpath`,
    check: ({ path = '', type }, node, refuse) => {
      if (path === '') return;
      if (hasBackstep(path)) refuse(node.at('path'));
      if (type !== undefined && !HOST_PATH_TYPES.includes(type)) refuse(node.at('type'));
    },
  }),
  rejected({
    id: 'volume/item-path',
    on: ['KeyToPath', 'DownwardAPIVolumeFile'],
    message:
      'a file is somewhere in its volume: its path does not begin with "/" or "..", and has no ".." in it',
    fix: 'use a relative path, as in config/app.yaml',
    link: DOC,
    check: ({ path = '' }, node, refuse) => {
      if (!isVolumePath(path)) refuse(node.at('path'));
    },
  }),
  rejected({
    id: 'volume/downward-source',
    on: 'DownwardAPIVolumeFile',
    message: 'a file holds a field of the Pod or a resource of a container: one of them',
    fix: 'give fieldRef or resourceFieldRef',
    link: `${DOC}#downwardapi`,
    check: ({ fieldRef, resourceFieldRef }, node, refuse) => {
      if ((fieldRef !== undefined) === (resourceFieldRef !== undefined)) refuse(node.path);
    },
  }),
  rejected({
    id: 'volume/nfs-path',
    on: 'NFSVolumeSource',
    message: 'what a server exports is named by a path from its root',
    fix: 'begin it with "/"',
    link: `${DOC}#nfs`,
    check: ({ path = '' }, node, refuse) => {
      if (!path.startsWith('/')) refuse(node.at('path'));
    },
  }),
  rejected({
    id: 'volume/image-reference',
    on: 'ImageVolumeSource',
    since: 37,
    message: 'a volume of an image says which image',
    fix: 'set reference, as in registry.example.com/models:1',
    link: `${DOC}#image`,
    check: ({ reference = '' }, node, refuse) => {
      if (reference === '') refuse(node.at('reference'));
    },
  }),
  rejected({
    id: 'volume/csi-driver',
    on: 'CSIVolumeSource',
    message: 'a driver is named by a domain of at most 63 characters, and a secret by its name',
    fix: 'use the name that `kubectl get csidrivers` shows',
    link: `${DOC}#csi`,
    check: ({ driver = '', nodePublishSecretRef: secret }, node, refuse) => {
      if (driver.length > 63 || (driver !== '' && !isDnsSubdomain(driver.toLowerCase()))) {
        refuse(node.at('driver'));
      }
      if (!secret) return;
      if (!secret.name) {
        refuse(node.at('nodePublishSecretRef').field('name'));
      } else if (!isDnsSubdomain(secret.name)) {
        refuse(node.at('nodePublishSecretRef').unspelled().field('name'));
      }
    },
  }),
];

/** The volumes that the server has nothing against, by their names: only they count. */
function usable(volumes: readonly Node[]): Map<string, Struct<'Volume'>> {
  return new Map(
    volumes
      .filter(({ path, subject }) => !subject.isRefused(path))
      .map(({ value }) => value as Struct<'Volume'>)
      .map((volume) => [volume.name ?? '', volume]),
  );
}

/** The volumes that a container can mount. */
export function usableVolumes(pod: Node<'PodSpec'>): Map<string, Struct<'Volume'>> {
  return usable(pod.nodes('volumes'));
}
