import type { Node } from './node';
import { Rule, rejected } from './rule';
import { isDescendingPath, utf8Length } from '../formats';
import type { Struct } from '../schema/field';
import { quote } from '../truncate';

const DOC = 'tasks/configure-pod-container/security-context/';
const SYSCTL = /^(?:[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?[./])*[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?$/;

export const securityRules: Rule[] = [
  rejected({
    id: 'security/escalation',
    on: 'SecurityContext',
    message:
      'a privileged container, or one with CAP_SYS_ADMIN, has all privileges, so it cannot be kept from getting more',
    fix: 'leave privileged out, or allowPrivilegeEscalation',
    link: DOC,
    check: ({ allowPrivilegeEscalation, privileged, capabilities }, node, refuse) => {
      if (
        allowPrivilegeEscalation === false &&
        (privileged || capabilities?.add?.includes('CAP_SYS_ADMIN'))
      ) {
        refuse(node.path);
      }
    },
  }),
  rejected({
    id: 'security/proc-mount',
    on: 'SecurityContext',
    message: 'an unmasked /proc needs a user namespace',
    fix: 'set hostUsers: false, or leave procMount out',
    link: DOC,
    check: ({ procMount }, node, refuse) => {
      if (procMount === 'Unmasked' && node.in('PodSpec')!.value.hostUsers !== false) {
        refuse(node.at('procMount'));
      }
    },
  }),
  rejected({
    id: 'security/seccomp-profile',
    on: 'SeccompProfile',
    message:
      'a profile of the node is named with type Localhost, and only with it, by a relative path without ".."',
    fix: 'set localhostProfile with type: Localhost, or leave it out',
    link: 'tutorials/security/seccomp/',
    check: ({ type, localhostProfile: profile }, node, refuse) => {
      if (
        type === 'Localhost'
          ? profile === undefined || !isDescendingPath(profile)
          : profile !== undefined
      ) {
        refuse(node.at('localhostProfile'));
      }
    },
  }),
  rejected({
    id: 'security/apparmor-profile',
    on: 'AppArmorProfile',
    message:
      'a profile of the node is named with type Localhost, and only with it, without spaces around it',
    fix: 'set localhostProfile with type: Localhost, or leave it out',
    link: 'tutorials/security/apparmor/',
    check: ({ type, localhostProfile: profile }, node, refuse) => {
      const known = ['Localhost', 'RuntimeDefault', 'Unconfined'].includes(type ?? '');
      const wrong =
        type === 'Localhost'
          ? !profile || profile.trim() !== profile || utf8Length(profile) > 4095
          : known && profile !== undefined;
      if (wrong) refuse(node.at('localhostProfile'));
    },
  }),
  rejected({
    id: 'security/process-namespace',
    on: 'PodSecurityContext',
    message: 'the containers share the processes of the Pod or those of the node',
    fix: 'leave shareProcessNamespace or hostPID out',
    link: 'tasks/configure-pod-container/share-process-namespace/',
    check: (_, node, refuse) => {
      const { shareProcessNamespace, hostPID } = node.in('PodSpec')!.value;
      const at = node.subject.minor >= 37 ? node.in('PodSpec')!.path : node.path; // the server mended what it says
      if (shareProcessNamespace && hostPID) refuse(at.field('shareProcessNamespace'));
    },
  }),
  rejected({
    id: 'security/sysctl',
    on: 'PodSecurityContext',
    message:
      "a sysctl has a name, which stands there once; those of the network or of IPC cannot be set where the Pod uses the node's",
    fix: 'correct the name, or leave hostNetwork or hostIPC out',
    link: 'tasks/administer-cluster/sysctl-cluster/',
    check: ({ sysctls = [] }, node, refuse) => {
      const { hostNetwork, hostIPC } = node.in('PodSpec')!.value;
      const names = sysctls.map(({ name = '' }) => name);
      names.forEach((name, i) => {
        const at = node.at('sysctls').index(i).field('name');
        if (name !== '' && (name.length > 253 || !SYSCTL.test(name))) {
          refuse(at, `${quote(name)} is no name of a sysctl`);
        } else if (names.indexOf(name) < i) {
          refuse(at, `${name} stands there twice`);
        }
        const space = sysctlNamespace(name);
        if ((hostNetwork && space === 'network') || (hostIPC && space === 'ipc')) {
          refuse(at, `${name} is a sysctl of the ${space}, which is the node's`);
        }
      });
    },
  }),
  rejected({
    id: 'security/selinux-change-policy',
    on: 'PodSecurityContext',
    message:
      'volumes are relabelled by Recursive; MountOption needs a feature that is on since Kubernetes 1.37',
    fix: 'use Recursive, or leave it out',
    link: DOC,
    check: ({ seLinuxChangePolicy: policy }, node, refuse) => {
      if (
        policy === undefined ||
        policy === 'Recursive' ||
        (policy === 'MountOption' && node.subject.has('SELinuxMount'))
      ) {
        return;
      }
      refuse(node.at('seLinuxChangePolicy'));
    },
  }),
  rejected({
    id: 'security/host-users',
    on: 'PodSpec',
    message:
      'a Pod with users of its own cannot have the processes, the IPC, the network or the devices of the node',
    fix: 'leave hostUsers: false out, or the others',
    link: 'concepts/workloads/pods/user-namespaces/',
    check: (spec, node, refuse) => {
      if (spec.hostUsers !== false) return;
      if (spec.hostNetwork && !node.subject.has('UserNamespacesHostNetworkSupport')) {
        refuse(node.at('hostNetwork'));
      }
      if (spec.hostPID) refuse(node.path.field('hostPID', 'HostPID'));
      if (spec.hostIPC) refuse(node.path.field('hostIPC', 'HostIPC'));
      if (node.subject.minor < 34) return; // before that, nobody asks about devices
      for (const container of containersOf(node)) {
        if ((container.value.volumeDevices ?? []).length > 0) refuse(container.at('volumeDevices'));
      }
    },
  }),
  rejected({
    id: 'security/linux-only',
    on: 'PodSpec',
    message: 'a Pod of Windows has none of the settings that only Linux knows',
    fix: 'leave it out, or set os.name: linux',
    link: 'concepts/windows/intro/#compatibility-v1-pod-spec-containers',
    check: (spec, node, refuse) => {
      if (spec.os?.name !== 'windows') return;
      for (const field of ['hostUsers', 'shareProcessNamespace'] as const) {
        if (spec[field] !== undefined) refuse(node.at(field));
      }
      for (const field of ['hostPID', 'hostIPC'] as const) if (spec[field]) refuse(node.at(field));
      const pod = spec.securityContext ?? {};
      for (const field of LINUX_ONLY_OF_POD) {
        if (pod[field] !== undefined) refuse(node.at('securityContext').field(field));
      }
      if ((pod.sysctls ?? []).length > 0) refuse(node.at('securityContext').field('sysctls'));
      for (const container of containersOf(node)) {
        const context: Struct<'SecurityContext'> = container.value.securityContext ?? {};
        for (const field of LINUX_ONLY) {
          if (context[field] !== undefined) refuse(container.at('securityContext').field(field));
        }
      }
    },
  }),
  rejected({
    id: 'security/windows-only',
    on: 'PodSpec',
    message: 'a Pod of Linux has no settings for Windows',
    fix: 'leave windowsOptions out, or set os.name: windows',
    link: 'concepts/windows/intro/#compatibility-v1-pod-spec-containers',
    check: (spec, node, refuse) => {
      if (spec.os?.name !== 'linux') return;
      if (spec.securityContext?.windowsOptions) {
        refuse(node.at('securityContext').field('windowsOptions'));
      }
      for (const container of containersOf(node)) {
        if (container.value.securityContext?.windowsOptions) {
          refuse(container.at('securityContext').field('windowsOptions'));
        }
      }
    },
  }),
  rejected({
    id: 'security/os',
    on: 'PodSpec',
    message: 'an operating system is linux or windows',
    fix: 'use one of the two, or leave os out',
    check: ({ os }, node, refuse) => {
      if (os?.name && !['linux', 'windows'].includes(os.name)) refuse(node.at('os'));
    },
  }),
];

const LINUX_ONLY_OF_POD = [
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
const LINUX_ONLY = [
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

/** All containers of a Pod, of whatever kind. */
export function containersOf(pod: Node<'PodSpec'>): Node<'Container'>[] {
  const containers = pod
    .nodes('initContainers')
    .concat(pod.nodes('containers'), pod.nodes('ephemeralContainers'));
  return containers as unknown as Node<'Container'>[];
}

const IPC_SYSCTLS = [
  'sem',
  'shm',
  'shmall',
  'shmmax',
  'shmmni',
  'shm_rmid_forced',
  'msg',
  'msgmax',
  'msgmnb',
  'msgmni',
].map((name) => `kernel.${name}`);

function sysctlNamespace(name: string): 'network' | 'ipc' | undefined {
  const dotted = normalized(name).split('*')[0];
  if (dotted.startsWith('net.')) return 'network';
  return IPC_SYSCTLS.includes(dotted) || dotted.startsWith('fs.mqueue.') ? 'ipc' : undefined;
}

/** Names may have slashes for dots. */
function normalized(name: string): string {
  const separator = /[./]/.exec(name)?.[0];
  if (separator !== '/') return name;
  return [...name]
    .map((character) => (character === '/' ? '.' : character === '.' ? '/' : character))
    .join('');
}
