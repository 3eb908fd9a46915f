import { rejected } from './rule';
import { isQualifiedName } from '../formats';
import { parseIndexes } from '../index-set';
import { quote } from '../truncate';

const DOC = 'concepts/workloads/controllers/job/';
const MOST_RULES = 20;
const ACTIONS = ['FailJob', 'FailIndex', 'Ignore', 'Count'];

export const failurePolicyRules = [
  rejected({
    id: 'failure-policy/too-many-rules',
    on: 'PodFailurePolicy',
    message: `a failure policy has at most ${MOST_RULES} rules`,
    fix: 'put exit codes that mean the same into one rule',
    link: `${DOC}#pod-failure-policy`,
    check: ({ rules = [] }, node, refuse) => {
      if (rules.length > MOST_RULES) refuse(node.at('rules'));
    },
  }),
  rejected({
    id: 'failure-policy/action',
    on: 'PodFailurePolicyRule',
    message: `a rule says what happens: ${ACTIONS.join(', ')}`,
    fix: `use one of ${ACTIONS.join(', ')}`,
    link: `${DOC}#pod-failure-policy`,
    check: ({ action = '' }, node, refuse) => {
      if (!ACTIONS.includes(action)) {
        refuse(
          node.at('action'),
          action
            ? `${quote(action)} is none of ${ACTIONS.join(', ')}`
            : 'is missing, so the rule says nothing',
        );
      }
    },
  }),
  rejected({
    id: 'failure-policy/fail-index-needs-limit',
    on: 'PodFailurePolicyRule',
    message: 'an index can fail only where each has a backoff limit of its own',
    fix: 'set backoffLimitPerIndex, or use FailJob',
    link: `${DOC}#backoff-limit-per-index`,
    check: ({ action }, node, refuse) => {
      if (action === 'FailIndex' && node.in('JobSpec')?.value.backoffLimitPerIndex === undefined) {
        refuse(node.at('action'));
      }
    },
  }),
  rejected({
    id: 'failure-policy/one-condition',
    on: 'PodFailurePolicyRule',
    message: 'a rule is about exit codes or about Pod conditions: about one of them, not both',
    fix: 'give onExitCodes or onPodConditions; make two rules where you mean either',
    link: `${DOC}#pod-failure-policy`,
    check: ({ onExitCodes, onPodConditions = [] }, node, refuse) => {
      if ((onExitCodes !== undefined) === onPodConditions.length > 0) refuse(node.path);
    },
  }),
  rejected({
    id: 'failure-policy/container-name',
    on: 'PodFailurePolicyOnExitCodesRequirement',
    message: 'exit codes are those of a container or init container of the template',
    fix: 'give the name of one of them, or leave containerName out to mean all',
    link: `${DOC}#pod-failure-policy`,
    check: ({ containerName }, node, refuse) => {
      const { containers = [], initContainers = [] } =
        node.in('JobSpec')?.value.template?.spec ?? {};
      if (
        containerName === undefined ||
        [...containers, ...initContainers].some(({ name = '' }) => name === containerName)
      ) {
        return;
      }
      refuse(
        node.at('containerName'),
        `no container of the template is called ${quote(containerName)}`,
      );
    },
  }),
  rejected({
    id: 'failure-policy/exit-codes',
    on: 'PodFailurePolicyOnExitCodesRequirement',
    message:
      'exit codes are 1 to 255 numbers in ascending order, each once; 0 is success, so In cannot have it',
    fix: 'sort the values, and leave out what stands there twice',
    link: `${DOC}#pod-failure-policy`,
    check: ({ operator, values = [] }, node, refuse) => {
      const at = node.at('values');
      if (values.length === 0 || values.length > 255) {
        refuse(at, `there are ${values.length}, and 1 to 255 can be`);
      }
      if (values.some((value, i) => i > 0 && values[i - 1] > value)) {
        refuse(at, 'they are not in ascending order');
      }
      values.forEach((value, i) => {
        if (operator === 'In' && value === 0) {
          refuse(at.index(i), '0 is success, and no failure has it');
        }
        if (values.indexOf(value) < i) refuse(at.index(i), `${value} stands there twice`);
      });
    },
  }),
  rejected({
    id: 'failure-policy/too-many-conditions',
    on: 'PodFailurePolicyRule',
    message: 'a rule has at most 20 conditions',
    fix: 'make several rules',
    link: `${DOC}#pod-failure-policy`,
    check: ({ onPodConditions = [] }, node, refuse) => {
      if (onPodConditions.length > 20) refuse(node.at('onPodConditions'));
    },
  }),
  rejected({
    id: 'failure-policy/condition-type',
    on: 'PodFailurePolicyOnPodConditionsPattern',
    message: 'the type of a condition is a name, with a domain and "/" before it or not',
    fix: 'use DisruptionTarget, or the condition that your controller sets',
    link: `${DOC}#pod-failure-policy`,
    check: ({ type = '' }, node, refuse) => {
      if (!isQualifiedName(type)) refuse(node.at('type'));
    },
  }),
  rejected({
    id: 'success-policy/needs-indexed',
    on: 'JobSpec',
    message: 'a success policy names indexes, and only an Indexed Job has them',
    fix: 'set completionMode: Indexed and completions, or leave successPolicy out',
    link: `${DOC}#success-policy`,
    check: ({ successPolicy, completionMode }, node, refuse) => {
      if (successPolicy && completionMode !== 'Indexed') refuse(node.at('successPolicy'));
    },
  }),
  rejected({
    id: 'success-policy/rules',
    on: 'SuccessPolicy',
    message: `a success policy has 1 to ${MOST_RULES} rules`,
    fix: 'give at least one rule, such as succeededIndexes: "0"',
    link: `${DOC}#success-policy`,
    check: ({ rules = [] }, node, refuse) => {
      if (
        isIndexed(node.in('JobSpec')?.value) &&
        (rules.length === 0 || rules.length > MOST_RULES)
      ) {
        refuse(node.at('rules'));
      }
    },
  }),
  rejected({
    id: 'success-policy/rule-says-something',
    on: 'SuccessPolicyRule',
    message: 'a rule says which indexes must succeed, or how many of them',
    fix: 'set succeededIndexes, succeededCount, or both',
    link: `${DOC}#success-policy`,
    check: ({ succeededCount, succeededIndexes }, node, refuse) => {
      if (
        isIndexed(node.in('JobSpec')?.value) &&
        succeededCount === undefined &&
        succeededIndexes === undefined
      ) {
        refuse(node.path);
      }
    },
  }),
  rejected({
    id: 'success-policy/indexes',
    on: 'SuccessPolicyRule',
    message:
      'indexes are numbers below completions and ranges of them, ascending and apart, with commas between: "0,2-3,7"',
    fix: 'write them in ascending order, without spaces, each below completions',
    link: `${DOC}#success-policy`,
    check: ({ succeededIndexes: text }, node, refuse) => {
      const spec = node.in('JobSpec')?.value;
      if (text === undefined || !isIndexed(spec) || spec?.completions === undefined) return;
      const indexes = parseIndexes(text, spec.completions);
      if (text.length > 64 * 1024) {
        refuse(node.at('succeededIndexes'), 'they have more than 65,536 characters');
      } else if (typeof indexes === 'string') {
        refuse(node.at('succeededIndexes'), indexes);
      }
    },
  }),
  rejected({
    id: 'success-policy/count',
    on: 'SuccessPolicyRule',
    message: 'at most as many can succeed as there are',
    fix: 'set succeededCount to completions at most, and to the number of succeededIndexes at most',
    link: `${DOC}#success-policy`,
    check: ({ succeededCount: count, succeededIndexes: text }, node, refuse) => {
      const spec = node.in('JobSpec')?.value;
      if (count === undefined || !isIndexed(spec) || spec?.completions === undefined) return;
      const indexes = text === undefined ? Infinity : parseIndexes(text, spec.completions);
      if (
        count < 0 ||
        count > spec.completions ||
        count > (typeof indexes === 'string' ? 0 : indexes)
      ) {
        refuse(node.at('succeededCount'));
      }
    },
  }),
];

function isIndexed(spec: { readonly completionMode?: string } | undefined): boolean {
  return spec?.completionMode === 'Indexed';
}
