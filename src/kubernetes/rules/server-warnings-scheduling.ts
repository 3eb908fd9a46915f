import { Rule, serverWarning } from './rule';
import { isLabelValue } from '../formats';
import type { Struct } from '../schema/field';

const MASTER_LABEL = 'node-role.kubernetes.io/master';
/** Deprecated labels of nodes, with the end of a sentence about each. */
const DEPRECATED_LABELS: Record<string, string> = {
  'beta.kubernetes.io/arch': 'is deprecated; use kubernetes.io/arch',
  'beta.kubernetes.io/os': 'is deprecated; use kubernetes.io/os',
  'beta.kubernetes.io/instance-type': 'is deprecated; use node.kubernetes.io/instance-type',
  'failure-domain.beta.kubernetes.io/region': 'is deprecated; use topology.kubernetes.io/region',
  'failure-domain.beta.kubernetes.io/zone': 'is deprecated; use topology.kubernetes.io/zone',
  'app.kubernetes.io/created-by': 'is deprecated',
  'scheduler.alpha.kubernetes.io/preferAvoidPods': 'is deprecated; use taints and tolerations',
  [MASTER_LABEL]: 'is deprecated; use node-role.kubernetes.io/control-plane',
};

/** Likely mistakes in scheduling that the API server warns of as well. */
export const schedulingServerWarningRules: Rule[] = [
  serverWarning({
    id: 'pod/old-node-label',
    on: ['PodSpec', 'NodeSelectorRequirement', 'TopologySpreadConstraint'],
    message: 'the node label is deprecated',
    fix: 'use the label that has replaced it',
    link: 'reference/labels-annotations-taints/',
    check: (value, node, report) => {
      const {
        nodeSelector = {},
        key,
        topologyKey,
      } = value as Struct<'PodSpec'> &
        Struct<'NodeSelectorRequirement'> &
        Struct<'TopologySpreadConstraint'>;
      const advice = (label: string) =>
        label === MASTER_LABEL && node.context.minor < 31 ? undefined : DEPRECATED_LABELS[label];
      for (const label of Object.keys(nodeSelector)) {
        if (advice(label)) report(node.path.field('nodeSelector').key(label), advice(label));
      }
      if (key && node.parentField === 'matchExpressions' && advice(key)) {
        report(node.path.field('key'), `${key} ${advice(key)}`);
      }
      if (topologyKey && advice(topologyKey)) {
        report(node.path.field('topologyKey'), `${topologyKey} ${advice(topologyKey)}`);
      }
    },
  }),
  serverWarning({
    id: 'affinity/selects-nothing',
    on: ['PodAffinityTerm', 'TopologySpreadConstraint'],
    message: 'without labelSelector, no Pods match',
    fix: 'set labelSelector; {} matches all Pods',
    link: 'concepts/scheduling-eviction/assign-pod-node/#inter-pod-affinity-and-anti-affinity',
    check: ({ labelSelector }, node, report) => {
      if (!labelSelector) report(node.at('labelSelector'));
    },
  }),
  serverWarning({
    id: 'affinity/preferred-values',
    since: 33,
    on: 'NodeSelectorRequirement',
    message: 'no label can have this value, so the preference never matches',
    fix: 'use a valid label value',
    link: 'concepts/overview/working-with-objects/labels/#syntax-and-character-set',
    check: ({ values = [] }, node, report) => {
      if (!node.ancestor('PreferredSchedulingTerm') || node.parentField !== 'matchExpressions') {
        return;
      }
      values.forEach((value, i) => {
        if (!isLabelValue(value)) report(node.at('values').index(i));
      });
    },
  }),
];
