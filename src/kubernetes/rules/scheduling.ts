import { rejected, Rule } from './rule';
import { isLabelValue, isQualifiedName } from '../formats';
import { quote } from '../truncate';

const SPREAD_DOC = 'concepts/scheduling-eviction/topology-spread-constraints/';
const TAINT_DOC = 'concepts/scheduling-eviction/taint-and-toleration/';
const COMPARES = ['Gt', 'Lt'];

export const schedulingRules: Rule[] = [
  rejected({
    id: 'spread/unique',
    on: 'PodSpec',
    message: 'of two constraints with the same topologyKey and whenUnsatisfiable one says nothing',
    fix: 'keep one of them',
    link: SPREAD_DOC,
    check: ({ topologySpreadConstraints: constraints = [] }, node, refuse) => {
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
          refuse(
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
    message: 'only with DoNotSchedule there can be too few domains',
    fix: 'set whenUnsatisfiable: DoNotSchedule, or leave minDomains out',
    link: SPREAD_DOC,
    check: ({ minDomains, whenUnsatisfiable }, node, refuse) => {
      if (minDomains !== undefined && whenUnsatisfiable !== 'DoNotSchedule') {
        refuse(node.at('minDomains'));
      }
    },
  }),
  rejected({
    id: 'toleration/key',
    on: 'Toleration',
    message: 'the key of a taint is a name, with a domain and "/" before it or not',
    fix: 'use the key that the taint has',
    link: TAINT_DOC,
    check: ({ key = '' }, node, refuse) => {
      if (key !== '' && !isQualifiedName(key)) refuse(node.at('key'));
    },
  }),
  rejected({
    id: 'toleration/operator',
    on: 'Toleration',
    message:
      'a taint is tolerated if it is Equal to key and value, or if its key Exists, without a value; no key means all of them, and needs Exists',
    fix: 'use Equal with a value, or Exists without',
    link: TAINT_DOC,
    check: ({ key = '', operator = '', value = '' }, node, refuse) => {
      const compares =
        node.subject.has('TaintTolerationComparisonOperators') && COMPARES.includes(operator);
      const known = ['', 'Equal', 'Exists'].includes(operator) || compares;
      const wrong =
        operator === 'Exists' ? value !== '' : !compares && !isLabelValue(value) && known;
      if (!known || wrong || (key === '' && operator !== 'Exists')) {
        refuse(node.at('operator'), known ? undefined : `${quote(operator)} is no operator`);
      }
    },
  }),
  rejected({
    id: 'toleration/seconds',
    on: 'Toleration',
    message: 'only a taint with the effect NoExecute drives Pods away after some time',
    fix: 'set effect: NoExecute, or leave tolerationSeconds out',
    link: TAINT_DOC,
    check: ({ tolerationSeconds, effect }, node, refuse) => {
      if (tolerationSeconds !== undefined && effect !== 'NoExecute') refuse(node.at('effect'));
    },
  }),
  rejected({
    id: 'pod/qualified-names',
    on: ['PodReadinessGate'],
    message: 'a condition is a name, with a domain and "/" before it or not',
    fix: 'use the condition that your controller sets',
    link: 'concepts/workloads/pods/pod-lifecycle/#pod-readiness-gate',
    check: ({ conditionType = '' }, node, refuse) => {
      if (!isQualifiedName(conditionType)) refuse(node.at('conditionType'));
    },
  }),
  rejected({
    id: 'pod/scheduling-gates',
    on: 'PodSpec',
    message: 'a gate is a name, with a domain and "/" before it or not, and stands there once',
    fix: 'use the name that the controller which opens it has documented',
    link: 'concepts/scheduling-eviction/pod-scheduling-readiness/',
    check: ({ schedulingGates = [] }, node, refuse) => {
      const names = schedulingGates.map(({ name = '' }) => name);
      names.forEach((name, i) => {
        if (!isQualifiedName(name) || names.indexOf(name) < i) {
          refuse(node.at('schedulingGates').index(i));
        }
      });
    },
  }),
];
