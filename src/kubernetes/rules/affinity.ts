import { rejected, Rule } from './rule';
import { isDnsLabel, isDnsSubdomain, isLabelValue, isQualifiedName } from '../formats';
import type { Struct } from '../schema/field';
import { quote } from '../truncate';

const AFFINITY_DOC = 'concepts/scheduling-eviction/assign-pod-node/';
const OPERATORS_WITH_VALUES = ['In', 'NotIn'];
const OPERATORS_WITHOUT_VALUES = ['Exists', 'DoesNotExist'];
const COMPARISON_OPERATORS = ['Gt', 'Lt'];

/** Selectors and affinity. @see `pkg/apis/core/validation/validation.go` */
export const affinityRules: Rule[] = [
  rejected({
    id: 'selector/operator',
    on: 'LabelSelectorRequirement',
    message: 'In and NotIn require values; Exists and DoesNotExist cannot have values',
    fix: 'use In or NotIn with values, or Exists or DoesNotExist without values',
    link: 'concepts/overview/working-with-objects/labels/#label-selectors',
    check: ({ operator = '', values = [] }, node, report) => {
      if (![...OPERATORS_WITH_VALUES, ...OPERATORS_WITHOUT_VALUES].includes(operator)) {
        report(node.at('operator'), `unsupported operator ${quote(operator)}`);
      } else if (OPERATORS_WITH_VALUES.includes(operator) === (values.length === 0)) {
        report(node.at('values'));
      }
    },
  }),
  rejected({
    id: 'selector/key',
    on: ['LabelSelectorRequirement', 'NodeSelectorRequirement'],
    message:
      'the key of a label must be a qualified name: an optional domain and "/", then a name ' +
      'of at most 63 characters',
    fix: 'use the exact key of the label',
    link: 'concepts/overview/working-with-objects/labels/#syntax-and-character-set',
    check: ({ key = '' }, node, report) => {
      if (node.parentField === 'matchFields' ? key !== 'metadata.name' : !isQualifiedName(key)) {
        report(node.at('key'));
      }
    },
  }),
  rejected({
    id: 'selector/values',
    on: ['LabelSelectorRequirement', 'NodeSelectorRequirement'],
    message:
      'the value of a label must be empty or have at most 63 characters, with a letter or ' +
      'digit at both ends',
    fix: 'use the exact value of the label',
    link: 'concepts/overview/working-with-objects/labels/#syntax-and-character-set',
    check: ({ key, values = [] }, node, report) => {
      // For nodes the server validates values of matchFields, and since 1.32 required terms.
      const isValidated =
        node.struct === 'LabelSelectorRequirement' ||
        node.parentField === 'matchFields' ||
        (node.context.minor >= 32 && !node.ancestor('PreferredSchedulingTerm'));
      if (!isValidated) return;
      const isValid =
        node.parentField !== 'matchFields'
          ? isLabelValue
          : key === 'metadata.name'
            ? isDnsSubdomain
            : () => true;
      values.forEach((value, i) => {
        if (!isValid(value)) report(node.at('values').index(i));
      });
    },
  }),
  rejected({
    id: 'affinity/node-operator',
    on: 'NodeSelectorRequirement',
    message:
      'In and NotIn require values, Gt and Lt one value, Exists and DoesNotExist no values; ' +
      'matchFields supports only In and NotIn, with one value',
    fix: 'use one of these operators with that number of values',
    link: `${AFFINITY_DOC}#operators`,
    check: ({ operator = '', values = [] }, node, report) => {
      const isFieldSelector = node.parentField === 'matchFields';
      if (
        ![
          ...OPERATORS_WITH_VALUES,
          ...(isFieldSelector ? [] : [...OPERATORS_WITHOUT_VALUES, ...COMPARISON_OPERATORS]),
        ].includes(operator)
      ) {
        report(node.at('operator'), `unsupported operator ${quote(operator)}`);
      } else if (
        isFieldSelector || COMPARISON_OPERATORS.includes(operator)
          ? values.length !== 1
          : OPERATORS_WITH_VALUES.includes(operator) === (values.length === 0)
      ) {
        report(node.at('values'));
      }
    },
  }),
  rejected({
    id: 'affinity/topology-key',
    on: 'PodAffinityTerm',
    message: 'topologyKey must be the key of a node label',
    fix: 'use kubernetes.io/hostname or topology.kubernetes.io/zone',
    link: `${AFFINITY_DOC}#inter-pod-affinity-and-anti-affinity`,
    check: ({ topologyKey = '' }, node, report) => {
      if (topologyKey !== '' && !isQualifiedName(topologyKey)) report(node.at('topologyKey'));
    },
  }),
  rejected({
    id: 'affinity/namespaces',
    on: 'PodAffinityTerm',
    message: 'the name of a namespace must be a DNS label',
    fix: 'use the names of namespaces',
    link: `${AFFINITY_DOC}#namespace-selector`,
    check: ({ namespaces = [] }, node, report) => {
      if (!namespaces.every(isDnsLabel)) report(node.path.field('namespaces', 'namespace'));
    },
  }),
  rejected({
    id: 'affinity/label-keys',
    on: ['PodAffinityTerm', 'TopologySpreadConstraint'],
    message:
      'matchLabelKeys and mismatchLabelKeys require labelSelector, and each key can be used ' +
      'in only one of the three',
    fix: 'set labelSelector as well, and use each key only once',
    link: `${AFFINITY_DOC}#matchlabelkeys`,
    check: (value, node, report) => {
      const { matchLabelKeys = [], labelSelector } = value;
      const { mismatchLabelKeys = [] } = value as Struct<'PodAffinityTerm'>;
      for (const [field, keys] of [
        ['matchLabelKeys', matchLabelKeys],
        ['mismatchLabelKeys', mismatchLabelKeys],
      ] as const) {
        if (keys.length > 0 && !labelSelector) {
          report(node.path.field(field), 'requires labelSelector');
        } else {
          keys.forEach((key, i) => {
            if (!isQualifiedName(key)) report(node.path.field(field).index(i));
          });
        }
      }
      matchLabelKeys.forEach((key, i) => {
        if (mismatchLabelKeys.includes(key)) {
          report(node.path.field('matchLabelKeys').index(i), `${key} is also in mismatchLabelKeys`);
        }
      });
      if (!labelSelector) return;
      const { matchLabels = {}, matchExpressions = [] } = labelSelector;
      const mergesKeys =
        node.struct === 'PodAffinityTerm' ||
        node.context.isEnabled('MatchLabelKeysInPodTopologySpreadSelectorMerge');
      if (!mergesKeys) {
        const selected = [
          ...Object.keys(matchLabels),
          ...matchExpressions.map(({ key = '' }) => key),
        ];
        matchLabelKeys.forEach((key, i) => {
          if (selected.includes(key)) {
            report(node.path.field('matchLabelKeys').index(i), `${key} is also in labelSelector`);
          }
        });
        return;
      }
      // The server merges each key into the selector as an expression, and then rejects an
      // expression with the key if it is not the first one with it.
      const seen = new Set(Object.keys(matchLabels));
      for (const { key = '' } of matchExpressions) {
        const i = matchLabelKeys.lastIndexOf(key);
        if (i >= 0 && seen.has(key)) report(node.path.index(i), `${key} is also in labelSelector`);
        seen.add(key);
      }
    },
  }),
];
