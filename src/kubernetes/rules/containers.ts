import type { Node } from './node';
import { rejected, Rule } from './rule';
import type { Struct } from '../schema/field';
import { quote } from '../truncate';

const MAX_RESTART_RULES = 20;
type AnyContainer = 'Container' | 'EphemeralContainer';
const ALL_CONTAINERS: readonly AnyContainer[] = ['Container', 'EphemeralContainer'];

/** Containers: names, restarts and resizing. @see `pkg/apis/core/validation/validation.go` */
export const containerRules: Rule[] = [
  rejected({
    id: 'container/name-unique',
    on: ALL_CONTAINERS,
    message:
      'the name of a container must be unique in its Pod, including init containers, since ' +
      'it identifies logs and status',
    fix: 'use another name',
    check: ({ name = '' }, node, report) => {
      if (name !== '' && earlierNames(node).includes(name)) {
        report(node.at('name'), `another container of the Pod has the name ${quote(name)}`);
      }
    },
  }),
  rejected({
    id: 'container/init-without-probes',
    on: 'Container',
    message:
      'an init container ends before the next container starts, so only a sidecar ' +
      '(restartPolicy: Always) can have probes and lifecycle hooks',
    fix: 'remove the field, or set restartPolicy: Always on the init container',
    link: 'concepts/workloads/pods/init-containers/',
    check: ({ restartPolicy, ...value }, node, report) => {
      if (node.parentField !== 'initContainers' || restartPolicy === 'Always') return;
      for (const field of [
        'lifecycle',
        'livenessProbe',
        'readinessProbe',
        'startupProbe',
      ] as const) {
        if (value[field]) report(node.at(field));
      }
    },
  }),
  rejected({
    id: 'container/restart-policy',
    on: 'Container',
    message:
      'restartPolicy of a container must be Always, Never or OnFailure, and is required ' +
      'with restartPolicyRules',
    fix: 'set restartPolicy, or remove it and restartPolicyRules',
    link: 'concepts/workloads/pods/pod-lifecycle/#container-restart-rules',
    check: ({ restartPolicy, restartPolicyRules: rules = [] }, node, report) => {
      if (!node.context.isEnabled('ContainerRestartRules')) {
        if (restartPolicy !== undefined && restartPolicy !== 'Always') {
          report(
            node.at('restartPolicy'),
            `must be Always before Kubernetes 1.35, not ${quote(restartPolicy)}`,
          );
        }
      } else if (
        restartPolicy === undefined
          ? rules.length > 0
          : !['Always', 'Never', 'OnFailure'].includes(restartPolicy)
      ) {
        report(node.at('restartPolicy'));
      }
    },
  }),
  rejected({
    id: 'container/restart-policy-of-regular',
    on: 'Container',
    until: 33,
    message:
      'before Kubernetes 1.35 only an init container can have restartPolicy: Always, ' +
      'which makes it a sidecar',
    fix: 'remove restartPolicy, or move the container to initContainers',
    link: 'concepts/workloads/pods/sidecar-containers/',
    check: ({ restartPolicy }, node, report) => {
      if (node.parentField === 'containers' && restartPolicy !== undefined) {
        report(node.at('restartPolicy'));
      }
    },
  }),
  rejected({
    id: 'container/restart-rules',
    on: 'Container',
    since: 35,
    message:
      'a restart rule requires exit codes (In or NotIn, at most 255) and the action ' +
      'Restart; a container can have at most 20 rules',
    fix: 'set action: Restart, and exitCodes with operator and values',
    link: 'concepts/workloads/pods/pod-lifecycle/#container-restart-rules',
    check: ({ restartPolicy, restartPolicyRules: rules = [] }, node, report) => {
      const at = node.at('restartPolicyRules');
      const isSidecar = node.parentField === 'initContainers' && restartPolicy === 'Always';
      const canRestartAll = node.context.isEnabled('RestartAllContainersOnContainerExits');
      if (node.parentField === 'initContainers' && restartPolicy === undefined) return;
      if (isSidecar && !canRestartAll) {
        if (rules.length > 0) {
          report(at, 'a sidecar always restarts, so it cannot have restart rules');
        }
        return;
      }
      if (rules.length > MAX_RESTART_RULES) {
        report(at, `can have at most ${MAX_RESTART_RULES} rules, not ${rules.length}`);
      }
      rules.forEach(({ action = '', exitCodes }, i) => {
        const rule = at.index(i);
        if (action !== 'Restart' && !(canRestartAll && action === 'RestartAllContainers')) {
          report(rule.field('action'), `unsupported action ${quote(action)}; use Restart`);
        }
        if (!exitCodes) {
          report(rule.field('exitCodes'), 'is required');
        } else if (!['In', 'NotIn'].includes(exitCodes.operator ?? '')) {
          report(
            rule.field('exitCodes').field('operator'),
            `unsupported operator ${quote(exitCodes.operator)}; use In or NotIn`,
          );
        }
        if ((exitCodes?.values?.length ?? 0) > 255) {
          report(rule.field('exitCodes').field('values'), 'can have at most 255 values');
        }
      });
    },
  }),
  rejected({
    id: 'container/resize-policy',
    on: ALL_CONTAINERS,
    message:
      'a resize policy requires cpu or memory, each once, and NotRequired or ' +
      'RestartContainer; a Pod with restartPolicy: Never allows only NotRequired',
    fix: 'use NotRequired with restartPolicy: Never',
    link: 'tasks/configure-pod-container/resize-container-resources/',
    check: ({ resizePolicy = [] }, node, report) => {
      const at = node.at('resizePolicy');
      const neverRestarts = node.ancestor('PodSpec')?.value.restartPolicy === 'Never';
      resizePolicy.forEach(({ resourceName = '', restartPolicy = '' }, i) => {
        if (resizePolicy.findIndex((other) => (other.resourceName ?? '') === resourceName) < i) {
          report(at.index(i), `duplicate resource ${resourceName}`);
        }
        if (!['cpu', 'memory'].includes(resourceName)) {
          report(at, `unsupported resource ${quote(resourceName)}; use cpu or memory`);
        }
        if (
          !['NotRequired', 'RestartContainer'].includes(restartPolicy) ||
          (neverRestarts && restartPolicy !== 'NotRequired')
        ) {
          report(
            at,
            `restartPolicy cannot be ${quote(restartPolicy)}${neverRestarts ? ' in this Pod' : ''}`,
          );
        }
      });
    },
  }),
  rejected({
    id: 'container/init-resize-restarts',
    on: 'Container',
    since: 36,
    message:
      'an init container ends before the next container starts, so the kubelet does not ' +
      'restart it to resize it',
    fix: 'use NotRequired',
    link: 'tasks/configure-pod-container/resize-container-resources/',
    check: ({ resizePolicy = [], restartPolicy }, node, report) => {
      if (node.parentField !== 'initContainers' || restartPolicy === 'Always') return;
      resizePolicy.forEach((policy, i) => {
        if (policy.restartPolicy === 'RestartContainer') {
          report(node.at('resizePolicy').index(i).field('restartPolicy'));
        }
      });
    },
  }),
];

/** Returns the names of the containers that the API server validates before this one. */
function earlierNames(node: Node<AnyContainer>): string[] {
  const {
    containers = [],
    initContainers = [],
    ephemeralContainers = [],
  } = node.ancestor('PodSpec')!.value;
  const before = (list: readonly Struct<'Container'>[]) =>
    list.slice(0, (list as readonly unknown[]).indexOf(node.value)).map(({ name = '' }) => name);
  const all = (list: readonly Struct<'Container'>[]) => list.map(({ name = '' }) => name);
  switch (node.parentField) {
    case 'containers':
      return before(containers);
    case 'initContainers':
      return [...all(containers), ...before(initContainers)];
    default:
      return [...all(containers), ...all(initContainers), ...before(ephemeralContainers)];
  }
}
