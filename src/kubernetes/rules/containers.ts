import type { Node } from './node';
import { rejected, Rule } from './rule';
import type { Struct } from '../schema/field';
import { quote } from '../truncate';

type AnyContainer = 'Container' | 'EphemeralContainer';
const CONTAINERS: readonly AnyContainer[] = ['Container', 'EphemeralContainer'];

export const containerRules: Rule[] = [
  rejected({
    id: 'container/name-unique',
    on: CONTAINERS,
    message:
      'every container of a Pod, init containers included, has a name of its own: its logs and status are found by it',
    fix: 'give it another name',
    check: ({ name = '' }, node, refuse) => {
      if (name !== '' && othersBefore(node).includes(name)) {
        refuse(node.at('name'), `${quote(name)} is the name of another container of the Pod`);
      }
    },
  }),
  rejected({
    id: 'container/init-without-probes',
    on: 'Container',
    message:
      'an init container runs to its end before the others start, so it has no probes and hooks; only one with restartPolicy: Always (a sidecar) does',
    fix: 'leave it out, or set restartPolicy: Always on the init container',
    link: 'concepts/workloads/pods/init-containers/',
    check: ({ restartPolicy, ...value }, node, refuse) => {
      if (node.holder !== 'initContainers' || restartPolicy === 'Always') return;
      for (const field of [
        'lifecycle',
        'livenessProbe',
        'readinessProbe',
        'startupProbe',
      ] as const) {
        if (value[field]) refuse(node.at(field));
      }
    },
  }),
  rejected({
    id: 'container/restart-policy',
    on: 'Container',
    message:
      'the restart policy of a single container is Always, Never or OnFailure; restart rules need one',
    fix: 'set restartPolicy, or leave it and restartPolicyRules out',
    link: 'concepts/workloads/pods/pod-lifecycle/#container-restart-rules',
    check: ({ restartPolicy, restartPolicyRules: rules = [] }, node, refuse) => {
      if (!node.subject.has('ContainerRestartRules')) {
        if (restartPolicy !== undefined && restartPolicy !== 'Always') {
          refuse(
            node.at('restartPolicy'),
            `${quote(restartPolicy)} is not Always, the only one before Kubernetes 1.35`,
          );
        }
      } else if (
        restartPolicy === undefined
          ? rules.length > 0
          : !['Always', 'Never', 'OnFailure'].includes(restartPolicy)
      ) {
        refuse(node.at('restartPolicy'));
      }
    },
  }),
  rejected({
    id: 'container/restart-policy-of-regular',
    on: 'Container',
    until: 33,
    message:
      'before Kubernetes 1.35 only an init container has a restart policy of its own, Always, which makes it a sidecar',
    fix: 'leave it out, or move the container to initContainers',
    link: 'concepts/workloads/pods/sidecar-containers/',
    check: ({ restartPolicy }, node, refuse) => {
      if (node.holder === 'containers' && restartPolicy !== undefined) {
        refuse(node.at('restartPolicy'));
      }
    },
  }),
  rejected({
    id: 'container/restart-rules',
    on: 'Container',
    since: 35,
    message:
      'a restart rule names exit codes (In or NotIn, at most 255) and the action Restart; a container has at most 20 of them',
    fix: 'write action: Restart and exitCodes with operator and values',
    link: 'concepts/workloads/pods/pod-lifecycle/#container-restart-rules',
    check: ({ restartPolicy, restartPolicyRules: rules = [] }, node, refuse) => {
      const at = node.at('restartPolicyRules');
      const sidecar = node.holder === 'initContainers' && restartPolicy === 'Always';
      const all = node.subject.has('RestartAllContainersOnContainerExits');
      if (node.holder === 'initContainers' && restartPolicy === undefined) return;
      if (sidecar && !all) {
        if (rules.length > 0) refuse(at, 'a sidecar restarts always, so it has no rules for it');
        return;
      }
      if (rules.length > 20) refuse(at, `there are ${rules.length}, and at most 20 can be`);
      rules.forEach(({ action = '', exitCodes }, i) => {
        const rule = at.index(i);
        if (action !== 'Restart' && !(all && action === 'RestartAllContainers')) {
          refuse(rule.field('action'), `${quote(action)} is not Restart`);
        }
        if (!exitCodes) {
          refuse(rule.field('exitCodes'), 'is missing, so the rule says nothing');
        } else if (!['In', 'NotIn'].includes(exitCodes.operator ?? '')) {
          refuse(
            rule.field('exitCodes').field('operator'),
            `${quote(exitCodes.operator)} is not In or NotIn`,
          );
        }
        if ((exitCodes?.values?.length ?? 0) > 255) {
          refuse(rule.field('exitCodes').field('values'), 'there are more than 255');
        }
      });
    },
  }),
  rejected({
    id: 'container/resize-policy',
    on: CONTAINERS,
    message:
      'a resize policy names cpu or memory, once each, and NotRequired or RestartContainer; a Pod that never restarts cannot restart for it',
    fix: 'use NotRequired with restartPolicy: Never',
    link: 'tasks/configure-pod-container/resize-container-resources/',
    check: ({ resizePolicy = [] }, node, refuse) => {
      const at = node.at('resizePolicy');
      const never = node.in('PodSpec')?.value.restartPolicy === 'Never';
      resizePolicy.forEach(({ resourceName = '', restartPolicy = '' }, i) => {
        if (resizePolicy.findIndex((other) => (other.resourceName ?? '') === resourceName) < i) {
          refuse(at.index(i), `${resourceName} stands there twice`);
        }
        if (!['cpu', 'memory'].includes(resourceName)) {
          refuse(at, `${quote(resourceName)} is not cpu or memory`);
        }
        if (
          !['NotRequired', 'RestartContainer'].includes(restartPolicy) ||
          (never && restartPolicy !== 'NotRequired')
        ) {
          refuse(at, `${quote(restartPolicy)} cannot be here`);
        }
      });
    },
  }),
  rejected({
    id: 'container/init-resize-restarts',
    on: 'Container',
    since: 36,
    message:
      'an init container has run to its end before the others start, so it is not restarted to get other resources',
    fix: 'use NotRequired',
    link: 'tasks/configure-pod-container/resize-container-resources/',
    check: ({ resizePolicy = [], restartPolicy }, node, refuse) => {
      if (node.holder !== 'initContainers' || restartPolicy === 'Always') return;
      resizePolicy.forEach((policy, i) => {
        if (policy.restartPolicy === 'RestartContainer') {
          refuse(node.at('resizePolicy').index(i).field('restartPolicy'));
        }
      });
    },
  }),
];

/** The names that containers of the Pod have which the server has read before this one. */
function othersBefore(node: Node<AnyContainer>): string[] {
  const {
    containers = [],
    initContainers = [],
    ephemeralContainers = [],
  } = node.in('PodSpec')!.value;
  const before = (list: readonly Struct<'Container'>[]) =>
    list.slice(0, (list as readonly unknown[]).indexOf(node.value)).map(({ name = '' }) => name);
  const all = (list: readonly Struct<'Container'>[]) => list.map(({ name = '' }) => name);
  switch (node.holder) {
    case 'containers':
      return before(containers);
    case 'initContainers':
      return [...all(containers), ...before(initContainers)];
    default:
      return [...all(containers), ...all(initContainers), ...before(ephemeralContainers)];
  }
}
