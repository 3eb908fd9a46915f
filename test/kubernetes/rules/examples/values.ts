import type { JsonObject } from '../../../../src/kubernetes/json';
import { Examples, on, withOthers } from '../example';
import {
  annotated, claim, container, cronJob, env, ephemeralContainer, failurePolicy, indexed, job, LEAST_CRON_JOB,
  LEAST_JOB, mounts, named, pod, podAffinity,
  podSecurity, ports, preferredNodes,
  projected, security, spread, volume, volumes,
} from '../manifests';

const probe = (part: JsonObject) => container({ readinessProbe: { exec: { command: ['true'] }, ...part } });
const gmsa = (gmsaCredentialSpecName: string) => security({ windowsOptions: { gmsaCredentialSpecName } });
const grpc = (port: number) => container({ livenessProbe: { grpc: { port } } });
const preferredPods = (weight: number) => pod({
  affinity: { podAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight, podAffinityTerm: { topologyKey: 'kubernetes.io/hostname' } }] } },
});
const field = (fieldRef: JsonObject) => env({ name: 'A', valueFrom: { fieldRef } });
const iscsi = (lun: number) => volume({ iscsi: { targetPortal: '10.0.0.1:3260', iqn: 'iqn.2001-04.com.example:storage', lun } });
const disk = (gcePersistentDisk: JsonObject) => volume({ gcePersistentDisk });
const ebs = (partition: number) => volume({ awsElasticBlockStore: { volumeID: 'a', partition } });
const KEY_TYPES = ['RSA3072', 'RSA4096', 'ECDSAP256', 'ECDSAP384', 'ECDSAP521', 'ED25519'];
const DISRUPTION = { type: 'DisruptionTarget' };

