import { Rule, rejected } from './rule';
import { isLocalPath } from '../formats';
import { isHostPort } from '../ip';
import { quote } from '../truncate';

const VOLUMES_DOC = 'concepts/storage/volumes/';
const ISCSI_NAMES = {
  iqn: /iqn\.\d{4}-\d{2}\.[-A-Za-z0-9.]+:[^,;*&$|\t\n\f\r ]+$/,
  eui: /^eui.[A-Za-z0-9]{16}$/,
  naa: /^naa.[A-Za-z0-9]{32}$/,
};

/** Volumes of storage vendors and network storage. @see `pkg/apis/core/validation/validation.go` */
export const volumePluginRules: Rule[] = [
  rejected({
    id: 'volume/azure-disk-uri',
    on: 'AzureDiskVolumeSource',
    message:
      'the URI of a Managed disk must start with /subscriptions/, and that of any other ' +
      'disk with https://',
    fix: 'use a URI that matches the kind of the disk',
    link: `${VOLUMES_DOC}#azuredisk`,
    check: ({ kind, diskURI = '' }, node, report) => {
      if (!diskURI.startsWith(kind === 'Managed' ? '/subscriptions/' : 'https://')) {
        report(node.at('diskURI'), `${quote(diskURI)} is not the URI of a ${kind} disk`);
      }
    },
  }),
  rejected({
    id: 'volume/secret-name',
    on: ['CinderVolumeSource', 'StorageOSVolumeSource'],
    message: 'a reference to a Secret requires its name',
    fix: 'set secretRef.name, or remove secretRef',
    check: ({ secretRef }, node, report) => {
      if (secretRef && !secretRef.name) report(node.at('secretRef').field('name'));
    },
  }),
  rejected({
    id: 'volume/fc-target',
    on: 'FCVolumeSource',
    message: 'a Fibre Channel volume requires either targetWWNs with lun, or wwids',
    fix: 'set targetWWNs with a lun from 0 to 255, or wwids',
    link: `${VOLUMES_DOC}#fc`,
    check: ({ targetWWNs = [], wwids = [], lun }, node, report) => {
      if (targetWWNs.length > 0 === wwids.length > 0) report(node.at('targetWWNs'));
      if (targetWWNs.length > 0 && (lun === undefined || lun < 0 || lun > 255)) {
        report(node.at('lun'));
      }
    },
  }),
  rejected({
    id: 'volume/flex-options',
    on: 'FlexVolumeSource',
    message: 'options in the domains kubernetes.io and k8s.io are reserved',
    fix: 'use the options that the driver documents',
    check: ({ options = {} }, node, report) => {
      for (const key of Object.keys(options)) {
        if (/\.(kubernetes|k8s)\.io$/.test(`.${key.split('/')[0].toLowerCase()}`)) {
          report(node.at('options').key(key));
        }
      }
    },
  }),
  rejected({
    id: 'volume/flocker-dataset',
    on: 'FlockerVolumeSource',
    message: 'a Flocker volume requires either datasetName, without "/", or datasetUUID',
    fix: 'use another type of volume; Kubernetes removed Flocker in 1.25',
    check: ({ datasetName = '', datasetUUID = '' }, node, report) => {
      if ((datasetName === '') === (datasetUUID === '')) report(node.path);
      if (datasetName.includes('/')) report(node.at('datasetName'));
    },
  }),
  rejected({
    id: 'volume/git-directory',
    on: 'GitRepoVolumeSource',
    message: 'the directory must be a relative path in the volume, and cannot contain ".."',
    fix: 'clone in an init container instead; gitRepo volumes are disabled since Kubernetes 1.33',
    link: `${VOLUMES_DOC}#gitrepo`,
    check: ({ directory = '' }, node, report) => {
      if (!isLocalPath(directory)) report(node.at('directory'));
    },
  }),
  rejected({
    id: 'volume/iscsi-name',
    on: 'ISCSIVolumeSource',
    message: 'an iSCSI name must start with iqn., eui. or naa.',
    fix: 'use the name that the target shows, such as iqn.2001-04.com.example:storage',
    link: `${VOLUMES_DOC}#iscsi`,
    check: ({ iqn = '', initiatorName, targetPortal = '' }, node, report) => {
      if (iqn !== '' && !isIscsiName(iqn)) report(node.at('iqn'));
      if (initiatorName === undefined) return;
      if (!isIscsiName(initiatorName)) report(node.at('initiatorName'));
      const volume = node.ancestor('Volume')!;
      if (`${volume.value.name ?? ''}:${targetPortal}`.length > 64) {
        report(
          volume.at('name'),
          'the name and the target portal can have at most 63 characters in total',
        );
      }
    },
  }),
  rejected({
    id: 'volume/iscsi-secret',
    on: 'ISCSIVolumeSource',
    message: 'CHAP requires a Secret with the credentials',
    fix: 'set secretRef',
    link: `${VOLUMES_DOC}#iscsi`,
    check: ({ chapAuthDiscovery, chapAuthSession, secretRef }, node, report) => {
      if ((chapAuthDiscovery || chapAuthSession) && !secretRef) report(node.at('secretRef'));
    },
  }),
  rejected({
    id: 'volume/quobyte-registry',
    on: 'QuobyteVolumeSource',
    message:
      'a registry must be host:port, or several of them separated by commas, and a tenant ' +
      'can have at most 64 characters',
    fix: 'use another type of volume; Kubernetes removed Quobyte in 1.25',
    check: ({ registry = '', tenant = '' }, node, report) => {
      if (registry === '') return;
      if (tenant.length >= 65) report(node.at('tenant'));
      else if (!registry.split(',').every(isHostPort)) report(node.at('registry'));
    },
  }),
];

function isIscsiName(name: string): boolean {
  const grammar = ISCSI_NAMES[name.slice(0, 3) as keyof typeof ISCSI_NAMES];
  return grammar !== undefined && grammar.test(name);
}
