import { RULES } from './index';
import type { Rule } from './rule';

/** What documentation and code scanners show of a rule. */
export type RuleInfo = Omit<Rule, 'on' | 'check'>;

const FIELD_VALIDATION = 'reference/using-api/api-concepts/#field-validation';

/** Rules about text and documents, which are checked when a file is read. */
export const READING_RULES: readonly RuleInfo[] = [
  {
    id: 'yaml/well-formed',
    severity: 'rejected',
    message: 'the document is not well-formed YAML or JSON, so no tool can read it',
    fix: 'correct the syntax; check indentation, quotes and brackets',
  },
  {
    id: 'yaml/unique-keys',
    severity: 'rejected',
    message: 'a key occurs twice in one mapping, so one of the two values would be lost',
    fix: 'remove one of the two',
  },
  {
    id: 'yaml/string-keys',
    severity: 'rejected',
    message: 'a mapping or a list cannot be a key',
    fix: 'quote the key if it is a string, such as a template',
  },
  {
    id: 'yaml/json-values',
    severity: 'rejected',
    message: 'JSON, which the API server reads, has no value for infinity or "not a number"',
    fix: 'write a number, or quote the value',
  },
  {
    id: 'yaml/known-values',
    severity: 'rejected',
    message: 'a value must fit its tag, and the tag must be one that kubectl knows',
    fix: 'remove the tag, or correct the value',
  },
  {
    id: 'yaml/merged-mappings',
    severity: 'rejected',
    message: 'the merge key << must have a mapping or a list of mappings',
    fix: 'use an alias of a mapping',
  },
  {
    id: 'yaml/known-aliases',
    severity: 'rejected',
    message: 'an alias must refer to an anchor that is defined before it in the same document',
    fix: 'define the anchor earlier, or quote the value if it is a string',
  },
  {
    id: 'yaml/bounded-aliases',
    severity: 'rejected',
    message: 'aliases make the document too large, too deep or endless',
    fix: 'write the values without aliases, or split the document',
  },
  {
    id: 'yaml/bounded-depth',
    severity: 'rejected',
    message: 'the document has too many nested levels',
    fix: 'check whether a bracket or a dash is repeated by mistake',
  },
  {
    id: 'yaml/bounded-size',
    severity: 'rejected',
    message: 'the document is larger than a request to the API server can be',
    fix: 'split it; if it is a list of objects, write each object as a document of its own',
  },
  {
    id: 'yaml/utf-8',
    severity: 'rejected',
    message: 'the document is not valid UTF-8',
    fix: 'save the file as UTF-8',
  },
  {
    id: 'manifest/mapping',
    severity: 'rejected',
    message: 'a manifest must be a mapping with apiVersion, kind and metadata',
    fix: 'add them, or remove the file from the input if it does not contain manifests',
  },
];

/** Rules about whole objects, which precede those of `RULES` or follow them. */
const OBJECT_RULES: readonly RuleInfo[] = [
  {
    id: 'yaml/merge-order',
    severity: 'warning',
    message: 'a merge key << replaces the keys that are written before it, unlike in other readers',
    fix: 'write << first, or remove one of the two keys',
  },
  {
    id: 'manifest/api-version',
    severity: 'rejected',
    message: 'the apiVersion of Jobs and CronJobs is batch/v1',
    fix: 'use apiVersion: batch/v1',
  },
  {
    id: 'manifest/kind',
    severity: 'rejected',
    message: 'batch/v1 has the kinds Job and CronJob only',
    fix: 'use kind: Job or kind: CronJob, or the apiVersion of the other kind',
  },
  {
    id: 'manifest/unique-id',
    severity: 'rejected',
    message:
      'two Jobs of one namespace have the same label cdk8s-jobs/id, so each deploy would take ' +
      'them for runs of one Job; Jobs without a namespace are compared within a folder',
    fix: 'delete the file that an earlier synth left, or give the Jobs different ids',
  },
  {
    id: 'manifest/unknown-field',
    severity: 'rejected',
    message:
      'the struct has no field with this name in this version of Kubernetes; the API server rejects ' +
      'the object if the client asks for strict validation, as kubectl does, and drops the field ' +
      'otherwise',
    fix: 'correct the name, move the field to the struct that has it, or remove it',
    link: FIELD_VALIDATION,
  },
  {
    id: 'manifest/wrong-type',
    severity: 'rejected',
    message: 'the value does not have the type of the field',
    fix: 'use a value of that type; in YAML, quotes turn any value into a string',
  },
  {
    id: 'manifest/malformed',
    severity: 'rejected',
    message: 'the value does not have the format of the field, such as a quantity or a time',
    fix: 'use a value in that format',
  },
  {
    id: 'manifest/placeholder',
    severity: 'info',
    message:
      'a value contains a placeholder that another tool will fill in, such as ${TAG}, $TAG, ' +
      '{{ .tag }}, <tag> or ko://, so its format is not checked; deploy treats it as any other value',
    fix: 'check the output of that tool as well',
  },
  {
    id: 'annotations/ignore',
    severity: 'warning',
    message:
      'the annotation cdk8s-jobs/ignore must list ids of rules, each with the reason why the ' +
      'object is an exception',
    fix: 'write it as in "container/image-latest: the digest is set by the release"',
  },
  {
    id: 'field/dropped',
    severity: 'dropped',
    message:
      'the API server drops the field, since it belongs to a feature that is off by default in this ' +
      'version of Kubernetes',
    fix: 'remove the field, or deploy to a cluster that supports it',
    link: 'reference/command-line-tools-reference/feature-gates/',
  },
];

/** All rules that find something in an object: their severity can be changed. */
export const OBJECT_RULE_INFOS: readonly RuleInfo[] = [...OBJECT_RULES, ...RULES];

/** All rules. */
export const RULE_CATALOG: readonly RuleInfo[] = [...READING_RULES, ...OBJECT_RULE_INFOS];
