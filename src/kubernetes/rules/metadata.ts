import type { Node } from './node';
import { rejected, Rule } from './rule';
import { isDnsLabel, isDnsSubdomain, isLabelValue, isQualifiedName } from '../formats';
import { MAX_CRON_JOB_NAME_LENGTH, MAX_LABEL_LENGTH } from '../names';
import type { Struct } from '../schema/field';
import { quote } from '../truncate';

const KUBERNETES_FINALIZERS = ['kubernetes', 'orphan', 'foregroundDeletion'];

/** Names, owners and finalizers. @see `apimachinery/pkg/api/validation/objectmeta.go` */
export const metadataRules: Rule[] = [
  rejected({
    id: 'metadata/name-required',
    on: 'ObjectMeta',
    message: 'an object requires a name',
    fix: 'set metadata.name, or metadata.generateName if each run is created with kubectl create',
    link: 'concepts/overview/working-with-objects/names/',
    check: ({ name, generateName }, node, report) => {
      if (!isNameValidated(node)) return;
      if (!name && !generateName) report(node.at('name'));
    },
  }),
  rejected({
    id: 'metadata/name-format',
    on: 'ObjectMeta',
    message:
      'a name must be a DNS subdomain: at most 253 lower-case letters, digits, "-" and ".", ' +
      'with a letter or digit at both ends',
    fix: 'use lower-case letters, digits and "-"',
    link: 'concepts/overview/working-with-objects/names/#dns-subdomain-names',
    check: ({ name, generateName }, node, report) => {
      if (!isNameValidated(node)) {
        if (isObjectMetadata(node) && /[/%]/.test(generateName ?? '')) {
          report(node.at('generateName'), 'a name cannot contain "/" or "%"');
        }
        return;
      }
      if (name && !isDnsSubdomain(name)) report(node.at('name'));
      // The generated part follows the final dash.
      if (
        generateName &&
        !isDnsSubdomain(generateName.length > 1 ? generateName.replace(/.-$/, 'a') : generateName)
      ) {
        report(node.at('generateName'));
      }
    },
  }),
  rejected({
    id: 'metadata/namespace-format',
    on: 'ObjectMeta',
    message:
      'a namespace must be a DNS label: at most 63 lower-case letters, digits and "-", with ' +
      'a letter or digit at both ends',
    fix: 'use the name of a namespace, or remove the field',
    link: 'concepts/overview/working-with-objects/names/#dns-label-names',
    check: ({ namespace }, node, report) => {
      if (!isNameValidated(node)) return;
      if (namespace && !isDnsLabel(namespace)) report(node.at('namespace'));
    },
  }),
  rejected({
    id: 'job/name-length',
    on: 'Job',
    when: 'create',
    message:
      'the API server writes the name of a Job into labels of its Pods, so the name can ' +
      `have at most ${MAX_LABEL_LENGTH} characters`,
    fix: `shorten the name to at most ${MAX_LABEL_LENGTH} characters`,
    link: 'concepts/workloads/controllers/job/#writing-a-job-spec',
    check: ({ metadata, spec }, node, report) => {
      const isNameInvalid = spec?.manualSelector !== true && !isLabelValue(metadata?.name ?? '');
      if (!isNameInvalid) return;
      const message = `${quote(metadata?.name)} is not a valid value of a label of the Pods`;
      report(
        node.path.field('spec').field('template').field('metadata', '').field('labels'),
        message,
      );
      // A Job without labels inherits the labels of its template.
      const written = node.context.written as Struct<'Job'>;
      if (
        Object.keys(written.metadata?.labels ?? {}).length === 0 &&
        written.spec?.template?.metadata?.labels
      ) {
        report(node.path.field('metadata').field('labels'), message);
      }
    },
  }),
  rejected({
    id: 'cron-job/name-length',
    on: 'CronJob',
    when: 'create',
    message:
      'the CronJob controller adds 11 characters to the name for each Job, so the name can ' +
      `have at most ${MAX_CRON_JOB_NAME_LENGTH} characters`,
    fix: `shorten the name to at most ${MAX_CRON_JOB_NAME_LENGTH} characters`,
    link: 'concepts/workloads/controllers/cron-jobs/#writing-a-cronjob-spec',
    check: ({ metadata }, node, report) => {
      if ((metadata?.name?.length ?? 0) > MAX_CRON_JOB_NAME_LENGTH) {
        report(node.path.field('metadata').field('name'));
      }
    },
  }),
  rejected({
    id: 'metadata/owner',
    on: 'OwnerReference',
    message: 'an owner reference requires apiVersion, kind, name and uid',
    fix: 'copy all four from the owner; an Event cannot be an owner',
    link: 'concepts/overview/working-with-objects/owners-dependents/',
    check: ({ apiVersion = '', kind, name, uid }, node, report) => {
      if (!hasVersion(apiVersion)) report(node.at('apiVersion'), 'must include a version');
      if (!kind) report(node.at('kind'), 'is required');
      if (!name) report(node.at('name'), 'is required');
      if (!uid) report(node.at('uid'), 'is required');
      if (apiVersion === 'v1' && kind === 'Event') {
        report(node.path, 'an Event cannot be an owner, since it is deleted after an hour');
      }
    },
  }),
  rejected({
    id: 'metadata/one-controller',
    on: 'ObjectMeta',
    message: 'only one owner reference can have controller: true',
    fix: 'set controller: true on at most one owner reference',
    link: 'concepts/overview/working-with-objects/owners-dependents/',
    check: ({ ownerReferences = [] }, node, report) => {
      if (!isObjectMetadata(node)) return;
      if (ownerReferences.filter(({ controller }) => controller).length > 1) {
        report(node.at('ownerReferences'));
      }
    },
  }),
  rejected({
    id: 'metadata/finalizer',
    on: 'ObjectMeta',
    message:
      'a finalizer must be a qualified name with a domain, or orphan or foregroundDeletion, ' +
      'which exclude each other',
    fix: 'use the name that the controller of the finalizer documents',
    link: 'concepts/overview/working-with-objects/finalizers/',
    check: ({ finalizers = [] }, node, report) => {
      if (!isObjectMetadata(node)) return;
      if (
        finalizers.some((finalizer) => !isQualifiedName(finalizer)) ||
        (finalizers.includes('orphan') && finalizers.includes('foregroundDeletion'))
      ) {
        report(node.at('finalizers'));
      }
      finalizers.forEach((finalizer, i) => {
        if (!finalizer.includes('/') && !KUBERNETES_FINALIZERS.includes(finalizer)) {
          report(node.at('finalizers').index(i), `${quote(finalizer)} has no domain`);
        }
      });
    },
  }),
];

/** In the metadata of a template, the API server validates only labels and annotations. */
function isObjectMetadata({ parent }: Node<'ObjectMeta'>): boolean {
  return parent?.struct === 'Job' || parent?.struct === 'CronJob';
}

/** An update does not validate the name again, except that of a Job before Kubernetes 1.37. */
function isNameValidated(node: Node<'ObjectMeta'>): boolean {
  const { kind, old, minor } = node.context;
  return isObjectMetadata(node) && (!old || (kind === 'Job' && minor < 37));
}

/** Returns whether an apiVersion contains a version, with or without a group. */
function hasVersion(apiVersion: string): boolean {
  const parts = apiVersion.split('/');
  return parts.length <= 2 && parts[parts.length - 1] !== '';
}
