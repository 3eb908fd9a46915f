import { containersOf } from './pod-containers';
import { rejected, Rule } from './rule';
import type { Struct } from '../schema/field';

/**
 * The operating system of a Pod, and fields that only one supports.
 * @see `pkg/apis/core/validation/validation.go`
 */
export const podOsRules: Rule[] = [
  rejected({
    id: 'security/linux-only',
    on: 'PodSpec',
    message: 'a Pod for Windows cannot have settings that only Linux supports',
    fix: 'remove the field, or set os.name: linux',
    link: 'concepts/windows/intro/#compatibility-v1-pod-spec-containers',
    check: (spec, node, report) => {
      if (spec.os?.name !== 'windows') return;
      for (const field of ['hostUsers', 'shareProcessNamespace'] as const) {
        if (spec[field] !== undefined) report(node.at(field));
      }
      for (const field of ['hostPID', 'hostIPC'] as const) if (spec[field]) report(node.at(field));
      const pod = spec.securityContext ?? {};
      for (const field of LINUX_ONLY_POD_FIELDS) {
        if (pod[field] !== undefined) report(node.at('securityContext').field(field));
      }
      if ((pod.sysctls ?? []).length > 0) report(node.at('securityContext').field('sysctls'));
      for (const container of containersOf(node)) {
        const securityContext: Struct<'SecurityContext'> = container.value.securityContext ?? {};
        for (const field of LINUX_ONLY_CONTAINER_FIELDS) {
          if (securityContext[field] !== undefined) {
            report(container.at('securityContext').field(field));
          }
        }
      }
    },
  }),
  rejected({
    id: 'security/windows-only',
    on: 'PodSpec',
    message: 'a Pod for Linux cannot have settings for Windows',
    fix: 'remove windowsOptions, or set os.name: windows',
    link: 'concepts/windows/intro/#compatibility-v1-pod-spec-containers',
    check: (spec, node, report) => {
      if (spec.os?.name !== 'linux') return;
      if (spec.securityContext?.windowsOptions) {
        report(node.at('securityContext').field('windowsOptions'));
      }
      for (const container of containersOf(node)) {
        if (container.value.securityContext?.windowsOptions) {
          report(container.at('securityContext').field('windowsOptions'));
        }
      }
    },
  }),
  rejected({
    id: 'security/os',
    on: 'PodSpec',
    message: 'os.name must be linux or windows',
    fix: 'use one of the two, or remove os',
    check: ({ os }, node, report) => {
      if (os?.name && !['linux', 'windows'].includes(os.name)) report(node.at('os'));
    },
  }),
];

const LINUX_ONLY_POD_FIELDS = [
  'appArmorProfile',
  'seLinuxOptions',
  'seccompProfile',
  'fsGroup',
  'fsGroupChangePolicy',
  'runAsUser',
  'runAsGroup',
  'supplementalGroups',
  'supplementalGroupsPolicy',
  'seLinuxChangePolicy',
] as const;
const LINUX_ONLY_CONTAINER_FIELDS = [
  'appArmorProfile',
  'seLinuxOptions',
  'seccompProfile',
  'capabilities',
  'readOnlyRootFilesystem',
  'privileged',
  'allowPrivilegeEscalation',
  'procMount',
  'runAsUser',
  'runAsGroup',
] as const;
