import { rejected, Rule } from './rule';
import { isDnsSubdomain, isLabelValue, isQualifiedName } from '../formats';
import { compareQuantities, parseQuantity } from '../quantity';
import { fieldsOf } from '../schema/field';

const ZERO = { digits: 0n, scale: 0 };
const ACCESS_MODES = ['ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOncePod'];
const META_SPELLED: Record<string, string> = { uid: 'uID', selfLink: 'selfLink' };

export const claimRules: Rule[] = [
  rejected({
    id: 'claim/metadata',
    on: 'PersistentVolumeClaimTemplate',
    message:
      'the template of a claim can say labels and annotations, and nothing else about its metadata',
    fix: 'keep labels and annotations only; the name is made of those of the Pod and the volume',
    link: 'concepts/storage/ephemeral-volumes/#generic-ephemeral-volumes',
    check: ({ metadata = {} }, node, refuse) => {
      // The server names the metadata itself for labels and annotations, and the template for the rest.
      const at = node.path.field('metadata');
      const { labels = {}, annotations = {}, ...others } = metadata;
      if (
        Object.entries(labels).some(([key, value]) => !isQualifiedName(key) || !isLabelValue(value))
      ) {
        refuse(at.field('labels'));
      }
      if (Object.keys(annotations).some((key) => !isQualifiedName(key.toLowerCase()))) {
        refuse(at.field('annotations'));
      }
      for (const [field, value] of Object.entries(others)) {
        const { pointer, type } = fieldsOf('ObjectMeta').get(field)!;
        // Lists and what is told from unset are something even if they are empty.
        if (pointer || type.kind !== 'scalar' || (value !== '' && value !== 0)) {
          refuse(at.field(field, META_SPELLED[field]));
        }
      }
    },
  }),
  rejected({
    id: 'claim/access-modes',
    on: 'PersistentVolumeClaimSpec',
    message: `access modes are some of ${ACCESS_MODES.join(', ')}; the last of them goes with no other`,
    fix: 'use ReadWriteOnce, unless several nodes must have the volume at once',
    link: 'concepts/storage/persistent-volumes/#access-modes',
    check: ({ accessModes = [] }, node, refuse) => {
      if (
        accessModes.some((mode) => !ACCESS_MODES.includes(mode)) ||
        (accessModes.includes('ReadWriteOncePod') &&
          accessModes.some((mode) => mode !== 'ReadWriteOncePod'))
      ) {
        refuse(node.at('accessModes'));
      }
    },
  }),
  rejected({
    id: 'claim/storage-request',
    on: 'PersistentVolumeClaimSpec',
    message: 'a claim says how much storage it wants, more than 0',
    fix: 'set resources.requests.storage, as in 10Gi',
    link: 'concepts/storage/persistent-volumes/#persistentvolumeclaims',
    check: ({ resources }, node, refuse) => {
      const storage = parseQuantity(resources?.requests?.storage);
      if (!storage || compareQuantities(storage, ZERO) <= 0) {
        refuse(node.at('resources').key('storage'));
      }
    },
  }),
  rejected({
    id: 'claim/data-source',
    on: ['TypedLocalObjectReference', 'TypedObjectReference'],
    message: 'data comes from a PersistentVolumeClaim, or from an object whose API group is named',
    fix: 'set apiGroup, as in snapshot.storage.k8s.io',
    link: 'concepts/storage/persistent-volumes/#volume-snapshot-and-restore-volume-from-snapshot-support',
    check: ({ apiGroup, kind }, node, refuse) => {
      if (!apiGroup ? kind !== 'PersistentVolumeClaim' : false) refuse(node.path);
      if (apiGroup && !isDnsSubdomain(apiGroup)) refuse(node.at('apiGroup'));
    },
  }),
  rejected({
    id: 'claim/one-data-source',
    on: 'PersistentVolumeClaimSpec',
    message:
      'dataSource and dataSourceRef name the same object, and only the latter can name one of another namespace',
    fix: 'keep dataSourceRef only',
    check: ({ dataSource, dataSourceRef }, node, refuse) => {
      if (!dataSource || !dataSourceRef) return;
      const same = (['apiGroup', 'kind', 'name'] as const).every(
        (field) => (dataSource[field] ?? null) === (dataSourceRef[field] ?? null),
      );
      if (dataSourceRef.namespace || !same) refuse(node.path);
    },
  }),
  rejected({
    id: 'claim/attributes-class',
    on: 'PersistentVolumeClaimSpec',
    since: 34,
    message: 'a VolumeAttributesClass is named by a DNS subdomain',
    fix: 'use the name of a VolumeAttributesClass',
    link: 'concepts/storage/volume-attributes-classes/',
    check: ({ volumeAttributesClassName: name }, node, refuse) => {
      if (name && !isDnsSubdomain(name)) refuse(node.at('volumeAttributesClassName'));
    },
  }),
];
