import type { JsonObject } from '../json';
import type { Finding } from './finding';
import { quote } from '../truncate';

const KINDS = ['Job', 'CronJob'];

/** What is wrong if something is meant to be a Job or a CronJob and is not one of batch/v1. */
export function apiVersionFinding({ apiVersion, kind }: JsonObject): Finding | undefined {
  if (typeof kind !== 'string') return undefined;
  const finding = (field: 'apiVersion' | 'kind', message: string, fix: string): Finding => ({
    rule: `manifest/${field === 'kind' ? 'kind' : 'api-version'}`,
    severity: 'rejected',
    field,
    path: [field],
    message,
    fix,
  });
  if (apiVersion === 'batch/v1') {
    if (KINDS.includes(kind) || kind.endsWith('List')) return undefined;
    const meant = meantKind(kind);
    return finding(
      'kind',
      `batch/v1 has no kind ${quote(kind)}, only ${KINDS.join(' and ')}`,
      meant === undefined ? 'look which apiVersion has this kind' : `write kind: ${meant}`,
    );
  }
  if (!KINDS.includes(kind) || !isOfKubernetes(apiVersion)) return undefined;
  return finding(
    'apiVersion',
    `${whatIsWrong(apiVersion, kind)}; every ${kind} is of batch/v1`,
    'write apiVersion: batch/v1',
  );
}

/** Other people's kinds may be called Job, too; their groups have dots. */
function isOfKubernetes(apiVersion: unknown): boolean {
  if (typeof apiVersion !== 'string') return true;
  const [group, version] = apiVersion.split('/');
  return version === undefined || !group.includes('.') || group.endsWith('.k8s.io');
}

function whatIsWrong(apiVersion: unknown, kind: string): string {
  if (apiVersion === undefined || apiVersion === null || apiVersion === '') return 'is missing';
  if (apiVersion === 'batch/v1beta1') return 'batch/v1beta1 was removed in Kubernetes 1.25';
  if (apiVersion === 'batch/v2alpha1') return 'batch/v2alpha1 was removed in Kubernetes 1.21';
  return typeof apiVersion === 'string'
    ? `${quote(apiVersion)} has no kind ${kind}`
    : 'is not text';
}

/** Upper and lower case count, and people write `Cronjob`. */
function meantKind(kind: string): string | undefined {
  return KINDS.find((known) =>
    [known.toLowerCase(), `${known.toLowerCase()}s`].includes(
      kind.toLowerCase().replace(/[-_ ]/g, ''),
    ),
  );
}
