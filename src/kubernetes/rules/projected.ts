import { Rule, rejected } from './rule';
import { isDnsSubdomain, isQualifiedName, isSignerName, isVolumePath } from '../formats';

const PROJECTED_DOC = 'concepts/storage/projected-volumes/';
const SOURCES = [
  'secret',
  'configMap',
  'downwardAPI',
  'serviceAccountToken',
  'clusterTrustBundle',
  'podCertificate',
] as const;
const DAY_SECONDS = 24 * 60 * 60;

/** Sources of projected volumes. @see `pkg/apis/core/validation/validation.go` */
export const projectedRules: Rule[] = [
  rejected({
    id: 'projected/one-kind',
    on: 'VolumeProjection',
    message: 'a source of a projected volume can have only one type',
    fix: 'add a separate source for each type',
    link: PROJECTED_DOC,
    check: (source, node, report) => {
      if (SOURCES.filter((type) => source[type] !== undefined).length > 1) report(node.path);
    },
  }),
  rejected({
    id: 'projected/paths-unique',
    on: 'ProjectedVolumeSource',
    message: 'each file of a projected volume must come from only one source',
    fix: 'change one of the paths',
    link: PROJECTED_DOC,
    check: ({ sources = [] }, node, report) => {
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
      if (new Set(paths).size < paths.length) report(node.path);
    },
  }),
  rejected({
    id: 'projected/token',
    on: 'ServiceAccountTokenProjection',
    message: 'a service account token requires the path of a file in the volume',
    fix: 'set path, such as token',
    link: `${PROJECTED_DOC}#serviceaccounttoken`,
    check: ({ path = '' }, node, report) => {
      if (path === '' || !isVolumePath(path)) {
        report(node.ancestor('ProjectedVolumeSource')!.path.field('path'));
      }
    },
  }),
  rejected({
    id: 'projected/trust-bundle',
    since: 37, // earlier servers drop the field
    on: 'ClusterTrustBundleProjection',
    message:
      'a trust bundle requires either name or signerName, which can have labelSelector, and ' +
      'the path of a file in the volume',
    fix: 'set name or signerName, and a relative path',
    link: `${PROJECTED_DOC}#clustertrustbundle`,
    check: ({ name, signerName, labelSelector, path = '' }, node, report) => {
      if ((name !== undefined) === (signerName !== undefined)) {
        report(node.path);
      } else if (name !== undefined) {
        if (!isTrustBundleName(name)) report(node.at('name'));
        if (labelSelector) {
          report(node.at('labelSelector'), 'labelSelector requires signerName');
        }
      } else if (!isSignerName(signerName!)) {
        report(node.at('signerName'));
      }
      if (path === '' || !isVolumePath(path)) report(node.at('path'));
    },
  }),
  rejected({
    id: 'projected/certificate',
    since: 37, // earlier servers drop the field
    on: 'PodCertificateProjection',
    message: 'a Pod certificate requires a signer, a key type and at least one file in the volume',
    fix: 'set signerName, keyType and credentialBundlePath',
    link: `${PROJECTED_DOC}#podcertificate`,
    check: (
      { signerName = '', maxExpirationSeconds: seconds, userAnnotations = {}, ...files },
      node,
      report,
    ) => {
      if (signerName !== '' && !isSignerName(signerName)) report(node.at('signerName'));
      const host = signerName.split('/')[0];
      const max =
        host === 'kubernetes.io' || host.endsWith('.kubernetes.io')
          ? DAY_SECONDS
          : 91 * DAY_SECONDS;
      if (seconds !== undefined && (seconds < 3600 || seconds > max)) {
        report(node.at('maxExpirationSeconds'), `must be from 3600 to ${max}, not ${seconds}`);
      }
      const fields = ['credentialBundlePath', 'keyPath', 'certificateChainPath'] as const;
      for (const field of fields) if (!isVolumePath(files[field] ?? '')) report(node.at(field));
      if (!fields.some((field) => files[field])) {
        report(node.path, 'the path of a file is required');
      }
      if (
        Object.keys(userAnnotations).some(
          (key) => !isQualifiedName(key.toLowerCase()) || !key.includes('/'),
        )
      ) {
        report(node.at('userAnnotations'));
      }
    },
  }),
];

/** A trust bundle of a signer is named after it, such as `example.com:signer:name`. */
function isTrustBundleName(name: string): boolean {
  return isDnsSubdomain(name.slice(name.lastIndexOf(':') + 1));
}
