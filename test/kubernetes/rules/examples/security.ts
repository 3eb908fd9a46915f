import type { JsonObject } from '../../../../src/kubernetes/json';
import { Examples, on } from '../example';
import {
  annotated,
  initContainer,
  MINIMAL_JOB,
  main,
  pod,
  podSecurity,
  security,
} from '../manifests';

const LINUX = { os: { name: 'linux' } };
const WINDOWS = { os: { name: 'windows' } };
const OPTIONS = { windowsOptions: { runAsUserName: 'ContainerUser' } };
const seccomp = (profile: JsonObject) => security({ seccompProfile: profile });
const apparmor = (profile: JsonObject) => security({ appArmorProfile: profile });
const sysctls = (names: readonly string[], spec: JsonObject = {}) =>
  podSecurity({ sysctls: names.map((name) => ({ name, value: '1' })) }, spec);
const DEVICES = {
  volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }],
  volumeDevices: [{ name: 'data', devicePath: '/dev/data' }],
};
const withDevices = (spec: JsonObject) =>
  pod({
    volumes: DEVICES.volumes,
    containers: [main({ volumeDevices: DEVICES.volumeDevices })],
    ...spec,
  });
/** Each setting of Pods and of containers that only Linux supports. */
const OF_POD: JsonObject = {
  appArmorProfile: { type: 'Unconfined' },
  seLinuxOptions: {},
  seccompProfile: { type: 'Unconfined' },
  fsGroup: 1,
  fsGroupChangePolicy: 'Always',
  runAsUser: 1,
  runAsGroup: 1,
  supplementalGroups: [1],
  supplementalGroupsPolicy: 'Merge',
  seLinuxChangePolicy: 'Recursive',
  sysctls: [{ name: 'kernel.shm_rmid_forced', value: '1' }],
};
const OF_CONTAINER: JsonObject = {
  appArmorProfile: { type: 'Unconfined' },
  seLinuxOptions: {},
  seccompProfile: { type: 'Unconfined' },
  capabilities: {},
  readOnlyRootFilesystem: true,
  privileged: false,
  allowPrivilegeEscalation: false,
  procMount: 'Default',
  runAsUser: 1,
  runAsGroup: 1,
};
const each = (settings: JsonObject) =>
  Object.entries(settings).map(([field, value]) => ({ [field]: value }));

