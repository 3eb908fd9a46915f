import { deepFreeze, JsonObject } from '../../../src/kubernetes/json';
import type { Struct, StructName } from '../../../src/kubernetes/schema/field';
import { applyDefaults } from '../../../src/kubernetes/server/apply-defaults';

const MINOR = 35;
const POD = {
  securityContext: {},
  restartPolicy: 'Always',
  dnsPolicy: 'ClusterFirst',
  schedulerName: 'default-scheduler',
  terminationGracePeriodSeconds: 30,
};
const CONTAINER = {
  imagePullPolicy: 'IfNotPresent',
  terminationMessagePath: '/dev/termination-log',
  terminationMessagePolicy: 'File',
};
const JOB = {
  parallelism: 1,
  completions: 1,
  backoffLimit: 6,
  completionMode: 'NonIndexed',
  suspend: false,
  manualSelector: false,
};
const onlyJob = (spec: Struct<'JobSpec'>, minor = MINOR) =>
  applyDefaults('Job', { spec }, minor).spec;

test.each<[StructName, JsonObject]>([
  [
    'CronJobSpec',
    {
      concurrencyPolicy: 'Allow',
      suspend: false,
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 1,
    },
  ],
  ['PodSpec', POD],
  ['Container', CONTAINER],
  ['EphemeralContainer', CONTAINER],
  ['ContainerPort', { protocol: 'TCP' }],
  ['ObjectFieldSelector', { apiVersion: 'v1' }],
  ['FileKeySelector', { optional: false }],
  ['Probe', { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 }],
  ['HTTPGetAction', { path: '/', scheme: 'HTTP' }],
  ['GRPCAction', { service: '' }],
  ['Volume', { emptyDir: {} }],
  ['HostPathVolumeSource', { type: '' }],
  ['SecretVolumeSource', { defaultMode: 0o644 }],
  ['ConfigMapVolumeSource', { defaultMode: 0o644 }],
  ['DownwardAPIVolumeSource', { defaultMode: 0o644 }],
  ['ProjectedVolumeSource', { defaultMode: 0o644 }],
  ['ServiceAccountTokenProjection', { expirationSeconds: 3600 }],
  ['PersistentVolumeClaimSpec', { volumeMode: 'Filesystem' }],
  ['PodFailurePolicyOnPodConditionsPattern', { status: 'True' }],
  ['ISCSIVolumeSource', { iscsiInterface: 'default' }],
  ['RBDVolumeSource', { pool: 'rbd', user: 'admin', keyring: '/etc/ceph/keyring' }],
  [
    'AzureDiskVolumeSource',
    { cachingMode: 'ReadWrite', fsType: 'ext4', readOnly: false, kind: 'Shared' },
  ],
  ['ScaleIOVolumeSource', { storageMode: 'ThinProvisioned', fsType: 'xfs' }],
  ...[
    'ExecAction',
    'TCPSocketAction',
    'EnvVar',
    'SecretKeySelector',
    'ConfigMapKeySelector',
    'ResourceFieldSelector',
    'SecurityContext',
    'EmptyDirVolumeSource',
    'SecretProjection',
    'CSIVolumeSource',
    'Toleration',
    'TopologySpreadConstraint',
    'PodTemplateSpec',
    'JobTemplateSpec',
    'ObjectMeta',
    'JobSpec',
  ].map((name): [StructName, JsonObject] => [name as StructName, {}]),
])('applyDefaults turns an empty %s into %j', (struct, expected) => {
  const image = /Container$/.test(struct) ? { image: 'busybox:1' } : {};
  expect(applyDefaults(struct, image, MINOR, 'Job')).toEqual({ ...image, ...expected });
});

test('applyDefaults lets an empty Job run one Pod with six retries', () => {
  expect(applyDefaults('Job', {}, MINOR)).toEqual({
    metadata: {},
    spec: { ...JOB, podReplacementPolicy: 'TerminatingOrFailed' },
  });
});

