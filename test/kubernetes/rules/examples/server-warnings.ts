import type { JsonObject } from '../../../../src/kubernetes/json';
import { Examples, on } from '../example';
import {
  annotated,
  claim,
  cronJobManifest,
  env,
  indexed,
  MINIMAL_JOB,
  main,
  manifest,
  metadata,
  named,
  nodeAffinity,
  pod,
  podAffinity,
  ports,
  preferredNodes,
  projected,
  resources,
  spread,
  template,
  volume,
} from '../manifests';

const SECCOMP = 'container.seccomp.security.alpha.kubernetes.io/main';
const APPARMOR = 'container.apparmor.security.beta.kubernetes.io/main';
const SECCOMP_POD = 'seccomp.security.alpha.kubernetes.io/pod';
const SHOP = { labelSelector: { matchLabels: { app: 'shop' } } };
const items = (...paths: string[]) => paths.map((path, i) => ({ key: `k${i}`, path }));
const two = (a: JsonObject, b: JsonObject) =>
  pod({ containers: [main({ ports: [a] }), named('second', { ports: [b] })] });
const HOST_PORT = { containerPort: 80, hostPort: 80, hostIP: '10.0.0.1' };
const alias = (ip: string) => ({ ip, hostnames: ['db.example.com'] });
const secure = (part: JsonObject) => ({ containers: [main({ securityContext: part })] });
const bundle = (path: string) => ({ clusterTrustBundle: { name: 'root', path } });