export const securityExamples: Examples = {
  'security/escalation': {
    bad: [
      security({ privileged: true, allowPrivilegeEscalation: false }),
      security({ capabilities: { add: ['CAP_SYS_ADMIN'] }, allowPrivilegeEscalation: false }),
    ],
    good: [
      security({ allowPrivilegeEscalation: false }),
      security({ privileged: true }),
      security({ privileged: true, allowPrivilegeEscalation: true }),
      security({ capabilities: { add: ['NET_ADMIN'] }, allowPrivilegeEscalation: false }),
      security({ capabilities: { drop: ['ALL'] }, allowPrivilegeEscalation: false }),
    ],
  },
  'security/proc-mount': {
    bad: [
      security({ procMount: 'Unmasked' }),
      security({ procMount: 'Unmasked' }, { hostUsers: true }),
    ],
    good: [
      security({ procMount: 'Unmasked' }, { hostUsers: false }),
      security({ procMount: 'Default' }),
      on(32, security({ procMount: 'Unmasked' })),
    ],
  },
  'security/seccomp-profile': {
    bad: [
      seccomp({ type: 'Localhost' }),
      seccomp({ type: 'RuntimeDefault', localhostProfile: 'mine.json' }),
      seccomp({ type: 'Localhost', localhostProfile: '/mine.json' }),
      seccomp({ type: 'Localhost', localhostProfile: '../mine.json' }),
    ],
    good: [
      seccomp({ type: 'Localhost', localhostProfile: 'mine.json' }),
      seccomp({ type: 'RuntimeDefault' }),
    ],
  },
  'security/apparmor-profile': {
    bad: [
      apparmor({ type: 'Localhost' }),
      apparmor({ type: 'RuntimeDefault', localhostProfile: 'mine' }),
      apparmor({ type: 'Unconfined', localhostProfile: 'mine' }),
      apparmor({ type: 'Localhost', localhostProfile: ' mine' }),
      apparmor({ type: 'Localhost', localhostProfile: 'a'.repeat(4096) }),
    ],
    good: [
      apparmor({ type: 'Localhost', localhostProfile: 'mine' }),
      apparmor({ type: 'RuntimeDefault' }),
      apparmor({ type: 'Localhost', localhostProfile: 'a'.repeat(4095) }),
    ],
  },
  'security/process-namespace': {
    bad: [
      pod({ shareProcessNamespace: true, hostPID: true }),
      on(37, pod({ shareProcessNamespace: true, hostPID: true })),
    ],
    good: [
      pod({ shareProcessNamespace: true }),
      pod({ hostPID: true }),
      pod({ shareProcessNamespace: true, hostPID: false }),
    ],
  },
  'security/sysctl': {
    bad: [
      sysctls(['net.ipv4.tcp_syncookies', 'net.ipv4.tcp_syncookies']),
      sysctls(['Kernel']),
      sysctls([`a.${'b'.repeat(252)}`]),
      sysctls(['net.core.somaxconn'], { hostNetwork: true }),
      sysctls(['kernel.shmmax'], { hostIPC: true }),
      sysctls(['net/ipv4/tcp_syncookies'], { hostNetwork: true }),
      sysctls(['fs.mqueue.msg_max'], { hostIPC: true }),
      ...[
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
      ].map((name) => sysctls([`kernel/${name}`], { hostIPC: true })),
    ],
    good: [
      sysctls(['net.ipv4.tcp_syncookies', 'net.core.somaxconn']),
      sysctls([`a.${'b'.repeat(251)}`]),
      sysctls(['net.core.somaxconn'], { hostIPC: true }),
      sysctls(['kernel.shmmax'], { hostNetwork: true }),
      sysctls(['net/ipv4/conf/eth0.1/forwarding']),
      sysctls(['vm.swappiness'], { hostIPC: true, hostNetwork: true }),
    ],
  },
  'security/selinux-change-policy': {
    bad: [
      podSecurity({ seLinuxChangePolicy: 'MountOption' }),
      podSecurity({ seLinuxChangePolicy: 'Never' }),
      on(37, podSecurity({ seLinuxChangePolicy: 'Never' })),
    ],
    good: [
      podSecurity({ seLinuxChangePolicy: 'Recursive' }),
      on(37, podSecurity({ seLinuxChangePolicy: 'MountOption' })),
      MINIMAL_JOB,
    ],
  },
  'security/host-users': {
    bad: [
      pod({ hostUsers: false, hostNetwork: true }),
      pod({ hostUsers: false, hostPID: true }),
      pod({ hostUsers: false, hostIPC: true }),
      withDevices({ hostUsers: false }),
      on(34, withDevices({ hostUsers: false })),
    ],
    good: [
      pod({ hostUsers: false }),
      pod({ hostUsers: true, hostNetwork: true, hostPID: true, hostIPC: true }),
      pod({ hostNetwork: true }),
      withDevices({}),
      on(33, withDevices({ hostUsers: false })),
    ],
  },
  'security/linux-only': {
    bad: [
      ...each(OF_POD).map((context) => podSecurity(context, WINDOWS)),
      ...each(OF_CONTAINER).map((context) => security(context, WINDOWS)),
      pod({ ...WINDOWS, hostUsers: true }),
      pod({ ...WINDOWS, shareProcessNamespace: false }),
      pod({ ...WINDOWS, hostPID: true }),
      pod({ ...WINDOWS, hostIPC: true }),
      initContainer({ securityContext: { runAsUser: 1 } }, WINDOWS),
      annotated(
        { 'container.apparmor.security.beta.kubernetes.io/main': 'unconfined' },
        { ...WINDOWS, securityContext: { appArmorProfile: { type: 'RuntimeDefault' } } },
      ),
    ],
    good: [
      podSecurity({ ...OPTIONS }, WINDOWS),
      ...each(OF_POD).map((context) => podSecurity(context, LINUX)),
      ...each(OF_CONTAINER).map((context) => security(context)),
      pod({ ...WINDOWS, hostPID: false, hostIPC: false }),
    ],
  },
  'security/windows-only': {
    bad: [
      podSecurity(OPTIONS, LINUX),
      security(OPTIONS, LINUX),
      initContainer({ securityContext: OPTIONS }, LINUX),
    ],
    good: [podSecurity(OPTIONS, WINDOWS), podSecurity(OPTIONS), security(OPTIONS)],
  },
  'security/os': {
    bad: pod({ os: { name: 'darwin' } }),
    good: [pod(LINUX), pod(WINDOWS)],
  },
};