test.each<[StructName, JsonObject]>([
  [
    'CronJobSpec',
    {
      concurrencyPolicy: 'Forbid',
      suspend: true,
      successfulJobsHistoryLimit: 0,
      failedJobsHistoryLimit: 0,
    },
  ],
  [
    'PodSpec',
    {
      securityContext: { runAsUser: 0 },
      restartPolicy: 'Never',
      dnsPolicy: 'None',
      schedulerName: 'mine',
      terminationGracePeriodSeconds: 0,
    },
  ],
  [
    'Container',
    {
      image: 'x',
      imagePullPolicy: 'Never',
      terminationMessagePath: '/end',
      terminationMessagePolicy: 'FallbackToLogsOnError',
    },
  ],
  ['ContainerPort', { protocol: 'UDP' }],
  ['ObjectFieldSelector', { apiVersion: 'v2' }],
  ['FileKeySelector', { optional: true }],
  ['Probe', { timeoutSeconds: 2, periodSeconds: 3, successThreshold: 4, failureThreshold: 5 }],
  ['HTTPGetAction', { path: '/up', scheme: 'HTTPS' }],
  ['GRPCAction', { service: 'up' }],
  ['HostPathVolumeSource', { type: 'Directory' }],
  ['SecretVolumeSource', { defaultMode: 0 }],
  ['ServiceAccountTokenProjection', { expirationSeconds: 600 }],
  ['PersistentVolumeClaimSpec', { volumeMode: 'Block' }],
  ['PodFailurePolicyOnPodConditionsPattern', { status: 'Unknown' }],
  ['ISCSIVolumeSource', { iscsiInterface: 'x' }],
  ['RBDVolumeSource', { pool: 'p', user: 'u', keyring: 'k' }],
  ['AzureDiskVolumeSource', { cachingMode: '', fsType: '', readOnly: true, kind: '' }],
  ['ScaleIOVolumeSource', { storageMode: 's', fsType: 'f' }],
])('applyDefaults keeps given fields of a %s: %j', (struct, written) => {
  expect(applyDefaults(struct, written, MINOR, 'Job')).toEqual(written);
});

test('applyDefaults keeps given fields of a Job', () => {
  const spec = {
    parallelism: 0,
    completions: 5,
    backoffLimit: 0,
    completionMode: 'Indexed',
    suspend: true,
    manualSelector: true,
    podReplacementPolicy: 'Failed',
  };
  expect(applyDefaults('Job', { metadata: { name: 'a' }, spec }, MINOR)).toEqual({
    metadata: { name: 'a' },
    spec,
  });
});

test.each<[StructName, JsonObject, JsonObject]>([
  ['PodSpec', { restartPolicy: '', dnsPolicy: '', schedulerName: '' }, POD],
  [
    'Container',
    { image: 'x:1', imagePullPolicy: '', terminationMessagePath: '', terminationMessagePolicy: '' },
    { image: 'x:1', ...CONTAINER },
  ],
  [
    'CronJobSpec',
    { concurrencyPolicy: '' },
    {
      concurrencyPolicy: 'Allow',
      suspend: false,
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 1,
    },
  ],
  ['ContainerPort', { protocol: '' }, { protocol: 'TCP' }],
  [
    'Probe',
    { timeoutSeconds: 0, periodSeconds: 0, successThreshold: 0, failureThreshold: 0 },
    { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 },
  ],
  ['HTTPGetAction', { path: '', scheme: '' }, { path: '/', scheme: 'HTTP' }],
  [
    'RBDVolumeSource',
    { pool: '', user: '', keyring: '' },
    { pool: 'rbd', user: 'admin', keyring: '/etc/ceph/keyring' },
  ],
  [
    'ScaleIOVolumeSource',
    { storageMode: '', fsType: '' },
    { storageMode: 'ThinProvisioned', fsType: 'xfs' },
  ],
  ['ISCSIVolumeSource', { iscsiInterface: '' }, { iscsiInterface: 'default' }],
  ['ObjectFieldSelector', { apiVersion: '' }, { apiVersion: 'v1' }],
  ['PodFailurePolicyOnPodConditionsPattern', { status: '' }, { status: 'True' }],
])('applyDefaults treats empty fields of a %s as not given: %j', (struct, written, expected) => {
  expect(applyDefaults(struct, written, MINOR)).toEqual(expected);
});

test.each<[string, Struct<'JobSpec'>, Struct<'JobSpec'>]>([
  [
    'sets completions to 1 when neither completions nor parallelism is given',
    {},
    { completions: 1, parallelism: 1 },
  ],
  [
    'omits completions beside parallelism, as for a work queue',
    { parallelism: 3 },
    { completions: undefined, parallelism: 3 },
  ],
  [
    'sets parallelism to 1 beside completions',
    { completions: 3 },
    { completions: 3, parallelism: 1 },
  ],
  [
    'sets the highest backoffLimit beside backoffLimitPerIndex',
    { backoffLimitPerIndex: 0 },
    { backoffLimit: 2147483647 },
  ],
  [
    'keeps a given backoffLimit beside backoffLimitPerIndex',
    { backoffLimitPerIndex: 1, backoffLimit: 4 },
    { backoffLimit: 4 },
  ],
  [
    'sets podReplacementPolicy to TerminatingOrFailed',
    {},
    { podReplacementPolicy: 'TerminatingOrFailed' },
  ],
  [
    'sets podReplacementPolicy to Failed beside a podFailurePolicy',
    { podFailurePolicy: { rules: [] } },
    { podReplacementPolicy: 'Failed' },
  ],
])('applyDefaults %s', (_, spec, expected) => {
  const filled = onlyJob(spec)!;
  expect(
    Object.fromEntries(
      Object.keys(expected).map((key) => [key, filled[key as keyof typeof filled]]),
    ),
  ).toEqual(expected);
});

