import type { Node } from './node';
import { rejected } from './rule';
import { isDnsLabel, isDnsSubdomain, isLabelValue, isQualifiedName, utf8Length } from '../formats';
import { MAX_CRON_JOB_NAME_LENGTH, MAX_LABEL_LENGTH } from '../names';
import type { Struct } from '../schema/field';
import { quote } from '../truncate';

const LARGEST_ANNOTATIONS = 256 * 1024;
const OWN_FINALIZERS = ['kubernetes', 'orphan', 'foregroundDeletion'];
const KEY_FIX =
  'use at most 63 letters, digits, "-", "_" and ".", a letter or digit at both ends; before it, if you like, a domain and "/"';
const VALUE_FIX =
  'use at most 63 letters, digits, "-", "_" and ".", a letter or digit at both ends; anything longer is an annotation';

export const metadataRules = [
  rejected({
    id: 'metadata/name-required',
    on: 'ObjectMeta',
    message: 'an object needs a name, by which it is found again',
    fix: 'set metadata.name (or generateName, where each run is made with kubectl create)',
    link: 'concepts/overview/working-with-objects/names/',
    check: ({ name, generateName }, node, refuse) => {
      if (!isOfNewObject(node)) return;
      if (!name && !generateName) refuse(node.at('name'));
    },
  }),
  rejected({
    id: 'metadata/name-format',
    on: 'ObjectMeta',
    message:
      'a name is a DNS subdomain: lower-case letters, digits, "-" and ".", a letter or digit at both ends, at most 253 characters',
    fix: 'use lower-case letters, digits and "-"',
    link: 'concepts/overview/working-with-objects/names/#dns-subdomain-names',
    check: ({ name, generateName }, node, refuse) => {
      if (!isOfNewObject(node)) {
        if (isOfObject(node) && /[/%]/.test(generateName ?? '')) {
          refuse(node.at('generateName'), 'a name has no "/" and no "%"');
        }
        return;
      }
      if (name && !isDnsSubdomain(name)) refuse(node.at('name'));
      // What follows a generated name begins after its dash.
      if (
        generateName &&
        !isDnsSubdomain(generateName.length > 1 ? generateName.replace(/.-$/, 'a') : generateName)
      ) {
        refuse(node.at('generateName'));
      }
    },
  }),
  rejected({
    id: 'metadata/namespace-format',
    on: 'ObjectMeta',
    message:
      'a namespace is a DNS label: lower-case letters, digits and "-", a letter or digit at both ends, at most 63 characters',
    fix: 'give the name of a namespace, or leave it out',
    link: 'concepts/overview/working-with-objects/names/#dns-label-names',
    check: ({ namespace }, node, refuse) => {
      if (!isOfNewObject(node)) return;
      if (namespace && !isDnsLabel(namespace)) refuse(node.at('namespace'));
    },
  }),
  rejected({
    id: 'job/name-length',
    on: 'Job',
    when: 'create',
    message: `the server writes the name of a Job into labels of its Pods, so it has at most ${MAX_LABEL_LENGTH} characters`,
    fix: `shorten the name to ${MAX_LABEL_LENGTH} characters`,
    link: 'concepts/workloads/controllers/job/#writing-a-job-spec',
    check: ({ metadata, spec }, node, refuse) => {
      const generated = spec?.manualSelector !== true && !isLabelValue(metadata?.name ?? '');
      // It is the labels that are refused, unless the name itself was written into them.
      if (!generated) return;
      const why = `${quote(metadata?.name)} is written into a label of the Pods, and cannot be the value of one`;
      refuse(node.path.field('spec').field('template').field('metadata', '').field('labels'), why);
      // A Job without labels takes those of its template.
      const written = node.subject.written as Struct<'Job'>;
      if (
        Object.keys(written.metadata?.labels ?? {}).length === 0 &&
        written.spec?.template?.metadata?.labels
      ) {
        refuse(node.path.field('metadata').field('labels'), why);
      }
    },
  }),
  rejected({
    id: 'cron-job/name-length',
    on: 'CronJob',
    when: 'create',
    message: `each of its Jobs is called after the CronJob, with 11 more characters, so its name has at most ${MAX_CRON_JOB_NAME_LENGTH}`,
    fix: `shorten the name to ${MAX_CRON_JOB_NAME_LENGTH} characters`,
    link: 'concepts/workloads/controllers/cron-jobs/#writing-a-cronjob-spec',
    check: ({ metadata }, node, refuse) => {
      if ((metadata?.name?.length ?? 0) > MAX_CRON_JOB_NAME_LENGTH) {
        refuse(node.path.field('metadata').field('name'));
      }
    },
  }),
  rejected({
    id: 'labels/key',
    on: ['ObjectMeta', 'PodSpec', 'LabelSelector'],
    message: 'the key of a label is a name, with a domain and "/" before it or not',
    fix: KEY_FIX,
    link: 'concepts/overview/working-with-objects/labels/#syntax-and-character-set',
    check: (value, node, refuse) => {
      const [field, labels] = labelsIn(value);
      for (const key of Object.keys(labels)) {
        if (!isQualifiedName(key)) {
          refuse(node.path.field(field), `${quote(key)} cannot be the key of a label`);
        }
      }
    },
  }),
  rejected({
    id: 'labels/value',
    on: ['ObjectMeta', 'PodSpec', 'LabelSelector'],
    message: 'the value of a label is empty or a name',
    fix: VALUE_FIX,
    link: 'concepts/overview/working-with-objects/labels/#syntax-and-character-set',
    check: (value, node, refuse) => {
      const [field, labels] = labelsIn(value);
      for (const [key, text] of Object.entries(labels)) {
        if (!isLabelValue(text)) {
          refuse(
            node.path.field(field),
            `${quote(text)}, the value of ${key}, cannot be the value of a label`,
          );
        }
      }
    },
  }),
  rejected({
    id: 'annotations/key',
    on: 'ObjectMeta',
    message: 'the key of an annotation is a name, with a domain and "/" before it or not',
    fix: KEY_FIX,
    link: 'concepts/overview/working-with-objects/annotations/#syntax-and-character-set',
    check: ({ annotations = {} }, node, refuse) => {
      for (const key of Object.keys(annotations)) {
        if (!isQualifiedName(key.toLowerCase())) {
          refuse(node.at('annotations'), `${quote(key)} cannot be the key of an annotation`);
        }
      }
    },
  }),
  rejected({
    id: 'annotations/size',
    on: 'ObjectMeta',
    message: 'the annotations of an object have at most 256 KiB in all, keys and values together',
    fix: 'put what is large into a ConfigMap, and name it',
    check: ({ annotations = {} }, node, refuse) => {
      const size = Object.entries(annotations).reduce(
        (sum, [key, text]) => sum + utf8Length(key) + utf8Length(text),
        0,
      );
      if (size > LARGEST_ANNOTATIONS) {
        refuse(
          node.at('annotations'),
          `they have ${size} bytes, and at most ${LARGEST_ANNOTATIONS} can be`,
        );
      }
    },
  }),
  rejected({
    id: 'metadata/owner',
    on: 'OwnerReference',
    message: 'an owner is named by apiVersion, kind, name and uid',
    fix: 'give all four, as they stand in the owner; an Event cannot own anything',
    link: 'concepts/overview/working-with-objects/owners-dependents/',
    check: ({ apiVersion = '', kind, name, uid }, node, refuse) => {
      if (!hasVersion(apiVersion)) refuse(node.at('apiVersion'), 'names no version');
      if (!kind) refuse(node.at('kind'), 'is missing');
      if (!name) refuse(node.at('name'), 'is missing');
      if (!uid) refuse(node.at('uid'), 'is missing');
      if (apiVersion === 'v1' && kind === 'Event') {
        refuse(node.path, 'an Event is gone after an hour');
      }
    },
  }),
  rejected({
    id: 'metadata/one-controller',
    on: 'ObjectMeta',
    message: 'only one owner can be the controller',
    fix: 'set controller: true on one owner at most',
    link: 'concepts/overview/working-with-objects/owners-dependents/',
    check: ({ ownerReferences = [] }, node, refuse) => {
      if (!isOfObject(node)) return;
      if (ownerReferences.filter(({ controller }) => controller).length > 1) {
        refuse(node.at('ownerReferences'));
      }
    },
  }),
  rejected({
    id: 'metadata/finalizer',
    on: 'ObjectMeta',
    message:
      'a finalizer is a name with a domain and "/" before it, or one of orphan and foregroundDeletion, which exclude each other',
    fix: 'use the name that the controller which removes it has documented',
    link: 'concepts/overview/working-with-objects/finalizers/',
    check: ({ finalizers = [] }, node, refuse) => {
      if (!isOfObject(node)) return;
      if (
        finalizers.some((finalizer) => !isQualifiedName(finalizer)) ||
        (finalizers.includes('orphan') && finalizers.includes('foregroundDeletion'))
      ) {
        refuse(node.at('finalizers'));
      }
      finalizers.forEach((finalizer, i) => {
        if (!finalizer.includes('/') && !OWN_FINALIZERS.includes(finalizer)) {
          refuse(node.at('finalizers').index(i), `${quote(finalizer)} has no domain`);
        }
      });
    },
  }),
];

/** Of the metadata of a template only labels and annotations are looked at. */
function isOfObject({ parent }: Node<'ObjectMeta'>): boolean {
  return parent?.struct === 'Job' || parent?.struct === 'CronJob';
}

/** When an object is changed, its name is not looked at again; that of a Job was until 1.36. */
function isOfNewObject(node: Node<'ObjectMeta'>): boolean {
  const { kind, old, minor } = node.subject;
  return isOfObject(node) && (!old || (kind === 'Job' && minor < 37));
}

/** Labels, by whatever name a struct has them. */
function labelsIn(value: object): [field: string, labels: Readonly<Record<string, string>>] {
  for (const field of ['labels', 'nodeSelector', 'matchLabels']) {
    const labels = (value as Record<string, Readonly<Record<string, string>> | undefined>)[field];
    if (labels) return [field, labels];
  }
  return ['labels', {}];
}

/** A group and a version, or a version of the core group. */
function hasVersion(apiVersion: string): boolean {
  const parts = apiVersion.split('/');
  return parts.length <= 2 && parts[parts.length - 1] !== '';
}
