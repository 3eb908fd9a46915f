import { Rule, rejected } from './rule';
import { isDnsSubdomain, isQualifiedName, isSignerName, isVolumePath } from '../formats';

const DOC = 'concepts/storage/projected-volumes/';
const KINDS = [
  'secret',
  'configMap',
  'downwardAPI',
  'serviceAccountToken',
  'clusterTrustBundle',
  'podCertificate',
] as const;
const DAY = 24 * 60 * 60;

export const projectedRules: Rule[] = [
  rejected({
    id: 'projected/one-kind',
    on: 'VolumeProjection',
    message: 'a source is of one kind',
    fix: 'make a source of its own for each',
    link: DOC,
    check: (source, node, refuse) => {
      if (KINDS.filter((kind) => source[kind] !== undefined).length > 1) refuse(node.path);
    },
  }),
  rejected({
    id: 'projected/paths-unique',
    on: 'ProjectedVolumeSource',
    message: 'each file of the volume comes from one source',
    fix: 'give one of the two another path',
    link: DOC,
    check: ({ sources = [] }, node, refuse) => {
      const paths = sources
        .flatMap(({ secret, configMap, downwardAPI, clusterTrustBundle, podCertificate }) => [
          ...[
            ...(secret?.items ?? []),
            ...(configMap?.items ?? []),
            ...(downwardAPI?.items ?? []),
          ].map(({ path }) => path || undefined),
          ...(clusterTrustBundle ? [clusterTrustBundle.path ?? ''] : []),
          ...[
            podCertificate?.credentialBundlePath,
            podCertificate?.keyPath,
            podCertificate?.certificateChainPath,
          ].map((path) => path || undefined),
        ])
        .filter((path) => path !== undefined);
      if (new Set(paths).size < paths.length) refuse(node.path);
    },
  }),
  rejected({
    id: 'projected/token',
    on: 'ServiceAccountTokenProjection',
    message: 'a token lives at least ten minutes, in a file inside the volume',
    fix: 'set path, as in token, and expirationSeconds to 600 at least',
    link: `${DOC}#serviceaccounttoken`,
    check: ({ path = '' }, node, refuse) => {
      if (path === '' || !isVolumePath(path)) {
        refuse(node.in('ProjectedVolumeSource')!.path.field('path'));
      }
    },
  }),
  rejected({
    id: 'projected/trust-bundle',
    since: 37, // before that it is dropped
    on: 'ClusterTrustBundleProjection',
    message:
      'trust bundles are chosen by name, or by signerName and labels, and written to a file inside the volume',
    fix: 'give name or signerName, and a relative path',
    link: `${DOC}#clustertrustbundle`,
    check: ({ name, signerName, labelSelector, path = '' }, node, refuse) => {
      if ((name !== undefined) === (signerName !== undefined)) {
        refuse(node.path);
      } else if (name !== undefined) {
        if (!isTrustBundleName(name)) refuse(node.at('name'));
        if (labelSelector) {
          refuse(node.at('labelSelector'), 'it goes with signerName, not with name');
        }
      } else if (!isSignerName(signerName!)) {
        refuse(node.at('signerName'));
      }
      if (path === '' || !isVolumePath(path)) refuse(node.at('path'));
    },
  }),
  rejected({
    id: 'projected/certificate',
    since: 37, // before that it is dropped
    on: 'PodCertificateProjection',
    message: 'a certificate has a signer, a key type, and at least one file inside the volume',
    fix: 'set signerName, keyType and credentialBundlePath',
    link: `${DOC}#podcertificate`,
    check: (
      { signerName = '', maxExpirationSeconds: seconds, userAnnotations = {}, ...files },
      node,
      refuse,
    ) => {
      if (signerName !== '' && !isSignerName(signerName)) refuse(node.at('signerName'));
      const host = signerName.split('/')[0];
      const longest = host === 'kubernetes.io' || host.endsWith('.kubernetes.io') ? DAY : 91 * DAY;
      if (seconds !== undefined && (seconds < 3600 || seconds > longest)) {
        refuse(node.at('maxExpirationSeconds'), `${seconds} is not from 3600 to ${longest}`);
      }
      const fields = ['credentialBundlePath', 'keyPath', 'certificateChainPath'] as const;
      for (const field of fields) if (!isVolumePath(files[field] ?? '')) refuse(node.at(field));
      if (!fields.some((field) => files[field])) refuse(node.path, 'it names no file');
      if (
        Object.keys(userAnnotations).some(
          (key) => !isQualifiedName(key.toLowerCase()) || !key.includes('/'),
        )
      ) {
        refuse(node.at('userAnnotations'));
      }
    },
  }),
];

/** A name, or the name of its signer with ":" for "/", ":" and a name. */
function isTrustBundleName(name: string): boolean {
  return isDnsSubdomain(name.slice(name.lastIndexOf(':') + 1));
}