test('applyDefaults sets podReplacementPolicy since Kubernetes 1.29', () => {
  expect(onlyJob({}, 28)).toEqual(JOB);
  expect(onlyJob({}, 29)).toEqual({ ...JOB, podReplacementPolicy: 'TerminatingOrFailed' });
});

test('applyDefaults copies the labels of the Pods to a Job without labels', () => {
  const template = { metadata: { labels: { app: 'a' } } };
  const labelsOf = (metadata: Struct<'ObjectMeta'>) =>
    applyDefaults('Job', { metadata, spec: { template } }, MINOR).metadata?.labels;
  expect(labelsOf({})).toEqual({ app: 'a' });
  expect(labelsOf({ labels: {} })).toEqual({ app: 'a' });
  expect(labelsOf({ labels: { team: 'b' } })).toEqual({ team: 'b' });
});

test.each(['Job', 'CronJob'] as const)('applyDefaults lists each owner of a %s once', (kind) => {
  const owner = { apiVersion: 'v1', kind: 'ConfigMap', name: 'a', uid: '1' };
  const ownerReferences = [
    owner,
    { ...owner, uid: '2' },
    { ...owner },
    { ...owner, controller: true },
  ];
  expect(applyDefaults(kind, { metadata: { ownerReferences } }, MINOR).metadata).toEqual({
    ownerReferences: [owner, { ...owner, uid: '2' }, { ...owner, controller: true }],
  });
});

test('applyDefaults sets the defaults of the Pod, but not those of the Job, in the template of a CronJob', () => {
  const jobTemplate = {
    metadata: {},
    spec: { template: { metadata: { labels: { app: 'a' } }, spec: {} } },
  };
  expect(applyDefaults('CronJob', { spec: { jobTemplate } }, MINOR).spec?.jobTemplate).toEqual({
    metadata: {},
    spec: { template: { metadata: { labels: { app: 'a' } }, spec: POD } },
  });
});

test.each([
  ['CronJob', 33, undefined],
  ['CronJob', 34, 'True'],
  ['Job', 27, 'True'],
  ['Job', 34, 'True'],
] as const)(
  'applyDefaults sets, in the podFailurePolicy of a %s of Kubernetes 1.%d, the status of a condition to %s',
  (kind, minor, status) => {
    const spec = {
      podFailurePolicy: { rules: [{ onPodConditions: [{ type: 'DisruptionTarget' }] }] },
    };
    const filled =
      kind === 'Job'
        ? applyDefaults(kind, { spec }, minor).spec
        : applyDefaults(kind, { spec: { jobTemplate: { spec } } }, minor).spec?.jobTemplate?.spec;
    expect(filled?.podFailurePolicy?.rules?.[0].onPodConditions?.[0].status).toBe(status);
  },
);

const DIGEST = `sha256:${'0'.repeat(64)}`;
test.each([
  ['busybox', 'Always'],
  ['busybox:latest', 'Always'],
  ['registry.example.com:5000/team/app', 'Always'],
  ['busybox:1', 'IfNotPresent'],
  ['busybox:latest-alpine', 'IfNotPresent'],
  ['registry.example.com:5000/team/app:1', 'IfNotPresent'],
  [`busybox@${DIGEST}`, 'IfNotPresent'],
  [`busybox:1@${DIGEST}`, 'IfNotPresent'],
  [`busybox:latest@${DIGEST}`, 'Always'],
  ['', 'IfNotPresent'],
  ['not an image', 'IfNotPresent'],
])('applyDefaults sets, for the image "%s", the pull policy %s', (image, policy) => {
  expect(applyDefaults('Container', { image }, MINOR).imagePullPolicy).toBe(policy);
  expect(applyDefaults('ImageVolumeSource', { reference: image }, MINOR).pullPolicy).toBe(policy);
});

test('applyDefaults sets the pull policy of image volumes since Kubernetes 1.35', () => {
  expect(applyDefaults('ImageVolumeSource', { reference: 'data:1' }, 34)).toEqual({
    reference: 'data:1',
  });
  expect(applyDefaults('ImageVolumeSource', { reference: 'data:1' }, 35)).toEqual({
    reference: 'data:1',
    pullPolicy: 'IfNotPresent',
  });
  expect(
    applyDefaults('ImageVolumeSource', { reference: 'data:1', pullPolicy: 'Never' }, 35).pullPolicy,
  ).toBe('Never');
});

