import { rejected, Rule } from './rule';
import { countIndexes } from '../index-set';

const SUCCESS_POLICY_DOC = 'concepts/workloads/controllers/job/#success-policy';
const MAX_RULES = 20;
const MAX_INDEXES_LENGTH = 64 * 1024;

/** Success policies. @see `pkg/apis/batch/validation/validation.go` */
export const successPolicyRules: Rule[] = [
  rejected({
    id: 'success-policy/needs-indexed',
    on: 'JobSpec',
    message: 'successPolicy requires completionMode: Indexed, since its rules select indexes',
    fix: 'set completionMode: Indexed and completions, or remove successPolicy',
    link: SUCCESS_POLICY_DOC,
    check: ({ successPolicy, completionMode }, node, report) => {
      if (successPolicy && completionMode !== 'Indexed') report(node.at('successPolicy'));
    },
  }),
  rejected({
    id: 'success-policy/rules',
    on: 'SuccessPolicy',
    message: `a success policy must have 1 to ${MAX_RULES} rules`,
    fix: 'add at least one rule, such as succeededIndexes: "0"',
    link: SUCCESS_POLICY_DOC,
    check: ({ rules = [] }, node, report) => {
      if (
        isIndexed(node.ancestor('JobSpec')?.value) &&
        (rules.length === 0 || rules.length > MAX_RULES)
      ) {
        report(node.at('rules'));
      }
    },
  }),
  rejected({
    id: 'success-policy/rule-says-something',
    on: 'SuccessPolicyRule',
    message: 'a rule requires succeededIndexes, succeededCount or both',
    fix: 'set succeededIndexes, succeededCount or both',
    link: SUCCESS_POLICY_DOC,
    check: ({ succeededCount, succeededIndexes }, node, report) => {
      if (
        isIndexed(node.ancestor('JobSpec')?.value) &&
        succeededCount === undefined &&
        succeededIndexes === undefined
      ) {
        report(node.path);
      }
    },
  }),
  rejected({
    id: 'success-policy/indexes',
    on: 'SuccessPolicyRule',
    message:
      'succeededIndexes must list numbers and ranges below completions, in ascending order ' +
      'and separated by commas, such as "0,2-3,7"',
    fix: 'write the indexes in ascending order, without spaces, each below completions',
    link: SUCCESS_POLICY_DOC,
    check: ({ succeededIndexes: text }, node, report) => {
      const spec = node.ancestor('JobSpec')?.value;
      if (text === undefined || !isIndexed(spec) || spec?.completions === undefined) return;
      const indexes = countIndexes(text, spec.completions);
      if (text.length > MAX_INDEXES_LENGTH) {
        report(node.at('succeededIndexes'), 'must have at most 65,536 characters');
      } else if (typeof indexes === 'string') {
        report(node.at('succeededIndexes'), indexes);
      }
    },
  }),
  rejected({
    id: 'success-policy/count',
    on: 'SuccessPolicyRule',
    message:
      'succeededCount must be from 0 to completions, and at most the number of ' +
      'succeededIndexes',
    fix: 'use a number in that range',
    link: SUCCESS_POLICY_DOC,
    check: ({ succeededCount: count, succeededIndexes: text }, node, report) => {
      const spec = node.ancestor('JobSpec')?.value;
      if (count === undefined || !isIndexed(spec) || spec?.completions === undefined) return;
      const indexes = text === undefined ? Infinity : countIndexes(text, spec.completions);
      if (
        count < 0 ||
        count > spec.completions ||
        count > (typeof indexes === 'string' ? 0 : indexes)
      ) {
        report(node.at('succeededCount'));
      }
    },
  }),
];

function isIndexed(spec: { readonly completionMode?: string } | undefined): boolean {
  return spec?.completionMode === 'Indexed';
}
