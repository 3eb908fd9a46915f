import { rejected, Rule } from './rule';
import { isQualifiedName } from '../formats';
import { quote } from '../truncate';

const FAILURE_POLICY_DOC = 'concepts/workloads/controllers/job/#pod-failure-policy';
const MAX_RULES = 20;
const MAX_CONDITIONS = 20;
const MAX_EXIT_CODES = 255;
const ACTIONS = ['FailJob', 'FailIndex', 'Ignore', 'Count'];

/** Pod failure policies. @see `pkg/apis/batch/validation/validation.go` */
export const failurePolicyRules: Rule[] = [
  rejected({
    id: 'failure-policy/too-many-rules',
    on: 'PodFailurePolicy',
    message: `a Pod failure policy can have at most ${MAX_RULES} rules`,
    fix: 'combine exit codes with the same action into one rule',
    link: FAILURE_POLICY_DOC,
    check: ({ rules = [] }, node, report) => {
      if (rules.length > MAX_RULES) report(node.at('rules'));
    },
  }),
  rejected({
    id: 'failure-policy/action',
    on: 'PodFailurePolicyRule',
    message: `the action of a rule must be one of ${ACTIONS.join(', ')}`,
    fix: `use one of ${ACTIONS.join(', ')}`,
    link: FAILURE_POLICY_DOC,
    check: ({ action = '' }, node, report) => {
      if (!ACTIONS.includes(action)) {
        report(
          node.at('action'),
          action
            ? `unsupported action ${quote(action)}; use one of ${ACTIONS.join(', ')}`
            : 'is required',
        );
      }
    },
  }),
  rejected({
    id: 'failure-policy/fail-index-needs-limit',
    on: 'PodFailurePolicyRule',
    message: 'the action FailIndex requires backoffLimitPerIndex',
    fix: 'set backoffLimitPerIndex, or use FailJob',
    link: 'concepts/workloads/controllers/job/#backoff-limit-per-index',
    check: ({ action }, node, report) => {
      if (
        action === 'FailIndex' &&
        node.ancestor('JobSpec')?.value.backoffLimitPerIndex === undefined
      ) {
        report(node.at('action'));
      }
    },
  }),
  rejected({
    id: 'failure-policy/one-condition',
    on: 'PodFailurePolicyRule',
    message: 'a rule must have either onExitCodes or onPodConditions',
    fix: 'set one of them; add a second rule to match either',
    link: FAILURE_POLICY_DOC,
    check: ({ onExitCodes, onPodConditions = [] }, node, report) => {
      if ((onExitCodes !== undefined) === onPodConditions.length > 0) report(node.path);
    },
  }),
  rejected({
    id: 'failure-policy/container-name',
    on: 'PodFailurePolicyOnExitCodesRequirement',
    message: 'containerName must be the name of a container or init container of the template',
    fix: 'use the name of one of them, or remove containerName to match all containers',
    link: FAILURE_POLICY_DOC,
    check: ({ containerName }, node, report) => {
      const { containers = [], initContainers = [] } =
        node.ancestor('JobSpec')?.value.template?.spec ?? {};
      if (
        containerName === undefined ||
        [...containers, ...initContainers].some(({ name = '' }) => name === containerName)
      ) {
        return;
      }
      report(node.at('containerName'), `the template has no container ${quote(containerName)}`);
    },
  }),
  rejected({
    id: 'failure-policy/exit-codes',
    on: 'PodFailurePolicyOnExitCodesRequirement',
    message:
      'values must be 1 to 255 exit codes in ascending order without duplicates; In cannot ' +
      'list 0, which is success',
    fix: 'sort the values, and remove duplicates',
    link: FAILURE_POLICY_DOC,
    check: ({ operator, values = [] }, node, report) => {
      const at = node.at('values');
      if (values.length === 0 || values.length > MAX_EXIT_CODES) {
        report(at, `must have 1 to ${MAX_EXIT_CODES} values, not ${values.length}`);
      }
      if (values.some((value, i) => i > 0 && values[i - 1] > value)) {
        report(at, 'the values must be in ascending order');
      }
      values.forEach((value, i) => {
        if (operator === 'In' && value === 0) {
          report(at.index(i), 'exit code 0 is success, so In cannot list it');
        }
        if (values.indexOf(value) < i) report(at.index(i), `duplicate exit code ${value}`);
      });
    },
  }),
  rejected({
    id: 'failure-policy/too-many-conditions',
    on: 'PodFailurePolicyRule',
    message: `a rule can have at most ${MAX_CONDITIONS} Pod conditions`,
    fix: 'split the rule',
    link: FAILURE_POLICY_DOC,
    check: ({ onPodConditions = [] }, node, report) => {
      if (onPodConditions.length > MAX_CONDITIONS) report(node.at('onPodConditions'));
    },
  }),
  rejected({
    id: 'failure-policy/condition-type',
    on: 'PodFailurePolicyOnPodConditionsPattern',
    message:
      'the type of a Pod condition must be a qualified name: an optional domain and "/", ' +
      'then a name of at most 63 characters',
    fix: 'use DisruptionTarget, or the condition that your controller sets',
    link: FAILURE_POLICY_DOC,
    check: ({ type = '' }, node, report) => {
      if (!isQualifiedName(type)) report(node.at('type'));
    },
  }),
];
