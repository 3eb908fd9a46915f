import type { JsonObject } from '../../../../src/kubernetes/json';
import type { Examples } from '../example';
import { volume, volumes } from '../manifests';

const azure = (part: JsonObject) =>
  volume({ azureDisk: { diskName: 'data', diskURI: 'https://example.com/data', ...part } });
const fc = (part: JsonObject) => volume({ fc: part });
const flex = (options: JsonObject) =>
  volume({ flexVolume: { driver: 'example.com/driver', options } });
const git = (directory: string) =>
  volume({ gitRepo: { repository: 'https://example.com/shop.git', directory } });
const iscsi = (part: JsonObject, name = 'data') =>
  volumes({
    name,
    iscsi: {
      targetPortal: '10.0.0.1:3260',
      iqn: 'iqn.2001-04.com.example:storage',
      lun: 0,
      ...part,
    },
  });
const quobyte = (part: JsonObject) =>
  volume({ quobyte: { registry: 'quobyte:7861', volume: 'data', ...part } });
const INITIATOR = 'iqn.2001-04.com.example:shop';

export const volumePluginExamples: Examples = {
  'volume/azure-disk-uri': {
    bad: [azure({ kind: 'Managed' }), azure({ diskURI: '/subscriptions/1/data' })],
    good: [
      azure({ kind: 'Managed', diskURI: '/subscriptions/1/data' }),
      azure({}),
      azure({ kind: 'Dedicated' }),
    ],
  },
  'volume/secret-name': {
    bad: [
      volume({ cinder: { volumeID: 'data', secretRef: {} } }),
      volume({ storageos: { volumeName: 'data', secretRef: { name: '' } } }),
    ],
    good: [
      volume({ cinder: { volumeID: 'data', secretRef: { name: 'keys' } } }),
      volume({ storageos: { volumeName: 'data' } }),
    ],
  },
  'volume/fc-target': {
    bad: [
      fc({ targetWWNs: ['50060e801049cfd1'] }),
      fc({ targetWWNs: ['50060e801049cfd1'], lun: 256 }),
      fc({ targetWWNs: ['50060e801049cfd1'], lun: -1 }),
      fc({}),
      fc({ targetWWNs: ['5006'], lun: 0, wwids: ['3600'] }),
    ],
    good: [
      fc({ targetWWNs: ['50060e801049cfd1'], lun: 0 }),
      fc({ targetWWNs: ['50060e801049cfd1'], lun: 255 }),
      fc({ wwids: ['3600508b400105e210000900000490000'] }),
    ],
  },
  'volume/flex-options': {
    bad: [
      flex({ 'kubernetes.io/size': '1' }),
      flex({ 'driver.k8s.io/size': '1' }),
      flex({ 'K8S.io': '1' }),
    ],
    good: [
      flex({ 'example.com/size': '1' }),
      flex({ 'notkubernetes.io/size': '1' }),
      volume({ flexVolume: { driver: 'example.com/driver' } }),
    ],
  },
  'volume/flocker-dataset': {
    bad: [
      volume({ flocker: {} }),
      volume({ flocker: { datasetName: 'a', datasetUUID: 'b' } }),
      volume({ flocker: { datasetName: 'a/b' } }),
    ],
    good: [volume({ flocker: { datasetName: 'a' } }), volume({ flocker: { datasetUUID: 'b' } })],
  },
  'volume/git-directory': {
    bad: [git('../shop'), git('/shop')],
    good: [git('shop'), git('.')],
  },
  'volume/iscsi-name': {
    bad: [
      iscsi({ iqn: 'storage' }),
      iscsi({ iqn: 'iqn.2001-4.com.example:storage' }),
      iscsi({ iqn: 'eui.0123' }),
      iscsi({ iqn: 'naa.0123' }),
      iscsi({ initiatorName: 'shop' }),
      iscsi({ initiatorName: INITIATOR }, 'a'.repeat(51)),
    ],
    good: [
      iscsi({}),
      iscsi({ iqn: 'eui.0123456789ABCDEF' }),
      iscsi({ iqn: 'naa.0123456789ABCDEF0123456789ABCDEF' }),
      iscsi({ initiatorName: INITIATOR }),
      iscsi({ initiatorName: INITIATOR }, 'a'.repeat(50)),
      iscsi({}, 'a'.repeat(51)),
    ],
  },
  'volume/iscsi-secret': {
    bad: [iscsi({ chapAuthSession: true }), iscsi({ chapAuthDiscovery: true })],
    good: [
      iscsi({ chapAuthSession: true, chapAuthDiscovery: true, secretRef: { name: 'keys' } }),
      iscsi({ chapAuthSession: false }),
    ],
  },
  'volume/quobyte-registry': {
    bad: [
      quobyte({ registry: 'quobyte' }),
      quobyte({ registry: 'a:1,b' }),
      quobyte({ tenant: 'a'.repeat(65) }),
    ],
    good: [quobyte({}), quobyte({ registry: 'a:1,b:2' }), quobyte({ tenant: 'a'.repeat(64) })],
  },
};
