import { containersOf } from './pod-containers';
import { rejected, Rule } from './rule';
import { isLocalPath, utf8Length } from '../formats';
import { quote } from '../truncate';

const SECURITY_CONTEXT_DOC = 'tasks/configure-pod-container/security-context/';
const SYSCTL = /^(?:[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?[./])*[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?$/;

/** Security contexts of Pods and containers. @see `pkg/apis/core/validation/validation.go` */
export const securityRules: Rule[] = [
  rejected({
    id: 'security/escalation',
    on: 'SecurityContext',
    message:
      'allowPrivilegeEscalation: false conflicts with privileged: true and with the ' +
      'capability CAP_SYS_ADMIN',
    fix: 'remove privileged and the capability, or allowPrivilegeEscalation',
    link: SECURITY_CONTEXT_DOC,
    check: ({ allowPrivilegeEscalation, privileged, capabilities }, node, report) => {
      if (
        allowPrivilegeEscalation === false &&
        (privileged || capabilities?.add?.includes('CAP_SYS_ADMIN'))
      ) {
        report(node.path);
      }
    },
  }),
  rejected({
    id: 'security/proc-mount',
    on: 'SecurityContext',
    message: 'procMount: Unmasked requires a user namespace',
    fix: 'set hostUsers: false, or remove procMount',
    link: SECURITY_CONTEXT_DOC,
    check: ({ procMount }, node, report) => {
      if (procMount === 'Unmasked' && node.ancestor('PodSpec')!.value.hostUsers !== false) {
        report(node.at('procMount'));
      }
    },
  }),
  rejected({
    id: 'security/seccomp-profile',
    on: 'SeccompProfile',
    message:
      'localhostProfile must be set if, and only if, type is Localhost, and must be a ' +
      'relative path without ".."',
    fix: 'set localhostProfile and type: Localhost, or remove localhostProfile',
    link: 'tutorials/security/seccomp/',
    check: ({ type, localhostProfile: profile }, node, report) => {
      if (
        type === 'Localhost'
          ? profile === undefined || !isLocalPath(profile)
          : profile !== undefined
      ) {
        report(node.at('localhostProfile'));
      }
    },
  }),
  rejected({
    id: 'security/apparmor-profile',
    on: 'AppArmorProfile',
    message:
      'localhostProfile must be set if, and only if, type is Localhost, and cannot start or ' +
      'end with spaces',
    fix: 'set localhostProfile and type: Localhost, or remove localhostProfile',
    link: 'tutorials/security/apparmor/',
    check: ({ type, localhostProfile: profile }, node, report) => {
      const known = ['Localhost', 'RuntimeDefault', 'Unconfined'].includes(type ?? '');
      const isInvalid =
        type === 'Localhost'
          ? !profile || profile.trim() !== profile || utf8Length(profile) > 4095
          : known && profile !== undefined;
      if (isInvalid) report(node.at('localhostProfile'));
    },
  }),
  rejected({
    id: 'security/process-namespace',
    on: 'PodSecurityContext',
    message: 'shareProcessNamespace and hostPID exclude each other',
    fix: 'remove shareProcessNamespace or hostPID',
    link: 'tasks/configure-pod-container/share-process-namespace/',
    check: (_, node, report) => {
      const { shareProcessNamespace, hostPID } = node.ancestor('PodSpec')!.value;
      // Kubernetes 1.37 corrected the path in its error.
      const at = node.context.minor >= 37 ? node.ancestor('PodSpec')!.path : node.path;
      if (shareProcessNamespace && hostPID) report(at.field('shareProcessNamespace'));
    },
  }),
  rejected({
    id: 'security/sysctl',
    on: 'PodSecurityContext',
    message:
      'a sysctl requires a valid and unique name, and a Pod with hostNetwork or hostIPC ' +
      'cannot set the sysctls of that namespace',
    fix: 'correct the name, or remove hostNetwork or hostIPC',
    link: 'tasks/administer-cluster/sysctl-cluster/',
    check: ({ sysctls = [] }, node, report) => {
      const { hostNetwork, hostIPC } = node.ancestor('PodSpec')!.value;
      const names = sysctls.map(({ name = '' }) => name);
      names.forEach((name, i) => {
        const at = node.at('sysctls').index(i).field('name');
        if (name !== '' && (name.length > 253 || !SYSCTL.test(name))) {
          report(at, `${quote(name)} is not a valid sysctl name`);
        } else if (names.indexOf(name) < i) {
          report(at, `duplicate sysctl ${name}`);
        }
        const namespace = sysctlNamespace(name);
        if ((hostNetwork && namespace === 'network') || (hostIPC && namespace === 'ipc')) {
          report(
            at,
            `${name} cannot be set with ${namespace === 'network' ? 'hostNetwork' : 'hostIPC'}`,
          );
        }
      });
    },
  }),
  rejected({
    id: 'security/selinux-change-policy',
    on: 'PodSecurityContext',
    message:
      'seLinuxChangePolicy must be Recursive; MountOption requires a feature that is on by ' +
      'default since Kubernetes 1.37',
    fix: 'use Recursive, or remove the field',
    link: SECURITY_CONTEXT_DOC,
    check: ({ seLinuxChangePolicy: policy }, node, report) => {
      if (
        policy === undefined ||
        policy === 'Recursive' ||
        (policy === 'MountOption' && node.context.isEnabled('SELinuxMount'))
      ) {
        return;
      }
      report(node.at('seLinuxChangePolicy'));
    },
  }),
  rejected({
    id: 'security/host-users',
    on: 'PodSpec',
    message:
      'a Pod with hostUsers: false cannot use hostPID, hostIPC, hostNetwork or block devices',
    fix: 'remove hostUsers: false, or the other field',
    link: 'concepts/workloads/pods/user-namespaces/',
    check: (spec, node, report) => {
      if (spec.hostUsers !== false) return;
      if (spec.hostNetwork && !node.context.isEnabled('UserNamespacesHostNetworkSupport')) {
        report(node.at('hostNetwork'));
      }
      if (spec.hostPID) report(node.path.field('hostPID', 'HostPID'));
      if (spec.hostIPC) report(node.path.field('hostIPC', 'HostIPC'));
      if (node.context.minor < 34) return; // earlier servers do not check devices
      for (const container of containersOf(node)) {
        if ((container.value.volumeDevices ?? []).length > 0) report(container.at('volumeDevices'));
      }
    },
  }),
];

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
  const dotted = withDots(name).split('*')[0];
  if (dotted.startsWith('net.')) return 'network';
  return IPC_SYSCTLS.includes(dotted) || dotted.startsWith('fs.mqueue.') ? 'ipc' : undefined;
}

/** A name can use slashes in place of dots. */
function withDots(name: string): string {
  const separator = /[./]/.exec(name)?.[0];
  if (separator !== '/') return name;
  return [...name]
    .map((character) => (character === '/' ? '.' : character === '.' ? '/' : character))
    .join('');
}
