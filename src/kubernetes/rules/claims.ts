import { rejected, Rule } from './rule';
import { isDnsSubdomain, isLabelValue, isQualifiedName } from '../formats';
import { compareQuantities, parseQuantity } from '../quantity';
import { fieldsOf } from '../schema/field';

const ZERO = { digits: 0n, scale: 0 };
const ACCESS_MODES = ['ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOncePod'];
const SERVER_SPELLING: Record<string, string> = { uid: 'uID', selfLink: 'selfLink' };

/** Claim templates of ephemeral volumes. @see `pkg/apis/core/validation/validation.go` */
export const claimRules: Rule[] = [
  rejected({
    id: 'claim/metadata',
    on: 'PersistentVolumeClaimTemplate',
    message: 'the metadata of a claim template can have only labels and annotations',
    fix: 'remove the field; the name is generated from the names of the Pod and the volume',
    link: 'concepts/storage/ephemeral-volumes/#generic-ephemeral-volumes',
    check: ({ metadata = {} }, node, report) => {
      // Labels and annotations are allowed, if they are valid.
      const path = node.path.field('metadata');
      const { labels = {}, annotations = {}, ...others } = metadata;
      if (
        Object.entries(labels).some(([key, value]) => !isQualifiedName(key) || !isLabelValue(value))
      ) {
        report(path.field('labels'));
      }
      if (Object.keys(annotations).some((key) => !isQualifiedName(key.toLowerCase()))) {
        report(path.field('annotations'));
      }
      for (const [field, value] of Object.entries(others)) {
        const { pointer, type } = fieldsOf('ObjectMeta').get(field)!;
        // Pointers and lists are set even if they are empty.
        if (pointer || type.kind !== 'scalar' || (value !== '' && value !== 0)) {
          report(path.field(field, SERVER_SPELLING[field]));
        }
      }
    },
  }),
  rejected({
    id: 'claim/access-modes',
    on: 'PersistentVolumeClaimSpec',
    message:
      `access modes must be some of ${ACCESS_MODES.join(', ')}; the last one cannot be ` +
      'combined with others',
    fix: 'use ReadWriteOnce, unless several nodes use the volume at the same time',
    link: 'concepts/storage/persistent-volumes/#access-modes',
    check: ({ accessModes = [] }, node, report) => {
      if (
        accessModes.some((mode) => !ACCESS_MODES.includes(mode)) ||
        (accessModes.includes('ReadWriteOncePod') &&
          accessModes.some((mode) => mode !== 'ReadWriteOncePod'))
      ) {
        report(node.at('accessModes'));
      }
    },
  }),
  rejected({
    id: 'claim/storage-request',
    on: 'PersistentVolumeClaimSpec',
    message: 'a claim requires a storage request greater than 0',
    fix: 'set resources.requests.storage, such as 10Gi',
    link: 'concepts/storage/persistent-volumes/#persistentvolumeclaims',
    check: ({ resources }, node, report) => {
      const storage = parseQuantity(resources?.requests?.storage);
      if (!storage || compareQuantities(storage, ZERO) <= 0) {
        report(node.at('resources').key('storage'));
      }
    },
  }),
  rejected({
    id: 'claim/data-source',
    on: ['TypedLocalObjectReference', 'TypedObjectReference'],
    message: 'a data source without an API group must be a PersistentVolumeClaim',
    fix: 'set apiGroup, such as snapshot.storage.k8s.io',
    link: 'concepts/storage/persistent-volumes/#volume-snapshot-and-restore-volume-from-snapshot-support',
    check: ({ apiGroup, kind }, node, report) => {
      if (!apiGroup && kind !== 'PersistentVolumeClaim') report(node.path);
      if (apiGroup && !isDnsSubdomain(apiGroup)) report(node.at('apiGroup'));
    },
  }),
  rejected({
    id: 'claim/one-data-source',
    on: 'PersistentVolumeClaimSpec',
    message:
      'dataSource and dataSourceRef must refer to the same object, and only dataSourceRef ' +
      'can refer to another namespace',
    fix: 'keep only dataSourceRef',
    check: ({ dataSource, dataSourceRef }, node, report) => {
      if (!dataSource || !dataSourceRef) return;
      const same = (['apiGroup', 'kind', 'name'] as const).every(
        (field) => (dataSource[field] ?? null) === (dataSourceRef[field] ?? null),
      );
      if (dataSourceRef.namespace || !same) report(node.path);
    },
  }),
  rejected({
    id: 'claim/attributes-class',
    on: 'PersistentVolumeClaimSpec',
    since: 34,
    message: 'the name of a VolumeAttributesClass must be a DNS subdomain',
    fix: 'use the name of a VolumeAttributesClass',
    link: 'concepts/storage/volume-attributes-classes/',
    check: ({ volumeAttributesClassName: name }, node, report) => {
      if (name && !isDnsSubdomain(name)) report(node.at('volumeAttributesClassName'));
    },
  }),
];
