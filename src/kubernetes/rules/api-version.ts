import type { JsonObject } from '../json';
import type { Finding } from './finding';
import { quote } from '../truncate';

const KINDS = ['Job', 'CronJob'];

/**
 * Checks `apiVersion` and `kind` of an object that is probably meant to be a Job or a CronJob.
 * Returns undefined if they are correct, or if the object is of another kind.
 */
export function apiVersionFinding({ apiVersion, kind }: JsonObject): Finding | undefined {
  if (typeof kind !== 'string') return undefined;
  if (apiVersion === 'batch/v1') {
    if (KINDS.includes(kind) || kind.endsWith('List')) return undefined;
    const similar = similarKind(kind);
    return {
      rule: 'manifest/kind',
      severity: 'rejected',
      field: 'kind',
      path: ['kind'],
      message: `batch/v1 has no kind ${quote(kind)}, only ${KINDS.join(' and ')}`,
      fix: similar === undefined ? 'use the apiVersion of this kind' : `use kind: ${similar}`,
    };
  }
  if (!KINDS.includes(kind) || !isKubernetesGroup(apiVersion)) return undefined;
  return {
    rule: 'manifest/api-version',
    severity: 'rejected',
    field: 'apiVersion',
    path: ['apiVersion'],
    message: `${apiVersionError(apiVersion, kind)}; the apiVersion of a ${kind} is batch/v1`,
    fix: 'use apiVersion: batch/v1',
  };
}

/** Other projects have kinds called Job, too. The names of their groups contain dots. */
function isKubernetesGroup(apiVersion: unknown): boolean {
  if (typeof apiVersion !== 'string') return true;
  const [group, version] = apiVersion.split('/');
  return version === undefined || !group.includes('.') || group.endsWith('.k8s.io');
}

function apiVersionError(apiVersion: unknown, kind: string): string {
  if (apiVersion === undefined || apiVersion === null || apiVersion === '') return 'is required';
  if (apiVersion === 'batch/v1beta1') return 'Kubernetes 1.25 removed batch/v1beta1';
  if (apiVersion === 'batch/v2alpha1') return 'Kubernetes 1.21 removed batch/v2alpha1';
  return typeof apiVersion === 'string'
    ? `${quote(apiVersion)} has no kind ${kind}`
    : 'must be a string';
}

/** Returns the kind that differs only in case, hyphens or a plural "s", such as `Cronjob`. */
function similarKind(kind: string): string | undefined {
  const written = kind.toLowerCase().replace(/[-_ ]/g, '');
  return KINDS.find((known) => {
    const lower = known.toLowerCase();
    return written === lower || written === `${lower}s`;
  });
}
