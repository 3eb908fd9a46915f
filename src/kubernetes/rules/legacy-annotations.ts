import { containersOf } from './pod-containers';
import { rejected, Rule, serverWarning } from './rule';
import { isLocalPath } from '../formats';
import type { Struct } from '../schema/field';
import { quote } from '../truncate';

const SECCOMP_POD = 'seccomp.security.alpha.kubernetes.io/pod';
const SECCOMP_CONTAINER = 'container.seccomp.security.alpha.kubernetes.io/';
const APPARMOR_CONTAINER = 'container.apparmor.security.beta.kubernetes.io/';
const DEPRECATED_ANNOTATIONS = [
  'scheduler.alpha.kubernetes.io/critical-pod',
  'security.alpha.kubernetes.io/sysctls',
  'security.alpha.kubernetes.io/unsafe-sysctls',
];

/** Annotations of a Pod template that fields have replaced. */
export const legacyAnnotationRules: Rule[] = [
  rejected({
    id: 'template/seccomp-annotation',
    on: 'PodTemplateSpec',
    message:
      'the legacy seccomp annotations must be runtime/default, unconfined, or localhost/ ' +
      'and a path',
    fix: 'remove the annotations, and use securityContext.seccompProfile',
    link: 'tutorials/security/seccomp/',
    check: ({ metadata }, node, report) => {
      for (const [key, profile] of Object.entries(metadata?.annotations ?? {})) {
        if (key !== SECCOMP_POD && !key.startsWith(SECCOMP_CONTAINER)) continue;
        const known = ['runtime/default', 'docker/default', 'unconfined'].includes(profile);
        const local =
          profile.startsWith('localhost/') && isLocalPath(profile.slice('localhost/'.length));
        if (!known && !local) report(node.at('metadata').field('annotations').field(key));
      }
    },
  }),
  rejected({
    id: 'template/seccomp-annotation-agrees',
    on: 'PodTemplateSpec',
    message: 'the legacy seccomp annotations must match seccompProfile',
    fix: 'remove the annotations',
    link: 'tutorials/security/seccomp/',
    check: ({ metadata, spec }, node, report) => {
      const { annotations } = metadata ?? {};
      const [pod] = node.children('spec') as unknown as Parameters<typeof containersOf>;
      if (!pod || !annotations) return;
      const mismatch = (
        key: string,
        profile: Struct<'SeccompProfile'> | undefined,
      ): 'type' | 'localhostProfile' | undefined => {
        const annotation = annotations[key];
        return profile && annotation !== undefined
          ? seccompMismatch(annotation, profile)
          : undefined;
      };
      const ofPod = mismatch(SECCOMP_POD, spec?.securityContext?.seccompProfile);
      if (ofPod) report(pod.at('securityContext').field('seccompProfile').field(ofPod));
      for (const container of containersOf(pod)) {
        const own = mismatch(
          SECCOMP_CONTAINER + container.value.name,
          container.value.securityContext?.seccompProfile,
        );
        if (own) report(container.at('securityContext').field('seccompProfile').field(own));
      }
    },
  }),
  rejected({
    id: 'template/apparmor-annotation',
    on: 'PodTemplateSpec',
    message:
      'a legacy AppArmor annotation must name a container of the Pod and be ' +
      'runtime/default, unconfined, or localhost/ and a profile',
    fix: 'remove the annotation, and use securityContext.appArmorProfile',
    link: 'tutorials/security/apparmor/',
    check: ({ metadata }, node, report) => {
      const { annotations } = metadata ?? {};
      if (!annotations) return;
      const [pod] = node.children('spec') as unknown as Parameters<typeof containersOf>;
      const names = pod ? containersOf(pod).map(({ value }) => value.name ?? '') : [];
      for (const [key, profile] of Object.entries(annotations)) {
        if (!key.startsWith(APPARMOR_CONTAINER)) continue;
        const known =
          ['', 'runtime/default', 'unconfined'].includes(profile) ||
          profile.startsWith('localhost/');
        if (!known || !names.includes(key.slice(APPARMOR_CONTAINER.length))) {
          report(
            node.at('metadata').field('annotations').key(key),
            known
              ? 'the Pod has no such container'
              : `${quote(profile)} is not a valid AppArmor profile`,
          );
        }
      }
    },
  }),
  rejected({
    id: 'template/apparmor-annotation-agrees',
    on: 'PodTemplateSpec',
    since: 30,
    message: 'the legacy AppArmor annotations must match appArmorProfile',
    fix: 'remove the annotations',
    link: 'tutorials/security/apparmor/',
    check: ({ metadata, spec }, node, report) => {
      const { annotations } = metadata ?? {};
      const [pod] = node.children('spec') as unknown as Parameters<typeof containersOf>;
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
          report(at.field('type'));
        } else if (
          profile.type === 'Localhost' &&
          annotation.slice('localhost/'.length) !== profile.localhostProfile
        ) {
          report(at.field('localhostProfile'));
        }
      }
    },
  }),
  serverWarning({
    id: 'template/old-annotation',
    on: 'PodTemplateSpec',
    message: 'the annotation is deprecated, and a field has replaced it',
    fix:
      'use priorityClassName, securityContext.sysctls, seccompProfile or appArmorProfile ' +
      'instead',
    link: 'reference/labels-annotations-taints/',
    check: ({ metadata, spec = {} }, node, report) => {
      const { annotations } = metadata ?? {};
      if (!annotations) return;
      const at = (key: string) => node.path.field('metadata').field('annotations').key(key);
      for (const key of DEPRECATED_ANNOTATIONS) if (annotations[key] !== undefined) report(at(key));
      if (annotations[SECCOMP_POD] !== undefined && !spec.securityContext?.seccompProfile) {
        report(at(SECCOMP_POD));
      }
      const [pod] = node.children('spec') as unknown as Parameters<typeof containersOf>;
      for (const { value } of pod ? containersOf(pod) : []) {
        const [seccomp, apparmor] = [
          `${SECCOMP_CONTAINER}${value.name ?? ''}`,
          `${APPARMOR_CONTAINER}${value.name ?? ''}`,
        ];
        if (annotations[seccomp] !== undefined && !value.securityContext?.seccompProfile) {
          report(at(seccomp));
        }
        const ofPod = spec.securityContext?.appArmorProfile;
        const agrees =
          ofPod &&
          annotations[apparmor] !== undefined &&
          matchesAppArmorProfile(annotations[apparmor], ofPod);
        if (
          annotations[apparmor] !== undefined &&
          !value.securityContext?.appArmorProfile &&
          !agrees
        ) {
          report(at(apparmor));
        }
      }
    },
  }),
];

/** Returns the field that differs from the annotation. */
function seccompMismatch(
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

function matchesAppArmorProfile(
  annotation: string,
  { type, localhostProfile }: Struct<'AppArmorProfile'>,
): boolean {
  switch (type) {
    case 'RuntimeDefault':
      return annotation === 'runtime/default';
    case 'Unconfined':
      return annotation === 'unconfined';
    default:
      return annotation === `localhost/${localhostProfile ?? ''}`;
  }
}
