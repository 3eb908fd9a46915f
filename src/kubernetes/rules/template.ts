import { rejected, Rule } from './rule';

const DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost';
const MIRROR = 'kubernetes.io/config.mirror';

/**
 * Fields and annotations that a Pod template cannot have.
 * @see `pkg/apis/core/validation/validation.go`
 */
export const templateRules: Rule[] = [
  rejected({
    id: 'template/no-ephemeral-containers',
    on: 'PodSpec',
    message:
      'a Pod template cannot have ephemeral containers, which are added to running Pods for ' +
      'debugging',
    fix: 'remove them; use `kubectl debug` on the Pod',
    link: 'concepts/workloads/pods/ephemeral-containers/',
    check: ({ ephemeralContainers = [] }, node, report) => {
      if (ephemeralContainers.length > 0) report(node.at('ephemeralContainers'));
    },
  }),
  rejected({
    id: 'template/ephemeral-container',
    on: 'EphemeralContainer',
    message:
      'an ephemeral container cannot have ports, probes, lifecycle hooks, resources, a ' +
      'restart policy or subpaths',
    fix: 'remove ephemeral containers from the template',
    link: 'concepts/workloads/pods/ephemeral-containers/',
    check: (container, node, report) => {
      for (const field of FORBIDDEN_FIELDS) {
        if (
          container[field] !== undefined &&
          !(field === 'resources' && isEmpty(container[field]))
        ) {
          report(node.at(field));
        }
      }
      (container.volumeMounts ?? []).forEach(({ subPath, subPathExpr }, i) => {
        if (subPath) report(node.at('volumeMounts').index(i).field('subPath'));
        if (subPathExpr) report(node.at('volumeMounts').index(i).field('subPathExpr'));
      });
      const { image = '', targetContainerName: target } = container;
      if (image.trim() !== image) {
        report(node.at('image'), 'the image name cannot start or end with spaces');
      }
      const { containers = [], initContainers = [] } = node.ancestor('PodSpec')!.value;
      if (target && ![...containers, ...initContainers].some(({ name }) => name === target)) {
        report(node.at('targetContainerName'));
      }
    },
  }),
  rejected({
    id: 'template/deletion-cost',
    on: 'PodTemplateSpec',
    message: `${DELETION_COST} must be a 32-bit integer without a leading "+" or leading zeros`,
    fix: 'write it as in "100"',
    link: 'reference/labels-annotations-taints/#pod-deletion-cost',
    check: ({ metadata }, node, report) => {
      const cost = metadata?.annotations?.[DELETION_COST];
      if (
        cost !== undefined &&
        !(
          /^(0|-?[1-9]\d*|-0\d*)$/.test(cost) &&
          Number(cost) >= -(2 ** 31) &&
          Number(cost) < 2 ** 31
        )
      ) {
        report(node.at('metadata').field('annotations').key(DELETION_COST));
      }
    },
  }),
  rejected({
    id: 'template/mirror',
    on: 'PodTemplateSpec',
    message:
      'only the kubelet creates mirror Pods, so the annotation kubernetes.io/config.mirror ' +
      'requires nodeName',
    fix: 'remove the annotation kubernetes.io/config.mirror',
    check: ({ metadata, spec = {} }, node, report) => {
      if (metadata?.annotations?.[MIRROR] !== undefined && !spec.nodeName) {
        report(node.at('metadata').field('annotations').key(MIRROR));
      }
    },
  }),
];

const FORBIDDEN_FIELDS = [
  'ports',
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
  'lifecycle',
  'resources',
  'resizePolicy',
  'restartPolicy',
  'restartPolicyRules',
] as const;

/** Returns whether resources are empty. The decoder sets them even if the manifest does not. */
function isEmpty(value: unknown): boolean {
  return Object.keys(value as object).length === 0;
}
