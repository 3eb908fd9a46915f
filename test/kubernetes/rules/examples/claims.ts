import { Examples, on } from '../example';
import { claim } from '../manifests';

const SNAPSHOT = { apiGroup: 'snapshot.storage.k8s.io', kind: 'VolumeSnapshot', name: 'nightly' };
const DATA = { kind: 'PersistentVolumeClaim', name: 'data' };

export const claimExamples: Examples = {
  'claim/metadata': {
    bad: [
      claim({}, { metadata: { name: 'scratch' } }),
      claim({}, { metadata: { labels: { 'the team': 'shop' } } }),
      claim({}, { metadata: { labels: { team: 'the shop' } } }),
      claim({}, { metadata: { annotations: { 'the team': 'shop' } } }),
      claim({}, { metadata: { uid: '1d2c3b4a' } }),
      claim({}, { metadata: { finalizers: [] } }),
      claim({}, { metadata: { generation: 1 } }),
      claim({}, { metadata: { deletionGracePeriodSeconds: 0 } }),
    ],
    good: [
      claim(
        {},
        { metadata: { labels: { team: 'shop' }, annotations: { 'Example.com/Team': 'the shop' } } },
      ),
      claim({}, { metadata: { name: '', generation: 0 } }),
      claim({}),
    ],
  },
  'claim/access-modes': {
    bad: [
      claim({ accessModes: ['ReadWrite'] }),
      claim({ accessModes: ['ReadWriteOncePod', 'ReadWriteOnce'] }),
    ],
    good: [
      claim({ accessModes: ['ReadWriteOnce'] }),
      claim({ accessModes: ['ReadWriteOnce', 'ReadOnlyMany'] }),
      claim({ accessModes: ['ReadWriteOncePod'] }),
      claim({ accessModes: ['ReadWriteMany'] }),
    ],
  },
  'claim/storage-request': {
    bad: [
      claim({ resources: null }),
      claim({ resources: { requests: null } }),
      claim({ resources: { requests: { storage: 0 } } }),
      claim({ resources: { requests: { storage: '-1Gi' } } }),
    ],
    good: claim({ resources: { requests: { storage: '10Gi' } } }),
  },
  'claim/data-source': {
    bad: [
      claim({ dataSource: { kind: 'VolumeSnapshot', name: 'nightly' } }),
      claim({ dataSourceRef: { kind: 'VolumeSnapshot', name: 'nightly' } }),
      claim({ dataSource: { ...SNAPSHOT, apiGroup: 'Snapshot Storage' } }),
      claim({ dataSource: { ...SNAPSHOT, apiGroup: '' } }),
    ],
    good: [
      claim({ dataSource: SNAPSHOT }),
      claim({ dataSource: { kind: 'PersistentVolumeClaim', name: 'data' } }),
      claim({ dataSourceRef: SNAPSHOT }),
    ],
  },
  'claim/one-data-source': {
    bad: [
      claim({ dataSource: SNAPSHOT, dataSourceRef: { ...SNAPSHOT, name: 'weekly' } }),
      claim({ dataSource: SNAPSHOT, dataSourceRef: { ...SNAPSHOT, kind: 'Another' } }),
      claim({ dataSource: SNAPSHOT, dataSourceRef: { ...SNAPSHOT, namespace: 'shop' } }),
      claim({ dataSource: SNAPSHOT, dataSourceRef: { ...SNAPSHOT, apiGroup: 'example.com' } }),
    ],
    good: [
      claim({ dataSourceRef: SNAPSHOT }),
      claim({ dataSource: SNAPSHOT }),
      claim({ dataSource: SNAPSHOT, dataSourceRef: SNAPSHOT }),
      claim({ dataSourceRef: { ...SNAPSHOT, namespace: 'shop' } }),
      claim({ dataSource: DATA, dataSourceRef: DATA }),
    ],
  },
  'claim/attributes-class': {
    bad: [
      claim({ volumeAttributesClassName: 'Gold' }),
      on(34, claim({ volumeAttributesClassName: 'Gold' })),
    ],
    good: [
      claim({ volumeAttributesClassName: 'gold' }),
      claim({ volumeAttributesClassName: '' }),
      on(33, claim({ volumeAttributesClassName: 'Gold' })),
    ],
  },
};
