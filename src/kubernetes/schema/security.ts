// Made by `npx projen schema`; field.ts says how to read it.

/** What a Pod may do. */
export const security = {
  AppArmorProfile: {
    type: 'string printed',
    localhostProfile: '*string',
  },
  Capabilities: {
    add: '[]string',
    drop: '[]string',
  },
  PodSecurityContext: {
    seLinuxOptions: '*SELinuxOptions',
    windowsOptions: '*WindowsSecurityContextOptions',
    runAsUser: '*int64',
    runAsGroup: '*int64',
    runAsNonRoot: '*bool',
    supplementalGroups: '[]int64',
    fsGroup: '*int64',
    sysctls: '[]Sysctl',
    fsGroupChangePolicy: '*string',
    seccompProfile: '*SeccompProfile',
    appArmorProfile: '*AppArmorProfile since 30',
    supplementalGroupsPolicy: '*string since 31',
    seLinuxChangePolicy: '*string since 32',
  },
  SELinuxOptions: {
    user: 'string',
    role: 'string',
    type: 'string',
    level: 'string',
  },
  SeccompProfile: {
    type: 'string printed',
    localhostProfile: '*string',
  },
  SecurityContext: {
    capabilities: '*Capabilities',
    privileged: '*bool',
    seLinuxOptions: '*SELinuxOptions',
    windowsOptions: '*WindowsSecurityContextOptions',
    runAsUser: '*int64',
    runAsGroup: '*int64',
    runAsNonRoot: '*bool',
    readOnlyRootFilesystem: '*bool',
    allowPrivilegeEscalation: '*bool',
    procMount: '*string',
    seccompProfile: '*SeccompProfile',
    appArmorProfile: '*AppArmorProfile since 30',
  },
  Sysctl: {
    name: 'string printed',
    value: 'string printed',
  },
  WindowsSecurityContextOptions: {
    gmsaCredentialSpecName: '*string',
    gmsaCredentialSpec: '*string',
    runAsUserName: '*string',
    hostProcess: '*bool',
  },
} as const;