export const serverWarningExamples: Examples = {
  'metadata/dotted-name': {
    bad: [
      metadata({ name: 'report.v1' }),
      cronJobManifest({ metadata: { name: 'report.v1' } }),
      metadata({ name: null, generateName: 'report.v1-' }),
    ],
    good: [metadata({ name: 'report-v1' }), template({ metadata: { name: 'report.v1' } })],
  },
  'job/many-indexes-untracked': {
    bad: indexed({ completions: 100_001, parallelism: 10_001 }),
    good: [
      indexed({ completions: 100_001, parallelism: 10_000 }),
      indexed({ completions: 100_000, parallelism: 10_001 }),
      manifest({ spec: { completions: 100_001, parallelism: 10_001 } }),
    ],
  },
  'env/hidden': {
    bad: [
      env({ name: 'A', value: 'a' }, { name: 'A', value: 'b' }),
      env(
        { name: 'A', value: 'a' },
        { name: 'A', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
      ),
      env({ name: 'A', value: 'a' }, { name: 'A', value: '$(A)' }),
    ],
    good: [
      env({ name: 'A', value: 'a' }, { name: 'B', value: 'b' }),
      env({ name: 'PATH', value: '/bin' }, { name: 'PATH', value: '$(PATH):/opt/bin' }),
    ],
  },
  'resources/fractional-bytes': {
    bad: [
      resources({ limits: { memory: '128m' } }),
      resources({ requests: { 'ephemeral-storage': '0.5' } }),
      pod({ overhead: { memory: '1500m' } }),
      claim({ resources: { requests: { storage: '10500m' } } }),
    ],
    good: [
      resources({ limits: { memory: '128Mi' } }),
      resources({ limits: { cpu: '128m' } }),
      resources({ limits: { memory: '2000m' } }),
      MINIMAL_JOB,
    ],
  },
  'port/twice': {
    bad: [
      two({ containerPort: 80 }, { containerPort: 80 }),
      two({ name: 'http', containerPort: 80 }, { name: 'http', containerPort: 81 }),
      ports({ containerPort: 80, hostIP: '10.0.0.1' }),
      two({ containerPort: 80, hostPort: 80 }, { containerPort: 80 }),
      two({ containerPort: 80, hostPort: 80, hostIP: '10.0.0.1' }, { containerPort: 80 }),
      ports({ containerPort: 80 }, { containerPort: 80, hostPort: 80 }),
      pod({
        initContainers: [named('init', { ports: [{ containerPort: 80 }] })],
        containers: [main({ ports: [{ containerPort: 80 }] })],
      }),
      pod({
        initContainers: [named('init', { ports: [{ containerPort: 80, hostPort: 80 }] })],
        containers: [main({ ports: [{ containerPort: 80, hostPort: 80 }] })],
      }),
      ports(
        { containerPort: 80, hostPort: 80 },
        { containerPort: 80, hostPort: 80, hostIP: '10.0.0.1' },
      ),
      ports(
        { containerPort: 80, hostPort: 80, hostIP: '10.0.0.1' },
        { containerPort: 80, hostPort: 80 },
      ),
      pod({
        initContainers: [named('init', { ports: [HOST_PORT] })],
        containers: [main({ ports: [HOST_PORT] })],
      }),
    ],
    good: [
      two({ containerPort: 80 }, { containerPort: 81 }),
      two({ containerPort: 80 }, { containerPort: 80, protocol: 'UDP' }),
      ports({ containerPort: 80, hostPort: 80, hostIP: '10.0.0.1' }),
      ports(
        { containerPort: 80, hostPort: 80, hostIP: '10.0.0.1' },
        { containerPort: 80, hostPort: 80, hostIP: '10.0.0.2' },
      ),
      ports({ containerPort: 80, hostPort: 80 }, { containerPort: 80, hostPort: 81 }),
      two({ name: 'http', containerPort: 80 }, { name: 'admin', containerPort: 81 }),
      on(32, two({ name: 'http', containerPort: 80 }, { name: 'http', containerPort: 81 })),
    ],
  },
  'pod/negative-grace-period': {
    bad: pod({ terminationGracePeriodSeconds: -1 }),
    good: [pod({ terminationGracePeriodSeconds: 0 }), MINIMAL_JOB],
  },
  'pod/pull-secrets': {
    bad: [
      pod({ imagePullSecrets: [{ name: 'registry' }, { name: 'registry' }] }),
      pod({ imagePullSecrets: [{}] }),
    ],
    good: pod({ imagePullSecrets: [{ name: 'registry' }, { name: 'mirror' }] }),
  },
  'pod/old-node-label': {
    bad: [
      pod({ nodeSelector: { 'beta.kubernetes.io/arch': 'arm64' } }),
      nodeAffinity({ key: 'failure-domain.beta.kubernetes.io/zone', operator: 'Exists' }),
      spread({ ...SHOP, topologyKey: 'beta.kubernetes.io/os' }),
      on(31, pod({ nodeSelector: { 'node-role.kubernetes.io/master': '' } })),
    ],
    good: [
      pod({ nodeSelector: { 'kubernetes.io/arch': 'arm64' } }),
      nodeAffinity({ key: 'topology.kubernetes.io/zone', operator: 'Exists' }),
      spread({ ...SHOP, topologyKey: 'topology.kubernetes.io/zone' }),
      on(30, pod({ nodeSelector: { 'node-role.kubernetes.io/master': '' } })),
    ],
  },
  'affinity/selects-nothing': {
    bad: [podAffinity({}), spread({})],
    good: [podAffinity(SHOP), podAffinity({ labelSelector: {} }), spread(SHOP)],
  },
  'pod/sloppy-address': {
    bad: [
      pod({ hostAliases: [alias('010.001.002.003')] }),
      pod({ dnsConfig: { nameservers: ['10.0.0.1', '::ffff:10.0.0.1'] } }),
      pod({ hostAliases: [alias('FD00::1')] }),
      pod({ dnsConfig: { nameservers: ['010.0.0.1'] } }),
    ],
    good: [
      pod({ hostAliases: [alias('10.1.2.3')] }),
      pod({ hostAliases: [alias('fd00::1')] }),
      pod({ dnsConfig: { nameservers: ['10.0.0.1'] } }),
      pod({ dnsConfig: {} }),
    ],
  },
  'pod/host-alias-twice': {
    bad: pod({ hostAliases: [alias('10.1.2.3'), alias('10.1.2.3')] }),
    good: pod({ hostAliases: [alias('10.1.2.3'), alias('10.1.2.4')] }),
  },
  'template/old-annotation': {
    bad: [
      annotated({ 'scheduler.alpha.kubernetes.io/critical-pod': '' }),
      annotated({ [SECCOMP_POD]: 'runtime/default' }),
      annotated({ [SECCOMP]: 'runtime/default' }),
      annotated({ [APPARMOR]: 'runtime/default' }),
      annotated({ [APPARMOR]: 'unconfined' }),
      annotated(
        { [SECCOMP]: 'runtime/default' },
        { securityContext: { seccompProfile: { type: 'RuntimeDefault' } } },
      ),
      annotated({ 'security.alpha.kubernetes.io/sysctls': '' }),
      annotated({ 'security.alpha.kubernetes.io/unsafe-sysctls': '' }),
    ],
    good: [
      pod({ securityContext: { seccompProfile: { type: 'RuntimeDefault' } } }),
      annotated(
        { [SECCOMP_POD]: 'runtime/default' },
        { securityContext: { seccompProfile: { type: 'RuntimeDefault' } } },
      ),
      annotated(
        { [SECCOMP]: 'runtime/default' },
        secure({ seccompProfile: { type: 'RuntimeDefault' } }),
      ),
      annotated({ [APPARMOR]: 'unconfined' }, secure({ appArmorProfile: { type: 'Unconfined' } })),
      ...[
        ['runtime/default', { type: 'RuntimeDefault' }],
        ['unconfined', { type: 'Unconfined' }],
        ['localhost/mine', { type: 'Localhost', localhostProfile: 'mine' }],
      ].map(([said, appArmorProfile]) =>
        annotated({ [APPARMOR]: said as string }, { securityContext: { appArmorProfile } }),
      ),
    ],
  },
  'volume/deprecated': {
    bad: [
      volume({ gitRepo: { repository: 'https://example.com/shop.git' } }),
      volume({ storageos: { volumeName: 'data' } }),
      volume({ cephfs: { monitors: ['10.0.0.1:6789'] } }),
      on(30, volume({ rbd: { monitors: ['10.0.0.1:6789'], image: 'data' } })),
      volume({ glusterfs: { endpoints: 'gluster', path: 'data' } }),
      volume({ photonPersistentDisk: { pdID: 'data' } }),
      volume({
        scaleIO: {
          gateway: 'https://a',
          system: 'a',
          volumeName: 'a',
          secretRef: { name: 'keys' },
        },
      }),
      volume({ flocker: { datasetName: 'data' } }),
      volume({ quobyte: { registry: 'quobyte:7861', volume: 'data' } }),
      on(28, volume({ cephfs: { monitors: ['10.0.0.1:6789'] } })),
      on(28, volume({ rbd: { monitors: ['10.0.0.1:6789'], image: 'data' } })),
    ],
    good: [
      volume({ persistentVolumeClaim: { claimName: 'data' } }),
      on(27, volume({ cephfs: { monitors: ['10.0.0.1:6789'] } })),
      volume({ nfs: { server: 'nfs.example.com', path: '/' } }),
      on(27, volume({ rbd: { monitors: ['10.0.0.1:6789'], image: 'data' } })),
    ],
  },
  'volume/overlapping-paths': {
    bad: [
      volume({ configMap: { name: 'app', items: items('app', 'app/app.yaml') } }),
      volume({ secret: { secretName: 'keys', items: items('a', 'a') } }),
      volume({
        downwardAPI: {
          items: ['a', 'a/b'].map((path) => ({ path, fieldRef: { fieldPath: 'metadata.name' } })),
        },
      }),
      projected(
        { secret: { name: 'keys', items: items('a/b') } },
        { serviceAccountToken: { path: 'a' } },
      ),
      projected(
        { configMap: { name: 'app', items: items('a/b') } },
        { secret: { name: 'keys', items: items('a') } },
      ),
      projected(
        { downwardAPI: { items: [{ path: 'a/b', fieldRef: { fieldPath: 'metadata.name' } }] } },
        { serviceAccountToken: { path: 'a' } },
      ),
      projected({}),
      on(37, projected(bundle('a'), { serviceAccountToken: { path: 'a/b' } })),
      on(
        37,
        projected({
          podCertificate: {
            signerName: 'example.com/signer',
            keyType: 'ED25519',
            keyPath: 'a',
            certificateChainPath: 'a/b',
          },
        }),
      ),
      volume({ configMap: { name: 'app', items: items('app/', 'app/app.yaml') } }),
    ],
    good: [
      volume({ configMap: { name: 'app', items: items('app/a.yaml', 'app/b.yaml') } }),
      volume({ secret: { secretName: 'keys', items: items('a', 'ab') } }),
      projected({ secret: { name: 'keys' } }, { serviceAccountToken: { path: 'a' } }),
      on(
        37,
        projected(
          {
            podCertificate: {
              signerName: 'example.com/signer',
              keyType: 'ED25519',
              credentialBundlePath: 'a',
            },
          },
          bundle('b'),
        ),
      ),
      volume({ emptyDir: {} }),
    ],
  },
  'affinity/preferred-values': {
    bad: preferredNodes({
      matchExpressions: [{ key: 'disk', operator: 'In', values: ['very fast'] }],
    }),
    good: [
      preferredNodes({ matchExpressions: [{ key: 'disk', operator: 'In', values: ['fast'] }] }),
      preferredNodes({ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['a.b'] }] }),
      on(31, nodeAffinity({ key: 'disk', operator: 'In', values: ['very fast'] })),
    ],
  },
};