export const valueExamples: Examples = {
  'value/required': {
    bad: [
      container({ image: null }), container({ image: '' }), pod({ containers: [] }), pod({ containers: [{ image: 'busybox:1' }] }),
      cronJob({ schedule: '' }), ports({ name: 'http' }),
      env({ value: 'a' }), container({ envFrom: [{ configMapRef: {} }] }), env({ name: 'A', valueFrom: { secretKeyRef: { name: 'keys' } } }),
      mounts([{ name: 'data' }]),
      volumes({ emptyDir: {} }), volume({ secret: {} }), volume({ configMap: { name: 'a', items: [{ key: 'a' }] } }),
      volume({ persistentVolumeClaim: {} }), volume({ ephemeral: {} }),
      claim({ accessModes: null }), container({ livenessProbe: { exec: {} } }), spread({ maxSkew: null }),
      withOthers(['value/out-of-range'], preferredNodes({}, 0)), security({ seccompProfile: {} }),
      failurePolicy({ action: 'FailJob', onExitCodes: { values: [1] } }), podSecurity({ sysctls: [{ value: '1' }] }), pod({ os: {} }),
      container({ envFrom: [{ secretRef: {} }] }), podAffinity({ topologyKey: '' }), field({}), field({ fieldPath: '' }), grpc(0),
      pod({ containers: null }), volumes({ emptyDir: {} }, { emptyDir: {} }),
      pod({ containers: [{ image: 'busybox:1' }, { image: 'busybox:1' }] }),
      pod({ resourceClaims: [{ resourceClaimName: 'a' }, { resourceClaimName: 'b' }] }), volume({ hostPath: { path: '', type: 'Folder' } }),
      volume({ csi: {} }), volume({ quobyte: { volume: 'data', tenant: 'a'.repeat(65) } }),
      volume({ iscsi: { targetPortal: '10.0.0.1:3260', lun: 0 } }),
      container({ env: [{ name: 'A', valueFrom: { fileKeyRef: { volumeName: 'data', path: 'a' } } }] }, { volumes: [{ name: 'data' }] }),
      projected(...[1, 2].map(() => ({ secret: { name: 'a', items: [{ key: 'a' }] } }))),
      on(37, projected({ podCertificate: { keyType: 'ED25519', keyPath: 'a' } })),
      spread({ topologyKey: null }, { topologyKey: 'kubernetes.io/os' }),
      security({ appArmorProfile: { localhostProfile: 'mine' } }),
      withOthers(['mount/volume-exists', 'mount/path-unique'], mounts([{}, {}])),
      withOthers(['mount/volume-exists', 'device/unique'], container({ volumeDevices: [{}, {}] })),
      pod({ containers: null, resources: { requests: { cpu: 1 } } }),
      spread({ whenUnsatisfiable: null }, { topologyKey: 'a', whenUnsatisfiable: null }),
      annotated({ 'container.apparmor.security.beta.kubernetes.io/main': 'unconfined' }, { securityContext: { appArmorProfile: {} } }),
      withOthers(['device/unique', 'mount/not-device', 'mount/path-unique', 'mount/volume-exists'], container({ volumeMounts: [{}], volumeDevices: [{}] })),
      volumes({ iscsi: { targetPortal: '10.0.0.1:3260', iqn: 'iqn.2001-04.com.example:storage', initiatorName: 'iqn.2001-04.com.example:shop', lun: 0 } }),
      withOthers(['spread/unique'], spread({ topologyKey: null }, { topologyKey: null })),
    ],
    good: [
      LEAST_JOB, LEAST_CRON_JOB, ports({ containerPort: 80 }), env({ name: 'A' }),
      env({ name: 'A', valueFrom: { secretKeyRef: { name: 'keys', key: 'a' } } }),
      mounts([{ name: 'data', mountPath: '/data' }]), volume({ secret: { secretName: 'keys' } }),
      volume({ configMap: { name: 'a', items: [{ key: 'a', path: 'a' }] } }),
      volume({ persistentVolumeClaim: { claimName: 'data' } }), claim({}), probe({}), spread({}), preferredNodes({}, 1),
      security({ seccompProfile: { type: 'Unconfined' } }),
      failurePolicy({ action: 'FailJob', onExitCodes: { operator: 'In', values: [1] } }),
      podSecurity({ sysctls: [{ name: 'kernel.shm_rmid_forced', value: '1' }] }), pod({ os: { name: 'linux' } }),
    ],
  },
  'value/not-supported': {
    bad: [
      container({ imagePullPolicy: 'always' }), job({ completionMode: 'Random', completions: 1 }), cronJob({ concurrencyPolicy: 'forbid' }),
      pod({ dnsPolicy: 'Host' }),
      pod({ preemptionPolicy: 'Always' }), ports({ containerPort: 80, protocol: 'tcp' }), container({ terminationMessagePolicy: 'Logs' }),
      pod({ tolerations: [{ key: 'a', effect: 'NoRun' }] }),
      volume({ azureDisk: { diskName: 'a', diskURI: 'https://a', cachingMode: 'Some' } }), claim({ volumeMode: 'Raw' }),
      spread({ nodeTaintsPolicy: 'Obey' }),
      failurePolicy({ action: 'FailJob', onExitCodes: { operator: 'Is', values: [1] } }),
      failurePolicy({ action: 'Ignore', onPodConditions: [{ ...DISRUPTION, status: 'Yes' }] }),
      probe({ exec: null, httpGet: { port: 80, scheme: 'https' } }), security({ procMount: 'Masked' }),
      podSecurity({ seccompProfile: { type: 'Default' } }), security({ appArmorProfile: { type: 'Default' } }),
      podSecurity({ fsGroupChangePolicy: 'Never' }), podSecurity({ supplementalGroupsPolicy: 'None' }),
      withOthers(['template/no-ephemeral-containers'], ephemeralContainer({ imagePullPolicy: 'always' })),
      security({ appArmorProfile: { type: 'Default', localhostProfile: 'mine' } }),
      annotated({ 'seccomp.security.alpha.kubernetes.io/pod': 'unconfined' }, { securityContext: { seccompProfile: { type: 'Default' } } }),
    ],
    good: [
      container({ imagePullPolicy: 'Always' }), indexed({}), cronJob({ concurrencyPolicy: 'Forbid' }), pod({ dnsPolicy: 'Default' }),
      pod({ preemptionPolicy: 'Never' }),
      ports({ containerPort: 80, protocol: 'UDP' }), container({ terminationMessagePolicy: 'FallbackToLogsOnError' }),
      pod({ tolerations: [{ key: 'a', effect: '' }] }),
      volume({ azureDisk: { diskName: 'a', diskURI: 'https://a', cachingMode: 'None' } }), claim({ volumeMode: 'Block' }),
      spread({ nodeTaintsPolicy: 'Honor' }),
      failurePolicy({ action: 'Ignore', onPodConditions: [{ ...DISRUPTION, status: 'Unknown' }] }),
      probe({ exec: null, httpGet: { port: 80, scheme: 'HTTPS' } }),
      podSecurity({ fsGroupChangePolicy: 'OnRootMismatch', supplementalGroupsPolicy: 'Strict' }),
      ...['False', 'True'].map((status) => failurePolicy({ action: 'Ignore', onPodConditions: [{ ...DISRUPTION, status }] })),
      pod({ dnsPolicy: 'ClusterFirstWithHostNet' }),
      pod({ preemptionPolicy: 'PreemptLowerPriority' }), container({ imagePullPolicy: 'Never' }), ports({ containerPort: 80, protocol: 'SCTP' }),
      spread({ nodeTaintsPolicy: 'Ignore', nodeAffinityPolicy: 'Honor' }),
      spread({ nodeAffinityPolicy: 'Ignore' }), pod({ tolerations: [{ key: 'a', effect: 'PreferNoSchedule' }] }),
      volume({ image: { reference: 'a', pullPolicy: 'Never' } }),
      volume({ azureDisk: { diskName: 'a', diskURI: 'https://a', cachingMode: 'ReadOnly' } }),
      ...KEY_TYPES.map((keyType) => on(37, projected({ podCertificate: { signerName: 'example.com/signer', keyType, keyPath: 'a' } }))),
    ],
  },
  'value/out-of-range': {
    bad: [
      job({ backoffLimit: -1 }), job({ parallelism: -1 }), job({ activeDeadlineSeconds: -1 }), job({ ttlSecondsAfterFinished: -1 }),
      indexed({ backoffLimitPerIndex: -1 }),
      cronJob({ startingDeadlineSeconds: -1 }), cronJob({ failedJobsHistoryLimit: -1 }), pod({ activeDeadlineSeconds: 0 }),
      probe({ periodSeconds: -1 }),
      volume({ secret: { secretName: 'keys', defaultMode: 512 } }),
      volume({ configMap: { name: 'a', items: [{ key: 'a', path: 'a', mode: -1 }] } }),
      projected({ serviceAccountToken: { path: 'token', expirationSeconds: 599 } }),
      projected({ serviceAccountToken: { path: 'token', expirationSeconds: 2 ** 32 + 1 } }),
      preferredNodes({}, 101), preferredPods(101), spread({ maxSkew: -1 }), spread({ minDomains: 0, whenUnsatisfiable: 'DoNotSchedule' }),
      pod({ activeDeadlineSeconds: 2 ** 31 }), container({ livenessProbe: { exec: { command: ['true'] }, terminationGracePeriodSeconds: 0 } }),
      iscsi(256), iscsi(-1), disk({ pdName: 'a', partition: 256 }),
      disk({ pdName: 'a', partition: -1 }), ebs(256), ebs(-1),
    ],
    good: [
      job({ backoffLimit: 0 }), job({ parallelism: 0 }), job({ activeDeadlineSeconds: 0 }), job({ ttlSecondsAfterFinished: 0 }),
      indexed({ backoffLimitPerIndex: 0 }),
      cronJob({ startingDeadlineSeconds: 0, failedJobsHistoryLimit: 0 }), pod({ activeDeadlineSeconds: 1 }), probe({ periodSeconds: 0 }),
      volume({ secret: { secretName: 'keys', defaultMode: 511 } }),
      projected({ serviceAccountToken: { path: 'token', expirationSeconds: 600 } }),
      projected({ serviceAccountToken: { path: 'token', expirationSeconds: 2 ** 32 } }), preferredNodes({}, 100), preferredPods(1),
      spread({ minDomains: 1, whenUnsatisfiable: 'DoNotSchedule' }),
      pod({ activeDeadlineSeconds: 2 ** 31 - 1 }),
      container({ livenessProbe: { exec: { command: ['true'] }, terminationGracePeriodSeconds: 1 } }),
      iscsi(255), iscsi(0), disk({ pdName: 'a', partition: 255 }),
      ebs(0), ebs(255),
    ],
  },
  'value/name-format': {
    bad: [
      pod({ containers: [named('Main')] }), pod({ serviceAccountName: 'shop_runner' }), volumes({ name: 'a.b', emptyDir: {} }),
      pod({ hostname: 'shop.example.com' }),
      pod({ nodeName: 'Node 1' }), env({ name: 'A', valueFrom: { configMapKeyRef: { name: 'Config', key: 'a' } } }),
      container({ envFrom: [{ secretRef: { name: 'Keys' } }] }),
      container({ envFrom: [{ secretRef: { name: '-' } }] }), claim({ storageClassName: 'Fast' }),
      pod({ resourceClaims: [{ name: 'a.b', resourceClaimName: 'gpu' }] }),
      pod({ priorityClassName: 'High' }), pod({ subdomain: 'a.b' }),
    ],
    good: [
      pod({ containers: [named('main')] }), pod({ serviceAccountName: 'shop-runner' }), volumes({ name: 'a-b', emptyDir: {} }),
      pod({ hostname: 'shop' }), pod({ nodeName: 'node-1.example.com' }),
      env({ name: 'A', valueFrom: { configMapKeyRef: { name: 'config', key: 'a' } } }),
      container({ envFrom: [{ secretRef: { name: 'keys-' } }] }),
      container({ envFrom: [{ secretRef: { name: 'k' } }] }),
      claim({ storageClassName: '' }), pod({ priorityClassName: 'high' }),
    ],
  },
  'value/name-format-if-set': {
    bad: [
      pod({ runtimeClassName: '' }), pod({ runtimeClassName: 'Kata' }), pod({ hostnameOverride: 'a'.repeat(65) }),
      pod({ hostnameOverride: 'Shop' }),
      pod({ resourceClaims: [{ name: 'gpu', resourceClaimName: '' }] }),
      pod({ resourceClaims: [{ name: 'gpu', resourceClaimTemplateName: 'Gpu' }] }),
      gmsa(''), gmsa('Spec'),
    ],
    good: [
      pod({ runtimeClassName: 'kata' }), LEAST_JOB, pod({ hostnameOverride: `${'a'.repeat(60)}.b.c` }),
      pod({ resourceClaims: [{ name: 'gpu', resourceClaimName: 'gpu' }] }),
      pod({ resourceClaims: [{ name: 'gpu', resourceClaimTemplateName: 'gpu' }] }), gmsa('spec'),
    ],
  },
  'value/user-or-group': {
    bad: [
      security({ runAsUser: -1 }), security({ runAsGroup: 2147483648 }), podSecurity({ runAsUser: 2147483648 }), podSecurity({ runAsGroup: -1 }),
      podSecurity({ fsGroup: -1 }),
      podSecurity({ supplementalGroups: [100, -1] }),
    ],
    good: [
      security({ runAsUser: 65532 }), security({ runAsUser: 0, runAsGroup: 2147483647 }),
      podSecurity({ runAsUser: 1, runAsGroup: 1, fsGroup: 0, supplementalGroups: [0, 2147483647] }),
    ],
  },
  'value/port': {
    bad: [
      ports({ containerPort: 65536 }), ports({ containerPort: -1 }), ports({ containerPort: 80, hostPort: 65536 }),
      grpc(65536),
    ],
    good: [ports({ containerPort: 65535 }), ports({ containerPort: 1, hostPort: 1 }), grpc(65535), ports({ containerPort: 80, hostPort: 0 })],
  },
};
