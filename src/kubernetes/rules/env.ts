import type { Node } from './node';
import { rejected, Rule } from './rule';
import { hasBackstep, isDataKey, isEnvName, isQualifiedName, isStrictEnvName } from '../formats';
import { formatQuantity, parseQuantity } from '../quantity';
import { quote } from '../truncate';

const ENV_DOC = 'tasks/inject-data-application/define-environment-variable-container/';
const DOWNWARD_API_DOC = 'concepts/workloads/pods/downward-api/';

/** Environment variables and the downward API. @see `pkg/apis/core/validation/validation.go` */
export const envRules: Rule[] = [
  rejected({
    id: 'env/name',
    on: 'EnvVar',
    message:
      'the name of an environment variable must have only printable ASCII characters except ' +
      '"="; before Kubernetes 1.32 only letters, digits, "-", "_" and ".", and no leading ' +
      'digit',
    fix: 'use letters, digits and "_"',
    link: ENV_DOC,
    check: ({ name = '' }, node, report) => {
      if (name !== '' && !isVariableName(name, node)) {
        report(node.at('name'), `${quote(name)} is not a valid name of an environment variable`);
      }
    },
  }),
  rejected({
    id: 'env/prefix',
    on: 'EnvFromSource',
    message: 'a prefix must be a valid start of the name of an environment variable',
    fix: 'use letters, digits and "_"',
    link: ENV_DOC,
    check: ({ prefix = '' }, node, report) => {
      if (prefix !== '' && !isVariableName(prefix, node)) report(node.at('prefix'));
    },
  }),
  rejected({
    id: 'env/one-source',
    on: 'EnvVar',
    message: 'a variable must have either a value, or valueFrom with exactly one source',
    fix: 'remove value, and keep one source',
    link: ENV_DOC,
    check: ({ value = '', valueFrom }, node, report) => {
      if (!valueFrom) return;
      const sources = Object.values(valueFrom).filter((source) => source !== undefined).length;
      if (sources !== 1 || value !== '') {
        report(
          node.at('valueFrom'),
          sources === 0
            ? 'valueFrom has no source'
            : value !== ''
              ? 'value and valueFrom exclude each other'
              : 'valueFrom has more than one source',
        );
      }
    },
  }),
  rejected({
    id: 'env/from-one-source',
    on: 'EnvFromSource',
    message: 'an entry of envFrom must have either configMapRef or secretRef',
    fix: 'set one of them; add a second entry for the other',
    link: ENV_DOC,
    check: ({ configMapRef, secretRef }, node, report) => {
      if ((configMapRef !== undefined) === (secretRef !== undefined)) {
        report(node.path.hideLastStep());
      }
    },
  }),
  rejected({
    id: 'env/data-key',
    on: ['ConfigMapKeySelector', 'SecretKeySelector'],
    message:
      'a key must be at most 253 letters, digits, "-", "_" and ".", and cannot start with ' +
      '".."',
    fix: 'use the exact key of the ConfigMap or Secret',
    check: ({ key = '' }, node, report) => {
      if (key !== '' && !isDataKey(key)) report(node.at('key'));
    },
  }),
  rejected({
    id: 'env/file',
    on: 'FileKeySelector',
    message:
      'fileKeyRef requires an emptyDir volume of the Pod, a path in it without "..", and ' +
      'the name of a variable',
    fix: 'set volumeName to an emptyDir volume, path without "..", and key',
    link: ENV_DOC,
    check: ({ key = '', path = '', volumeName = '' }, node, report) => {
      if (key !== '' && !isEnvName(key)) report(node.at('key'));
      if (hasBackstep(path)) report(node.at('path'));
      const volumes = node.ancestor('PodSpec')?.value.volumes ?? [];
      const volume = volumes.filter(({ name = '' }) => name === volumeName).at(-1);
      if (!volume?.emptyDir) {
        report(
          node.at('volumeName'),
          volume ? 'the volume is not an emptyDir' : 'the Pod has no such volume',
        );
      }
    },
  }),
  rejected({
    id: 'env/field',
    on: 'ObjectFieldSelector',
    message:
      "a variable can refer to metadata.name, namespace, uid, labels['…'], " +
      "annotations['…'], spec.nodeName, spec.serviceAccountName, status.hostIP(s) and " +
      'status.podIP(s); a file to metadata.name, namespace, uid, labels and annotations',
    fix: 'use one of these fields',
    link: `${DOWNWARD_API_DOC}#available-fields`,
    check: ({ apiVersion, fieldPath = '' }, node, report) => {
      if (fieldPath === '') return;
      const at = node.at('fieldPath');
      if (apiVersion !== 'v1') {
        report(at, `apiVersion must be v1, not ${quote(apiVersion)}`);
        return;
      }
      const [, base, key] = /^(.+?)\['(.*)'\]$/s.exec(fieldPath) ?? [];
      if (base === undefined) {
        const fields = node.ancestor('EnvVar') ? VARIABLE_FIELDS : FILE_FIELDS;
        if (!fields.includes(fieldPath)) report(at, `unsupported field ${quote(fieldPath)}`);
      } else if (!['metadata.labels', 'metadata.annotations'].includes(base)) {
        report(at, `only metadata.labels and metadata.annotations can have a key, not ${base}`);
      } else if (!isQualifiedName(base === 'metadata.annotations' ? key.toLowerCase() : key)) {
        report(node.path, `${quote(key)} is not a valid key of a label or annotation`);
      }
    },
  }),
  rejected({
    id: 'env/resource-field',
    on: 'ResourceFieldSelector',
    message:
      'a resource must be limits or requests of cpu, memory, ephemeral-storage or ' +
      'hugepages-*; a file also requires containerName',
    fix: 'use a resource such as limits.cpu',
    link: `${DOWNWARD_API_DOC}#downwardapi-resourceFieldRef`,
    check: ({ containerName = '', resource = '' }, node, report) => {
      if (containerName === '' && !node.ancestor('EnvVar')) {
        report(node.at('containerName'), 'is required');
      } else if (
        !/^(limits|requests)\.(cpu|memory|ephemeral-storage|hugepages-.*)$/s.test(resource)
      ) {
        report(
          node.at('resource'),
          resource ? `unsupported resource ${quote(resource)}` : 'is required',
        );
      }
    },
  }),
  rejected({
    id: 'env/divisor',
    on: 'ResourceFieldSelector',
    message:
      'a divisor must be 1 or 1m for cpu, and 1 or one unit (1k to 1E, 1Ki to 1Ei) for ' +
      'other resources',
    fix: 'use one of these, such as 1Mi',
    link: `${DOWNWARD_API_DOC}#downwardapi-resourceFieldRef`,
    check: ({ resource = '', divisor }, node, report) => {
      const quantity = parseQuantity(divisor ?? 0)!;
      const [, kind] =
        /^(?:limits|requests)\.(cpu|memory|ephemeral-storage|hugepages-)/.exec(resource) ?? [];
      if (kind === undefined || quantity.digits === 0n) return;
      if (!(kind === 'cpu' ? /^1m?$/ : /^1([kMGTPE]|[KMGTPE]i)?$/).test(formatQuantity(quantity))) {
        report(node.at('divisor'));
      }
    },
  }),
];

const FILE_FIELDS = [
  'metadata.name',
  'metadata.namespace',
  'metadata.labels',
  'metadata.annotations',
  'metadata.uid',
];
const VARIABLE_FIELDS = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.host',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
];

function isVariableName(name: string, node: Node): boolean {
  return node.context.isEnabled('RelaxedEnvironmentVariableValidation')
    ? isEnvName(name)
    : isStrictEnvName(name);
}
