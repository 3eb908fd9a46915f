import { Rule, serverWarning } from './rule';
import type { Struct } from '../schema/field';

/** Deprecated types of volumes, with the first minor version of Kubernetes that warns of them. */
const DEPRECATED_VOLUMES = Object.entries({
  photonPersistentDisk: 11,
  gitRepo: 11,
  scaleIO: 16,
  flocker: 22,
  storageos: 22,
  quobyte: 22,
  glusterfs: 25,
  cephfs: 28,
  rbd: 28,
} satisfies { readonly [Type in keyof Struct<'Volume'>]?: number });

/** Likely mistakes in volumes that the API server warns of as well. */
export const volumeServerWarningRules: Rule[] = [
  serverWarning({
    id: 'volume/deprecated',
    on: 'Volume',
    message: 'this type of volume is deprecated',
    fix:
      'use a CSI driver through persistentVolumeClaim or csi; in place of gitRepo, clone in ' +
      'an init container',
    link: 'concepts/storage/volumes/#volume-types',
    check: (volume, node, report) => {
      for (const [type, since] of DEPRECATED_VOLUMES) {
        if (
          (volume as Record<string, unknown>)[type] !== undefined &&
          node.context.minor >= since
        ) {
          report(node.path.field(type, type === 'storageos' ? 'storageOS' : type));
        }
      }
    },
  }),
  serverWarning({
    id: 'volume/overlapping-paths',
    since: 32,
    on: 'Volume',
    message: 'two files of the volume have the same path, or one path is the folder of another',
    fix: 'use a unique path for each file',
    link: 'concepts/storage/projected-volumes/',
    check: ({ configMap, secret, downwardAPI, projected }, node, report) => {
      if (!configMap && !secret && !downwardAPI && !projected) return;
      const lists = [configMap?.items, secret?.items, downwardAPI?.items].map((items) =>
        (items ?? []).map(({ path = '' }) => path),
      );
      for (const paths of [...lists, projectedPaths(projected?.sources ?? [])]) {
        if (hasOverlap(paths)) report(node.path);
      }
      // A source that is set but has no type.
      if (
        (projected?.sources ?? []).some((source) =>
          Object.values(source).every((type) => type === undefined),
        )
      ) {
        report(node.path, 'a source of the volume is empty');
      }
    },
  }),
];

function projectedPaths(sources: readonly Struct<'VolumeProjection'>[]): string[] {
  return sources.flatMap(
    ({
      secret,
      configMap,
      downwardAPI,
      serviceAccountToken,
      clusterTrustBundle,
      podCertificate,
    }): string[] => {
      const items = configMap?.items ?? secret?.items ?? downwardAPI?.items;
      if (items) return items.map(({ path = '' }) => path);
      if (serviceAccountToken) return [serviceAccountToken.path ?? ''];
      if (clusterTrustBundle) return [clusterTrustBundle.path ?? ''];
      const { certificateChainPath, keyPath, credentialBundlePath } = podCertificate ?? {};
      return [certificateChainPath, keyPath, credentialBundlePath].filter(
        (path) => path !== undefined,
      );
    },
  );
}

function hasOverlap(files: readonly string[]): boolean {
  const paths = files.map((path) => path.replace(/\/+$/, '')).filter((path) => path !== '');
  return paths.some((path, i) =>
    paths
      .slice(0, i)
      .some((other) => `${path}/`.startsWith(`${other}/`) || `${other}/`.startsWith(`${path}/`)),
  );
}
