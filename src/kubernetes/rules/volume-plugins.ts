import { Rule, rejected } from './rule';
import { isDescendingPath } from '../formats';
import { splitsAsHostPort } from '../ip';
import { quote } from '../truncate';

const DOC = 'concepts/storage/volumes/';
const ISCSI_NAMES = {
  iqn: /iqn\.\d{4}-\d{2}\.[-A-Za-z0-9.]+:[^,;*&$|\t\n\f\r ]+$/,
  eui: /^eui.[A-Za-z0-9]{16}$/,
  naa: /^naa.[A-Za-z0-9]{32}$/,
};

export const volumePluginRules: Rule[] = [
  rejected({
    id: 'volume/azure-disk-uri',
    on: 'AzureDiskVolumeSource',
    message:
      'a Managed disk has a URI that begins with /subscriptions/, any other one with https://',
    fix: 'use the URI of the disk that fits its kind',
    link: `${DOC}#azuredisk`,
    check: ({ kind, diskURI = '' }, node, refuse) => {
      if (!diskURI.startsWith(kind === 'Managed' ? '/subscriptions/' : 'https://')) {
        refuse(node.at('diskURI'), `${quote(diskURI)} is no URI of a disk of the kind ${kind}`);
      }
    },
  }),
  rejected({
    id: 'volume/secret-name',
    on: ['CinderVolumeSource', 'StorageOSVolumeSource'],
    message: 'a Secret is named by its name',
    fix: 'set secretRef.name, or leave secretRef out',
    check: ({ secretRef }, node, refuse) => {
      if (secretRef && !secretRef.name) refuse(node.at('secretRef').field('name'));
    },
  }),
  rejected({
    id: 'volume/fc-target',
    on: 'FCVolumeSource',
    message: 'a volume is found by targetWWNs and lun, or by wwids',
    fix: 'give targetWWNs with a lun from 0 to 255, or wwids',
    link: `${DOC}#fc`,
    check: ({ targetWWNs = [], wwids = [], lun }, node, refuse) => {
      if (targetWWNs.length > 0 === wwids.length > 0) refuse(node.at('targetWWNs'));
      if (targetWWNs.length > 0 && (lun === undefined || lun < 0 || lun > 255)) {
        refuse(node.at('lun'));
      }
    },
  }),
  rejected({
    id: 'volume/flex-options',
    on: 'FlexVolumeSource',
    message: 'options in the domains kubernetes.io and k8s.io are reserved',
    fix: 'use the options that the driver has documented',
    check: ({ options = {} }, node, refuse) => {
      for (const key of Object.keys(options)) {
        if (/\.(kubernetes|k8s)\.io$/.test(`.${key.split('/')[0].toLowerCase()}`)) {
          refuse(node.at('options').key(key));
        }
      }
    },
  }),
  rejected({
    id: 'volume/flocker-dataset',
    on: 'FlockerVolumeSource',
    message: 'a dataset is named by its name or by its UUID: by one of them; a name has no "/"',
    fix: 'use another kind of volume: Flocker is not there since Kubernetes 1.25',
    check: ({ datasetName = '', datasetUUID = '' }, node, refuse) => {
      if ((datasetName === '') === (datasetUUID === '')) refuse(node.path);
      if (datasetName.includes('/')) refuse(node.at('datasetName'));
    },
  }),
  rejected({
    id: 'volume/git-directory',
    on: 'GitRepoVolumeSource',
    message: 'a directory is in the volume: its path is relative, and has no ".."',
    fix: 'clone in an init container instead: gitRepo volumes are disabled since Kubernetes 1.33',
    link: `${DOC}#gitrepo`,
    check: ({ directory = '' }, node, refuse) => {
      if (!isDescendingPath(directory)) refuse(node.at('directory'));
    },
  }),
  rejected({
    id: 'volume/iscsi-name',
    on: 'ISCSIVolumeSource',
    message: 'names of iSCSI begin with iqn., eui. or naa.',
    fix: 'use the name as the target shows it, as in iqn.2001-04.com.example:storage',
    link: `${DOC}#iscsi`,
    check: ({ iqn = '', initiatorName, targetPortal = '' }, node, refuse) => {
      if (iqn !== '' && !isIscsiName(iqn)) refuse(node.at('iqn'));
      if (initiatorName === undefined) return;
      if (!isIscsiName(initiatorName)) refuse(node.at('initiatorName'));
      const volume = node.in('Volume')!;
      if (`${volume.value.name ?? ''}:${targetPortal}`.length > 64) {
        refuse(volume.at('name'), 'with the target portal it has more than 63 characters');
      }
    },
  }),
  rejected({
    id: 'volume/iscsi-secret',
    on: 'ISCSIVolumeSource',
    message: 'CHAP needs a Secret with the credentials',
    fix: 'set secretRef',
    link: `${DOC}#iscsi`,
    check: ({ chapAuthDiscovery, chapAuthSession, secretRef }, node, refuse) => {
      if ((chapAuthDiscovery || chapAuthSession) && !secretRef) refuse(node.at('secretRef'));
    },
  }),
  rejected({
    id: 'volume/quobyte-registry',
    on: 'QuobyteVolumeSource',
    message:
      'a registry is host:port, or several with commas between; a tenant has at most 64 characters',
    fix: 'use another kind of volume: Quobyte is not there since Kubernetes 1.25',
    check: ({ registry = '', tenant = '' }, node, refuse) => {
      if (registry === '') return;
      if (tenant.length >= 65) refuse(node.at('tenant'));
      else if (!registry.split(',').every(splitsAsHostPort)) refuse(node.at('registry'));
    },
  }),
];

function isIscsiName(name: string): boolean {
  const grammar = ISCSI_NAMES[name.slice(0, 3) as keyof typeof ISCSI_NAMES];
  return grammar !== undefined && grammar.test(name);
}
