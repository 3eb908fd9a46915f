import { Rule, rejected } from './rule';
import { containersOf } from './security';
import { isDescendingPath } from '../formats';
import type { Struct } from '../schema/field';
import { quote } from '../truncate';

const SECCOMP_POD = 'seccomp.security.alpha.kubernetes.io/pod';
const SECCOMP_CONTAINER = 'container.seccomp.security.alpha.kubernetes.io/';
const APPARMOR_CONTAINER = 'container.apparmor.security.beta.kubernetes.io/';
const DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost';

export const templateRules: Rule[] = [
  rejected({
    id: 'template/no-ephemeral-containers',
    on: 'PodSpec',
    message: 'ephemeral containers are added to Pods that run, for debugging',
    fix: 'leave them out; use `kubectl debug` on the Pod',
    link: 'concepts/workloads/pods/ephemeral-containers/',
    check: ({ ephemeralContainers = [] }, node, refuse) => {
      if (ephemeralContainers.length > 0) refuse(node.at('ephemeralContainers'));
    },
  }),
  rejected({
    id: 'template/ephemeral-container',
    on: 'EphemeralContainer',
    message:
      'an ephemeral container has no ports, probes, hooks, resources and restart policy, and mounts whole volumes',
    fix: 'leave ephemeral containers out of the template',
    link: 'concepts/workloads/pods/ephemeral-containers/',
    check: (container, node, refuse) => {
      for (const field of NOT_EPHEMERAL) {
        if (
          container[field] !== undefined &&
          !(field === 'resources' && isZero(container[field]))
        ) {
          refuse(node.at(field));
        }
      }
      (container.volumeMounts ?? []).forEach(({ subPath, subPathExpr }, i) => {
        if (subPath) refuse(node.at('volumeMounts').index(i).field('subPath'));
        if (subPathExpr) refuse(node.at('volumeMounts').index(i).field('subPathExpr'));
      });
      const { image = '', targetContainerName: target } = container;
      if (image.trim() !== image) refuse(node.at('image'), 'there are spaces around it');
      const { containers = [], initContainers = [] } = node.in('PodSpec')!.value;
      if (target && ![...containers, ...initContainers].some(({ name }) => name === target)) {
        refuse(node.at('targetContainerName'));
      }
    },
  }),
  rejected({
    id: 'template/deletion-cost',
    on: 'PodTemplateSpec',
    message: `${DELETION_COST} is a whole number of 32 bits, without "+" and zeros before it`,
    fix: 'write it as in "100"',
    link: 'reference/labels-annotations-taints/#pod-deletion-cost',
    check: ({ metadata }, node, refuse) => {
      const cost = metadata?.annotations?.[DELETION_COST];
      if (
        cost !== undefined &&
        !(
          /^(0|-?[1-9]\d*|-0\d*)$/.test(cost) &&
          Number(cost) >= -(2 ** 31) &&
          Number(cost) < 2 ** 31
        )
      ) {
        refuse(node.at('metadata').field('annotations').key(DELETION_COST));
      }
    },
  }),
  rejected({
    id: 'template/mirror',
    on: 'PodTemplateSpec',
    message: 'mirror Pods are what the kubelet shows of Pods that it has from files, on one node',
    fix: 'leave the annotation kubernetes.io/config.mirror out',
    check: ({ metadata, spec = {} }, node, refuse) => {
      const mirror = 'kubernetes.io/config.mirror';
      if (metadata?.annotations?.[mirror] !== undefined && !spec.nodeName) {
        refuse(node.at('metadata').field('annotations').key(mirror));
      }
    },
  }),
  rejected({
    id: 'template/seccomp-annotation',
    on: 'PodTemplateSpec',
    message:
      'the old annotations for seccomp say runtime/default, unconfined or localhost/ and a path, and the same as the field',
    fix: 'leave them out, and use securityContext.seccompProfile',
    link: 'tutorials/security/seccomp/',
    check: ({ metadata }, node, refuse) => {
      for (const [key, profile] of Object.entries(metadata?.annotations ?? {})) {
        if (key !== SECCOMP_POD && !key.startsWith(SECCOMP_CONTAINER)) continue;
        const known = ['runtime/default', 'docker/default', 'unconfined'].includes(profile);
        const local =
          profile.startsWith('localhost/') && isDescendingPath(profile.slice('localhost/'.length));
        if (!known && !local) refuse(node.at('metadata').field('annotations').field(key));
      }
    },
  }),
  rejected({
    id: 'template/seccomp-annotation-agrees',
    on: 'PodTemplateSpec',
    message: 'the old annotations for seccomp say the same as the field',
    fix: 'leave the annotations out',
    link: 'tutorials/security/seccomp/',
    check: ({ metadata, spec }, node, refuse) => {
      const { annotations } = metadata ?? {};
      const [pod] = node.nodes('spec') as unknown as Parameters<typeof containersOf>;
      if (!pod || !annotations) return;
      const disagreement = (
        key: string,
        profile: Struct<'SeccompProfile'> | undefined,
      ): 'type' | 'localhostProfile' | undefined => {
        const annotation = annotations[key];
        return profile && annotation !== undefined
          ? seccompDisagreement(annotation, profile)
          : undefined;
      };
      const ofPod = disagreement(SECCOMP_POD, spec?.securityContext?.seccompProfile);
      if (ofPod) refuse(pod.at('securityContext').field('seccompProfile').field(ofPod));
      for (const container of containersOf(pod)) {
        const own = disagreement(
          SECCOMP_CONTAINER + container.value.name,
          container.value.securityContext?.seccompProfile,
        );
        if (own) refuse(container.at('securityContext').field('seccompProfile').field(own));
      }
    },
  }),
  rejected({
    id: 'template/apparmor-annotation',
    on: 'PodTemplateSpec',
    message:
      'the old annotations for AppArmor name a container and say runtime/default, unconfined or localhost/ and a profile',
    fix: 'leave them out, and use securityContext.appArmorProfile',
    link: 'tutorials/security/apparmor/',
    check: ({ metadata }, node, refuse) => {
      const { annotations } = metadata ?? {};
      if (!annotations) return;
      const [pod] = node.nodes('spec') as unknown as Parameters<typeof containersOf>;
      const names = pod ? containersOf(pod).map(({ value }) => value.name ?? '') : [];
      for (const [key, profile] of Object.entries(annotations)) {
        if (!key.startsWith(APPARMOR_CONTAINER)) continue;
        const known =
          ['', 'runtime/default', 'unconfined'].includes(profile) ||
          profile.startsWith('localhost/');
        if (!known || !names.includes(key.slice(APPARMOR_CONTAINER.length))) {
          refuse(
            node.at('metadata').field('annotations').key(key),
            known ? 'the Pod has no such container' : `${quote(profile)} is no profile`,
          );
        }
      }
    },
  }),
  rejected({
    id: 'template/apparmor-annotation-agrees',
    on: 'PodTemplateSpec',
    since: 30,
    message: 'the old annotations for AppArmor say the same as the field',
    fix: 'leave the annotations out',
    link: 'tutorials/security/apparmor/',
    check: ({ metadata, spec }, node, refuse) => {
      const { annotations } = metadata ?? {};
      const [pod] = node.nodes('spec') as unknown as Parameters<typeof containersOf>;
      if (!pod || !annotations || spec?.os?.name === 'windows') return;
      for (const container of containersOf(pod)) {
        const profile =
          container.value.securityContext?.appArmorProfile ??
          spec?.securityContext?.appArmorProfile;
        const annotation = annotations[APPARMOR_CONTAINER + container.value.name];
        if (!profile || annotation === undefined) continue;
        const at = container.at('securityContext').field('appArmorProfile');
        const said = {
          Unconfined: annotation === 'unconfined',
          RuntimeDefault: annotation === 'runtime/default',
          Localhost: annotation.startsWith('localhost/'),
        }[profile.type ?? ''];
        if (said === false) {
          refuse(at.field('type'));
        } else if (
          profile.type === 'Localhost' &&
          annotation.slice('localhost/'.length) !== profile.localhostProfile
        ) {
          refuse(at.field('localhostProfile'));
        }
      }
    },
  }),
];

const NOT_EPHEMERAL = [
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

/** Resources are always there, so they count only with something in them. */
function isZero(value: unknown): boolean {
  return Object.keys(value as object).length === 0;
}

/** The field that says something else than the annotation. */
function seccompDisagreement(
  annotation: string,
  { type, localhostProfile }: Struct<'SeccompProfile'>,
): 'type' | 'localhostProfile' | undefined {
  switch (type) {
    case 'Unconfined':
      return annotation === 'unconfined' ? undefined : 'type';
    case 'RuntimeDefault':
      return ['runtime/default', 'docker/default'].includes(annotation) ? undefined : 'type';
    case 'Localhost':
      if (!annotation.startsWith('localhost/')) return 'type';
      return annotation.slice('localhost/'.length) === localhostProfile
        ? undefined
        : 'localhostProfile';
    default:
      return undefined;
  }
}
