import { rejected, Rule } from './rule';
import { isDnsLabel, isDnsSubdomain, isLabelValue, isQualifiedName } from '../formats';
import type { Struct } from '../schema/field';
import { quote } from '../truncate';

const AFFINITY_DOC = 'concepts/scheduling-eviction/assign-pod-node/';
const NEEDS_VALUES = ['In', 'NotIn'];
const NEEDS_NONE = ['Exists', 'DoesNotExist'];
const COMPARES = ['Gt', 'Lt'];

export const affinityRules: Rule[] = [
  rejected({
    id: 'selector/operator',
    on: 'LabelSelectorRequirement',
    message: 'In and NotIn have values, Exists and DoesNotExist have none',
    fix: 'use one of the four operators, with values or without',
    link: 'concepts/overview/working-with-objects/labels/#label-selectors',
    check: ({ operator = '', values = [] }, node, refuse) => {
      if (![...NEEDS_VALUES, ...NEEDS_NONE].includes(operator)) {
        refuse(node.at('operator'), `${quote(operator)} is no operator`);
      } else if (NEEDS_VALUES.includes(operator) === (values.length === 0)) {
        refuse(node.at('values'));
      }
    },
  }),
  rejected({
    id: 'selector/key',
    on: ['LabelSelectorRequirement', 'NodeSelectorRequirement'],
    message: 'the key of a label is a name, with a domain and "/" before it or not',
    fix: 'use the key of the label that is meant',
    link: 'concepts/overview/working-with-objects/labels/#syntax-and-character-set',
    check: ({ key = '' }, node, refuse) => {
      if (node.holder === 'matchFields' ? key !== 'metadata.name' : !isQualifiedName(key)) {
        refuse(node.at('key'));
      }
    },
  }),
  rejected({
    id: 'selector/values',
    on: ['LabelSelectorRequirement', 'NodeSelectorRequirement'],
    message: 'values are those of labels: empty, or a name of at most 63 characters',
    fix: 'use the value of the label that is meant',
    link: 'concepts/overview/working-with-objects/labels/#syntax-and-character-set',
    check: ({ key, values = [] }, node, refuse) => {
      // Of nodes the server looks at them in fields, and since 1.32 in what is required.
      const looked =
        node.struct === 'LabelSelectorRequirement' ||
        node.holder === 'matchFields' ||
        (node.subject.minor >= 32 && !node.in('PreferredSchedulingTerm'));
      if (!looked) return;
      const is =
        node.holder !== 'matchFields'
          ? isLabelValue
          : key === 'metadata.name'
            ? isDnsSubdomain
            : () => true;
      values.forEach((value, i) => {
        if (!is(value)) refuse(node.at('values').index(i));
      });
    },
  }),
  rejected({
    id: 'affinity/node-operator',
    on: 'NodeSelectorRequirement',
    message:
      'In and NotIn have values, Exists and DoesNotExist none, Gt and Lt one; of fields only In and NotIn with one value can be asked',
    fix: 'use such an operator, with as many values as it takes',
    link: `${AFFINITY_DOC}#operators`,
    check: ({ operator = '', values = [] }, node, refuse) => {
      const ofField = node.holder === 'matchFields';
      if (![...NEEDS_VALUES, ...(ofField ? [] : [...NEEDS_NONE, ...COMPARES])].includes(operator)) {
        refuse(node.at('operator'), `${quote(operator)} is no operator that can be here`);
      } else if (
        ofField || COMPARES.includes(operator)
          ? values.length !== 1
          : NEEDS_VALUES.includes(operator) === (values.length === 0)
      ) {
        refuse(node.at('values'));
      }
    },
  }),
  rejected({
    id: 'affinity/topology-key',
    on: 'PodAffinityTerm',
    message: 'a topology is named by the label that nodes of one place have in common',
    fix: 'use kubernetes.io/hostname or topology.kubernetes.io/zone',
    link: `${AFFINITY_DOC}#inter-pod-affinity-and-anti-affinity`,
    check: ({ topologyKey = '' }, node, refuse) => {
      if (topologyKey !== '' && !isQualifiedName(topologyKey)) refuse(node.at('topologyKey'));
    },
  }),
  rejected({
    id: 'affinity/namespaces',
    on: 'PodAffinityTerm',
    message: 'namespaces are named by DNS labels',
    fix: 'use the names of namespaces',
    link: `${AFFINITY_DOC}#namespace-selector`,
    check: ({ namespaces = [] }, node, refuse) => {
      if (!namespaces.every(isDnsLabel)) refuse(node.path.field('namespaces', 'namespace'));
    },
  }),
  rejected({
    id: 'affinity/label-keys',
    on: ['PodAffinityTerm', 'TopologySpreadConstraint'],
    message: 'label keys are added to a label selector, each in one place only',
    fix: 'set labelSelector as well, and leave a key out of one of the places',
    link: `${AFFINITY_DOC}#matchlabelkeys`,
    check: (value, node, refuse) => {
      const { matchLabelKeys = [], labelSelector } = value;
      const { mismatchLabelKeys = [] } = value as Struct<'PodAffinityTerm'>;
      for (const [field, keys] of [
        ['matchLabelKeys', matchLabelKeys],
        ['mismatchLabelKeys', mismatchLabelKeys],
      ] as const) {
        if (keys.length > 0 && !labelSelector) {
          refuse(node.path.field(field), 'there is no labelSelector that they could be added to');
        } else {
          keys.forEach((key, i) => {
            if (!isQualifiedName(key)) refuse(node.path.field(field).index(i));
          });
        }
      }
      matchLabelKeys.forEach((key, i) => {
        if (mismatchLabelKeys.includes(key)) {
          refuse(
            node.path.field('matchLabelKeys').index(i),
            `${key} is among mismatchLabelKeys too`,
          );
        }
      });
      if (!labelSelector) return;
      const { matchLabels = {}, matchExpressions = [] } = labelSelector;
      const merges =
        node.struct === 'PodAffinityTerm' ||
        node.subject.has('MatchLabelKeysInPodTopologySpreadSelectorMerge');
      if (!merges) {
        const selected = [
          ...Object.keys(matchLabels),
          ...matchExpressions.map(({ key = '' }) => key),
        ];
        matchLabelKeys.forEach((key, i) => {
          if (selected.includes(key)) {
            refuse(node.path.field('matchLabelKeys').index(i), `${key} is in labelSelector too`);
          }
        });
        return;
      }
      // Merged into the selector, a key is one expression more: so an expression about it is refused if it is not the first to name it.
      const seen = new Set(Object.keys(matchLabels));
      for (const { key = '' } of matchExpressions) {
        const i = matchLabelKeys.lastIndexOf(key);
        if (i >= 0 && seen.has(key)) refuse(node.path.index(i), `${key} is in labelSelector too`);
        seen.add(key);
      }
    },
  }),
];
