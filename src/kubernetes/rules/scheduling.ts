import { rejected, Rule } from './rule';
import { isLabelValue, isQualifiedName } from '../formats';
import { quote } from '../truncate';

const SPREAD_DOC = 'concepts/scheduling-eviction/topology-spread-constraints/';
const TAINT_DOC = 'concepts/scheduling-eviction/taint-and-toleration/';
const COMPARISON_OPERATORS = ['Gt', 'Lt'];

/**
 * Topology spread, tolerations and scheduling gates.
 * @see `pkg/apis/core/validation/validation.go`
 */
export const schedulingRules: Rule[] = [
  rejected({
    id: 'spread/unique',
    on: 'PodSpec',
    message:
      'duplicate topology spread constraint: another one has the same topologyKey and ' +
      'whenUnsatisfiable',
    fix: 'remove one of them',
    link: SPREAD_DOC,
    check: ({ topologySpreadConstraints: constraints = [] }, node, report) => {
      constraints.forEach(({ topologyKey = '', whenUnsatisfiable = '' }, i) => {
        if (
          constraints
            .slice(i + 1)
            .some(
              (other) =>
                (other.topologyKey ?? '') === topologyKey &&
                (other.whenUnsatisfiable ?? '') === whenUnsatisfiable,
            )
        ) {
          report(
            node
              .at('topologySpreadConstraints')
              .index(i)
              .field('topologyKey', '{topologyKey, whenUnsatisfiable}'),
          );
        }
      });
    },
  }),
  rejected({
    id: 'spread/min-domains',
    on: 'TopologySpreadConstraint',
    message: 'minDomains requires whenUnsatisfiable: DoNotSchedule',
    fix: 'set whenUnsatisfiable: DoNotSchedule, or remove minDomains',
    link: SPREAD_DOC,
    check: ({ minDomains, whenUnsatisfiable }, node, report) => {
      if (minDomains !== undefined && whenUnsatisfiable !== 'DoNotSchedule') {
        report(node.at('minDomains'));
      }
    },
  }),
  rejected({
    id: 'toleration/key',
    on: 'Toleration',
    message:
      'the key of a taint must be a qualified name: an optional domain and "/", then a name ' +
      'of at most 63 characters',
    fix: 'use the exact key of the taint',
    link: TAINT_DOC,
    check: ({ key = '' }, node, report) => {
      if (key !== '' && !isQualifiedName(key)) report(node.at('key'));
    },
  }),
  rejected({
    id: 'toleration/operator',
    on: 'Toleration',
    message:
      'a toleration must have Equal with a value, or Exists without a value; without a key ' +
      'it requires Exists',
    fix: 'use Equal with a value, or Exists without a value',
    link: TAINT_DOC,
    check: ({ key = '', operator = '', value = '' }, node, report) => {
      const isComparison =
        node.context.isEnabled('TaintTolerationComparisonOperators') &&
        COMPARISON_OPERATORS.includes(operator);
      const isKnown = ['', 'Equal', 'Exists'].includes(operator) || isComparison;
      const isWrongValue =
        operator === 'Exists' ? value !== '' : !isComparison && !isLabelValue(value) && isKnown;
      if (!isKnown || isWrongValue || (key === '' && operator !== 'Exists')) {
        report(
          node.at('operator'),
          isKnown ? undefined : `unsupported operator ${quote(operator)}`,
        );
      }
    },
  }),
  rejected({
    id: 'toleration/seconds',
    on: 'Toleration',
    message: 'tolerationSeconds requires effect: NoExecute, since only that effect evicts Pods',
    fix: 'set effect: NoExecute, or remove tolerationSeconds',
    link: TAINT_DOC,
    check: ({ tolerationSeconds, effect }, node, report) => {
      if (tolerationSeconds !== undefined && effect !== 'NoExecute') report(node.at('effect'));
    },
  }),
  rejected({
    id: 'pod/qualified-names',
    on: ['PodReadinessGate'],
    message:
      'the type of a Pod condition must be a qualified name: an optional domain and "/", ' +
      'then a name of at most 63 characters',
    fix: 'use the condition that your controller sets',
    link: 'concepts/workloads/pods/pod-lifecycle/#pod-readiness-gate',
    check: ({ conditionType = '' }, node, report) => {
      if (!isQualifiedName(conditionType)) report(node.at('conditionType'));
    },
  }),
  rejected({
    id: 'pod/scheduling-gates',
    on: 'PodSpec',
    message:
      'the name of a scheduling gate must be unique, and a qualified name: an optional ' +
      'domain and "/", then a name of at most 63 characters',
    fix: 'use the name that the controller which removes the gate documents',
    link: 'concepts/scheduling-eviction/pod-scheduling-readiness/',
    check: ({ schedulingGates = [] }, node, report) => {
      const names = schedulingGates.map(({ name = '' }) => name);
      names.forEach((name, i) => {
        if (!isQualifiedName(name) || names.indexOf(name) < i) {
          report(node.at('schedulingGates').index(i));
        }
      });
    },
  }),
];