test.each([
  ['serviceAccountName', { serviceAccountName: 'a' }],
  ['serviceAccount', { serviceAccount: 'a' }],
  ['serviceAccountName when both are given', { serviceAccountName: 'a', serviceAccount: 'b' }],
])('applyDefaults sets serviceAccountName and serviceAccount to %s', (_, written) => {
  expect(applyDefaults('PodSpec', written, MINOR)).toEqual({
    ...POD,
    serviceAccountName: 'a',
    serviceAccount: 'a',
  });
});

test('applyDefaults adds no source to a volume that has one', () => {
  expect(applyDefaults('Volume', { name: 'v', csi: { driver: 'x' } }, MINOR)).toEqual({
    name: 'v',
    csi: { driver: 'x' },
  });
  expect(applyDefaults('Volume', { name: 'v', image: {} }, 34)).toEqual({ name: 'v', image: {} });
});

test('applyDefaults omits, in a template, the defaults of Pods alone: hostPort, requests from limits, enableServiceLinks', () => {
  const pod = {
    hostNetwork: true,
    containers: [
      {
        image: 'x:1',
        ports: [{ containerPort: 80, protocol: 'TCP' }],
        resources: { limits: { cpu: '1' } },
      },
    ],
  };
  expect(applyDefaults('PodSpec', pod, MINOR)).toEqual({
    ...POD,
    ...pod,
    containers: [{ ...pod.containers[0], ...CONTAINER }],
  });
});

test.each([
  ['500u', '1m'],
  ['1.0001', '1001m'],
  ['1n', '1m'],
  ['-1.5m', '-2m'],
  ['1m', '1m'],
  ['1.50', '1.50'],
  ['0.500', '0.500'],
  [2, 2],
  ['1024Mi', '1024Mi'],
])(
  'applyDefaults rounds %j of a resource to %j, with a precision of a thousandth',
  (written, kept) => {
    const resources = { limits: { cpu: written }, requests: { cpu: written } };
    const rounded = { limits: { cpu: kept }, requests: { cpu: kept } };
    expect(applyDefaults('ResourceRequirements', resources, MINOR)).toEqual(rounded);
    expect(applyDefaults('VolumeResourceRequirements', resources, MINOR)).toEqual(rounded);
    expect(applyDefaults('PodSpec', { overhead: { cpu: written } }, MINOR).overhead).toEqual({
      cpu: kept,
    });
  },
);

test('applyDefaults does not round other quantities', () => {
  expect(applyDefaults('EmptyDirVolumeSource', { sizeLimit: '1.0001' }, MINOR)).toEqual({
    sizeLimit: '1.0001',
  });
});

test('applyDefaults sets defaults at every depth, and does not change its argument', () => {
  const probe = { httpGet: { port: 80 } };
  const filledProbe = {
    httpGet: { port: 80, path: '/', scheme: 'HTTP' },
    timeoutSeconds: 1,
    periodSeconds: 10,
    successThreshold: 1,
    failureThreshold: 3,
  };
  const hooks = { lifecycle: { preStop: probe, postStart: probe } };
  const filledHooks = {
    lifecycle: {
      preStop: { httpGet: filledProbe.httpGet },
      postStart: { httpGet: filledProbe.httpGet },
    },
  };
  const env = [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'x' } } }];
  const items = [{ path: 'a', fieldRef: { fieldPath: 'x' } }];
  const given = deepFreeze({
    metadata: {},
    spec: {
      template: {
        spec: {
          containers: [
            {
              image: 'a:1',
              env,
              startupProbe: probe,
              livenessProbe: probe,
              readinessProbe: probe,
              ...hooks,
            },
          ],
          initContainers: [{ image: 'a:1' }],
          ephemeralContainers: [{ image: 'a:1' }],
          volumes: [
            { projected: { sources: [{ downwardAPI: { items } }, { serviceAccountToken: {} }] } },
            { ephemeral: { volumeClaimTemplate: { spec: {} } } },
          ],
        },
      },
    },
  }) as Struct<'Job'>;
  const fieldRef = { fieldPath: 'x', apiVersion: 'v1' };
  expect(applyDefaults('Job', given, MINOR).spec?.template?.spec).toEqual({
    ...POD,
    containers: [
      {
        ...CONTAINER,
        image: 'a:1',
        env: [{ name: 'A', valueFrom: { fieldRef } }],
        startupProbe: filledProbe,
        livenessProbe: filledProbe,
        readinessProbe: filledProbe,
        ...filledHooks,
      },
    ],
    initContainers: [{ image: 'a:1', ...CONTAINER }],
    ephemeralContainers: [{ image: 'a:1', ...CONTAINER }],
    volumes: [
      {
        projected: {
          defaultMode: 0o644,
          sources: [
            { downwardAPI: { items: [{ path: 'a', fieldRef }] } },
            { serviceAccountToken: { expirationSeconds: 3600 } },
          ],
        },
      },
      { ephemeral: { volumeClaimTemplate: { spec: { volumeMode: 'Filesystem' } } } },
    ],
  });
});
