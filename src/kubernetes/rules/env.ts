import type { Node } from './node';
import { rejected, Rule } from './rule';
import { hasBackstep, isDataKey, isEnvName, isQualifiedName, isStrictEnvName } from '../formats';
import { formatQuantity, parseQuantity } from '../quantity';
import { quote } from '../truncate';

const DEFINE_ENV = 'tasks/inject-data-application/define-environment-variable-container/';
const DOWNWARD = 'concepts/workloads/pods/downward-api/';

export const envRules: Rule[] = [
  rejected({
    id: 'env/name',
    on: 'EnvVar',
    message:
      'the name of an environment variable has printable ASCII characters, and no "="; before Kubernetes 1.32 only letters, digits, "-", "_" and ".", and no digit first',
    fix: 'use letters, digits and "_"',
    link: DEFINE_ENV,
    check: ({ name = '' }, node, refuse) => {
      if (name !== '' && !isVariable(name, node)) {
        refuse(node.at('name'), `${quote(name)} cannot be the name of an environment variable`);
      }
    },
  }),
  rejected({
    id: 'env/prefix',
    on: 'EnvFromSource',
    message: 'a prefix is the beginning of the name of an environment variable',
    fix: 'use letters, digits and "_"',
    link: DEFINE_ENV,
    check: ({ prefix = '' }, node, refuse) => {
      if (prefix !== '' && !isVariable(prefix, node)) refuse(node.at('prefix'));
    },
  }),
  rejected({
    id: 'env/one-source',
    on: 'EnvVar',
    message: 'a variable has a value, or one source that its value comes from',
    fix: 'leave value out, and keep one source',
    link: DEFINE_ENV,
    check: ({ value = '', valueFrom }, node, refuse) => {
      if (!valueFrom) return;
      const sources = Object.values(valueFrom).filter((source) => source !== undefined).length;
      if (sources !== 1 || value !== '') {
        refuse(
          node.at('valueFrom'),
          sources === 0
            ? 'it names no source'
            : value !== ''
              ? 'there is a value too'
              : 'there are several sources',
        );
      }
    },
  }),
  rejected({
    id: 'env/from-one-source',
    on: 'EnvFromSource',
    message: 'variables come from a ConfigMap or from a Secret: one of them',
    fix: 'give configMapRef or secretRef; make two entries for both',
    link: DEFINE_ENV,
    check: ({ configMapRef, secretRef }, node, refuse) => {
      if ((configMapRef !== undefined) === (secretRef !== undefined)) refuse(node.path.unspelled());
    },
  }),
  rejected({
    id: 'env/data-key',
    on: ['ConfigMapKeySelector', 'SecretKeySelector'],
    message:
      'a key has at most 253 letters, digits, "-", "_" and ".", and does not begin with ".."',
    fix: 'use the key as the ConfigMap or Secret has it',
    check: ({ key = '' }, node, refuse) => {
      if (key !== '' && !isDataKey(key)) refuse(node.at('key'));
    },
  }),
  rejected({
    id: 'env/file',
    on: 'FileKeySelector',
    message:
      'a variable comes from a file of an emptyDir of the Pod, named by a path that does not lead out of it',
    fix: 'name a volume with emptyDir, a path without ".." and the key of the variable',
    link: DEFINE_ENV,
    check: ({ key = '', path = '', volumeName = '' }, node, refuse) => {
      if (key !== '' && !isEnvName(key)) refuse(node.at('key'));
      if (hasBackstep(path)) refuse(node.at('path'));
      const volumes = node.in('PodSpec')?.value.volumes ?? [];
      const volume = volumes.filter(({ name = '' }) => name === volumeName).at(-1);
      if (!volume?.emptyDir) {
        refuse(
          node.at('volumeName'),
          volume ? 'the volume is no emptyDir' : 'the Pod has no such volume',
        );
      }
    },
  }),
  rejected({
    id: 'env/field',
    on: 'ObjectFieldSelector',
    message:
      "a variable can hold metadata.name, namespace, uid, labels['…'], annotations['…'], spec.nodeName, spec.serviceAccountName, status.hostIP(s) and status.podIP(s); a file metadata.name, namespace, uid, labels and annotations",
    fix: 'use one of these',
    link: `${DOWNWARD}#available-fields`,
    check: ({ apiVersion, fieldPath = '' }, node, refuse) => {
      if (fieldPath === '') return;
      const at = node.at('fieldPath');
      if (apiVersion !== 'v1') {
        refuse(at, `apiVersion is v1, not ${quote(apiVersion)}`);
        return;
      }
      const [, base, key] = /^(.+?)\['(.*)'\]$/s.exec(fieldPath) ?? [];
      if (base === undefined) {
        const fields = node.in('EnvVar') ? VARIABLE_FIELDS : FILE_FIELDS;
        if (!fields.includes(fieldPath)) refuse(at, `${quote(fieldPath)} cannot be had`);
      } else if (!['metadata.labels', 'metadata.annotations'].includes(base)) {
        refuse(at, `${base} has no keys`);
      } else if (!isQualifiedName(base === 'metadata.annotations' ? key.toLowerCase() : key)) {
        refuse(node.path, `${quote(key)} cannot be the key of a label or annotation`);
      }
    },
  }),
  rejected({
    id: 'env/resource-field',
    on: 'ResourceFieldSelector',
    message:
      'a resource is limits or requests of cpu, memory, ephemeral-storage or hugepages-*; a file also names the container',
    fix: 'write it as in limits.cpu',
    link: `${DOWNWARD}#downwardapi-resourceFieldRef`,
    check: ({ containerName = '', resource = '' }, node, refuse) => {
      if (containerName === '' && !node.in('EnvVar')) {
        refuse(node.at('containerName'), 'is missing');
      } else if (
        !/^(limits|requests)\.(cpu|memory|ephemeral-storage|hugepages-.*)$/s.test(resource)
      ) {
        refuse(node.at('resource'), resource ? `${quote(resource)} cannot be had` : 'is missing');
      }
    },
  }),
  rejected({
    id: 'env/divisor',
    on: 'ResourceFieldSelector',
    message:
      'a divisor is 1 or 1m for cpu, and 1 or one unit (1k to 1E, 1Ki to 1Ei) for the others',
    fix: 'use one of these, such as 1Mi',
    link: `${DOWNWARD}#downwardapi-resourceFieldRef`,
    check: ({ resource = '', divisor }, node, refuse) => {
      const quantity = parseQuantity(divisor ?? 0)!;
      const [, kind] =
        /^(?:limits|requests)\.(cpu|memory|ephemeral-storage|hugepages-)/.exec(resource) ?? [];
      if (kind === undefined || quantity.digits === 0n) return;
      if (!(kind === 'cpu' ? /^1m?$/ : /^1([kMGTPE]|[KMGTPE]i)?$/).test(formatQuantity(quantity))) {
        refuse(node.at('divisor'));
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

function isVariable(name: string, node: Node): boolean {
  return node.subject.has('RelaxedEnvironmentVariableValidation')
    ? isEnvName(name)
    : isStrictEnvName(name);
}
