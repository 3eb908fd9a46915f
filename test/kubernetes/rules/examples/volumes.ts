import type { JsonObject } from '../../../../src/kubernetes/json';
import { Examples, on } from '../example';
import { MINIMAL_JOB, volume, volumes } from '../manifests';

const file = (part: JsonObject) => volume({ downwardAPI: { items: [{ path: 'name', ...part }] } });
const FIELD = { fieldRef: { fieldPath: 'metadata.name' } };
const RESOURCE = { resourceFieldRef: { containerName: 'main', resource: 'limits.cpu' } };
const csi = (part: JsonObject) => volume({ csi: { driver: 'csi.example.com', ...part } });

export const volumeExamples: Examples = {
  'volume/name-unique': {
    bad: volumes({ name: 'data', emptyDir: {} }, { name: 'data', secret: { secretName: 'keys' } }),
    good: [
      volumes({ name: 'data', emptyDir: {} }, { name: 'keys', secret: { secretName: 'keys' } }),
      MINIMAL_JOB,
    ],
  },
  'volume/one-source': {
    bad: [
      volume({ emptyDir: {}, secret: { secretName: 'keys' } }),
      volume({ emptyDir: {}, downwardAPI: {} }),
      volume({ hostPath: { path: '/data' }, cephfs: { monitors: ['a'] } }),
    ],
    good: [volume({ emptyDir: {} }), volume({}), volume({ secret: { secretName: 'keys' } })],
  },
  'volume/size-limit': {
    bad: volume({ emptyDir: { sizeLimit: '-1Gi' } }),
    good: [
      volume({ emptyDir: { sizeLimit: '1Gi' } }),
      volume({ emptyDir: { sizeLimit: 0 } }),
      volume({ emptyDir: {} }),
    ],
  },
  'volume/host-path': {
    bad: [
      volume({ hostPath: { path: '/data/../etc' } }),
      volume({ hostPath: { path: '/data', type: 'Folder' } }),
    ],
    good: [
      volume({ hostPath: { path: '/data' } }),
      volume({ hostPath: { path: '/data..', type: 'Directory' } }),
      volume({ hostPath: { path: '/data', type: '' } }),
      ...['DirectoryOrCreate', 'FileOrCreate', 'File', 'Socket', 'CharDevice', 'BlockDevice'].map(
        (type) => volume({ hostPath: { path: '/data', type } }),
      ),
    ],
  },
  'volume/item-path': {
    bad: [
      ...['/etc/app.yaml', '../app.yaml', 'a/../b', '..app.yaml'].map((path) =>
        volume({ configMap: { name: 'app', items: [{ key: 'app.yaml', path }] } }),
      ),
      file({ path: '/name', ...FIELD }),
    ],
    good: [
      ...['config/app.yaml', 'a..b', '.app', 'a/..b'].map((path) =>
        volume({ configMap: { name: 'app', items: [{ key: 'app.yaml', path }] } }),
      ),
      file(FIELD),
    ],
  },
  'volume/downward-source': {
    bad: [file({ ...FIELD, ...RESOURCE }), file({})],
    good: [file(FIELD), file(RESOURCE)],
  },
  'volume/nfs-path': {
    bad: volume({ nfs: { server: 'nfs.example.com', path: 'exports/shop' } }),
    good: volume({ nfs: { server: 'nfs.example.com', path: '/exports/shop' } }),
  },
  'volume/image-reference': {
    bad: on(37, volume({ image: { pullPolicy: 'Always' } })),
    good: [
      on(37, volume({ image: { reference: 'registry.example.com/models:1' } })),
      on(36, volume({ image: { pullPolicy: 'Always' } })),
    ],
  },
  'volume/csi-driver': {
    bad: [
      csi({ driver: 'csi example' }),
      csi({ driver: `${'a'.repeat(60)}.com` }),
      csi({ nodePublishSecretRef: {} }),
      csi({ nodePublishSecretRef: { name: 'Keys' } }),
    ],
    good: [
      csi({}),
      csi({ driver: 'CSI.example.com' }),
      csi({ driver: `${'a'.repeat(59)}.com` }),
      csi({ nodePublishSecretRef: { name: 'keys' } }),
    ],
  },
};
