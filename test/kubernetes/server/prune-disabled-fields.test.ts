import { frozen, JsonObject } from '../../../src/kubernetes/json';
import { NEWEST_MINOR, OLDEST_MINOR } from '../../../src/kubernetes/minor';
import { fieldsOf, Struct, StructName } from '../../../src/kubernetes/schema/field';
import { pruneDisabledFields } from '../../../src/kubernetes/server/prune-disabled-fields';

const drop = (name: StructName, value: JsonObject, minor: number) =>
  pruneDisabledFields(name, frozen(value) as Struct<StructName>, minor);
const fieldsDropped = (name: StructName, value: JsonObject, minor: number) =>
  drop(name, value, minor).dropped.map(({ field }) => field);

test.each<[StructName, string, since: number, feature: string]>([
  ['JobSpec', 'backoffLimitPerIndex', 29, 'JobBackoffLimitPerIndex'],
  ['JobSpec', 'maxFailedIndexes', 29, 'JobBackoffLimitPerIndex'],
  ['JobSpec', 'podReplacementPolicy', 29, 'JobPodReplacementPolicy'],
  ['JobSpec', 'successPolicy', 31, 'JobSuccessPolicy'],
  ['JobSpec', 'managedBy', 32, 'JobManagedBy'],
  ['PodSpec', 'hostUsers', 33, 'UserNamespacesSupport'],
  ['PodSpec', 'resources', 34, 'PodLevelResources'],
  ['PodSpec', 'resourceClaims', 34, 'DynamicResourceAllocation'],
  ['PodSpec', 'hostnameOverride', 35, 'HostnameOverride'],
  ['PodSecurityContext', 'supplementalGroupsPolicy', 33, 'SupplementalGroupsPolicy'],
  ['PodSecurityContext', 'seLinuxChangePolicy', 33, 'SELinuxChangePolicy'],
  ['Container', 'resizePolicy', 33, 'InPlacePodVerticalScaling'],
  ['EphemeralContainer', 'resizePolicy', 33, 'InPlacePodVerticalScaling'],
  ['ResourceRequirements', 'claims', 34, 'DynamicResourceAllocation'],
  ['EnvVarSource', 'fileKeyRef', 35, 'EnvFiles'],
  ['VolumeMount', 'recursiveReadOnly', 31, 'RecursiveReadOnlyMounts'],
  ['PodAffinityTerm', 'matchLabelKeys', 31, 'MatchLabelKeysInPodAffinity'],
  ['PodAffinityTerm', 'mismatchLabelKeys', 31, 'MatchLabelKeysInPodAffinity'],
  ['VolumeProjection', 'clusterTrustBundle', 37, 'ClusterTrustBundleProjection'],
  ['VolumeProjection', 'podCertificate', 37, 'PodCertificateRequest'],
  ['LifecycleHandler', 'sleep', 30, 'PodLifecycleSleepAction'],
])(
  '%s.%s is kept since Kubernetes 1.%d, by feature %s, and dropped before',
  (struct, field, since, feature) => {
    const value = { [field]: fieldsOf(struct).get(field)!.type.kind === 'list' ? [{}] : {} };
    expect(drop(struct, value, since)).toEqual({ kept: value, dropped: [] });
    const before = drop(struct, value, since - 1);
    expect(Object.keys(before.kept)).toEqual([]);
    expect(before.dropped).toEqual([
      {
        rule: 'field/dropped',
        severity: 'dropped',
        field,
        path: [field],
        message: `is kept since Kubernetes 1.${since} (feature ${feature}), and Kubernetes 1.${since - 1} drops it in silence`,
        fix: 'leave it out, or deploy to a cluster that keeps it',
      },
    ]);
  },
);

test.each<[StructName, string, feature: string]>([
  ['JobSpec', 'scheduling', 'WorkloadWithJob'],
  ['PodSpec', 'workloadRef', 'GenericWorkload'],
  ['PodSpec', 'schedulingGroup', 'GenericWorkload'],
  ['PodSpec', 'evictionResponders', 'EvictionRequestAPI'],
  ['VolumeMount', 'bindMountOptions', 'VolumeBindMountOptions'],
  ['GRPCAction', 'mode', 'GRPCContainerProbeTLS'],
  ['HTTPGetAction', 'protocol', 'H2CContainerProbe'],
  ['EmptyDirVolumeSource', 'mode', 'EmptyDirVolumeMode'],
  ['Lifecycle', 'stopSignal', 'ContainerStopSignals'],
  ...[
    'KeyToPath',
    'DownwardAPIVolumeFile',
    'ServiceAccountTokenProjection',
    'ClusterTrustBundleProjection',
    'PodCertificateProjection',
  ].map((struct): [StructName, string, string] => [
    struct as StructName,
    'user',
    'AtomicWriteVolumeUserFields',
  ]),
  ...[
    'SecretVolumeSource',
    'ConfigMapVolumeSource',
    'DownwardAPIVolumeSource',
    'ProjectedVolumeSource',
  ].map((struct): [StructName, string, string] => [
    struct as StructName,
    'defaultUser',
    'AtomicWriteVolumeUserFields',
  ]),
])('%s.%s is kept only where a cluster turns on %s', (struct, field, feature) => {
  const { kept, dropped } = drop(struct, { [field]: 0 }, NEWEST_MINOR);
  expect(Object.keys(kept)).toEqual([]);
  expect(dropped.map(({ message }) => message)).toEqual([
    `is kept only where a cluster turns it on (feature ${feature}), and Kubernetes 1.${NEWEST_MINOR} drops it in silence`,
  ]);
});

test('where nothing is dropped, the object itself is what is kept', () => {
  const spec: Struct<'PodSpec'> = {
    hostUsers: false,
    containers: [{ name: 'a', lifecycle: {}, env: [{ name: 'A', valueFrom: {} }] }],
  };
  expect(pruneDisabledFields('PodSpec', spec, 33).kept).toBe(spec);
});

test('what a field of a feature holds matters not: false, 0 and empty are dropped too', () => {
  expect(fieldsDropped('PodSpec', { hostUsers: false }, 32)).toEqual(['hostUsers']);
  expect(fieldsDropped('JobSpec', { backoffLimitPerIndex: 0 }, 28)).toEqual([
    'backoffLimitPerIndex',
  ]);
  expect(fieldsDropped('PodSpec', { resourceClaims: [] }, 33)).toEqual(['resourceClaims']);
  expect(fieldsDropped('PodSpec', { hostUsers: undefined }, 32)).toEqual([]);
});

test('fields are dropped at every depth, each with the way there, and what is beside them stays', () => {
  const job = {
    metadata: { name: 'a' },
    spec: {
      managedBy: 'example.com/x',
      parallelism: 2,
      template: {
        spec: {
          hostUsers: false,
          hostname: 'a',
          containers: [
            { name: 'a' },
            {
              name: 'b',
              resizePolicy: [],
              volumeMounts: [
                { name: 'v' },
                { name: 'w', recursiveReadOnly: 'Enabled', readOnly: true },
              ],
            },
          ],
          initContainers: [{ name: 'i', resources: { claims: [], limits: { cpu: '1' } } }],
        },
      },
    },
  };
  expect(fieldsDropped('Job', job, 30)).toEqual([
    'spec.managedBy',
    'spec.template.spec.hostUsers',
    'spec.template.spec.initContainers[0].resources.claims',
    'spec.template.spec.containers[1].resizePolicy',
    'spec.template.spec.containers[1].volumeMounts[1].recursiveReadOnly',
  ]);
  const { kept, dropped } = drop('Job', job, 30);
  expect(dropped[4].path).toEqual([
    'spec',
    'template',
    'spec',
    'containers',
    1,
    'volumeMounts',
    1,
    'recursiveReadOnly',
  ]);
  expect(kept).toStrictEqual({
    metadata: { name: 'a' },
    spec: {
      parallelism: 2,
      template: {
        spec: {
          hostname: 'a',
          containers: [
            { name: 'a' },
            { name: 'b', volumeMounts: [{ name: 'v' }, { name: 'w', readOnly: true }] },
          ],
          initContainers: [{ name: 'i', resources: { limits: { cpu: '1' } } }],
        },
      },
    },
  });
});

test.each<[string, JsonObject, JsonObject]>([
  [
    'a hook that has lost what it did',
    { preStop: { sleep: { seconds: 5 } }, postStart: { exec: {} } },
    { lifecycle: { postStart: { exec: {} } } },
  ],
  ['a lifecycle that has lost its only hook', { preStop: { sleep: { seconds: 5 } } }, {}],
  [
    'a lifecycle that has lost both hooks',
    { preStop: { sleep: {} }, postStart: { sleep: {} } },
    {},
  ],
  ['a lifecycle that has lost its signal', { stopSignal: 'SIGTERM' }, {}],
])('%s goes too', (_, lifecycle, expected) => {
  const { kept } = drop('Container', { lifecycle }, 29);
  expect(kept).toStrictEqual(expected);
});

test('a hook that still does something stays, and so does one that was written empty', () => {
  expect(drop('Lifecycle', { preStop: { sleep: {}, exec: {} } }, 29).kept).toStrictEqual({
    preStop: { exec: {} },
  });
  expect(drop('Container', { lifecycle: { preStop: {} } }, 29).kept).toStrictEqual({
    lifecycle: { preStop: {} },
  });
});

test('what is no hook stays, even if nothing is left in it', () => {
  expect(drop('EnvVar', { name: 'A', valueFrom: { fileKeyRef: {} } }, 34).kept).toStrictEqual({
    name: 'A',
    valueFrom: {},
  });
  expect(
    drop('ProjectedVolumeSource', { sources: [{ clusterTrustBundle: {} }] }, 36).kept,
  ).toStrictEqual({ sources: [{}] });
});

test('a procMount is set back to the default before Kubernetes 1.33, without a word', () => {
  expect(drop('SecurityContext', { procMount: 'Unmasked' }, 32)).toEqual({
    kept: { procMount: 'Default' },
    dropped: [],
  });
  expect(drop('SecurityContext', { procMount: 'Unmasked' }, 33)).toEqual({
    kept: { procMount: 'Unmasked' },
    dropped: [],
  });
  expect(drop('SecurityContext', { privileged: true }, 32).kept).toStrictEqual({
    privileged: true,
  });
});

test.each([
  'backoffLimitPerIndex',
  'maxFailedIndexes',
  'podReplacementPolicy',
  'successPolicy',
  'managedBy',
])('a CronJob keeps %s for its Jobs: it is dropped when they are made', (field) => {
  const value = { spec: { jobTemplate: { spec: { [field]: 'x' } } } };
  expect(drop('CronJob', value, OLDEST_MINOR)).toEqual({ kept: value, dropped: [] });
});

test('of what a CronJob has for its Jobs, scheduling is dropped, and so is all of the Pods', () => {
  expect(
    fieldsDropped(
      'CronJob',
      {
        spec: {
          jobTemplate: { spec: { scheduling: {}, template: { spec: { hostUsers: true } } } },
        },
      },
      32,
    ),
  ).toEqual(['spec.jobTemplate.spec.scheduling', 'spec.jobTemplate.spec.template.spec.hostUsers']);
});

test('when a Job is changed, managedBy is not dropped, and the rest is', () => {
  const { kept, dropped } = pruneDisabledFields(
    'Job',
    { spec: { managedBy: 'example.com/x', successPolicy: {} } },
    30,
    'update',
  );
  expect(kept).toEqual({ spec: { managedBy: 'example.com/x' } });
  expect(dropped.map(({ field }) => field)).toEqual(['spec.successPolicy']);
});

describe('volumes of images', () => {
  const mounts = (...names: string[]) => ({
    name: 'c',
    volumeMounts: names.map((name) => ({ name })),
  });
  const pod = {
    volumes: [
      { name: 'a', emptyDir: {} },
      { name: 'b', image: { reference: 'x' } },
      { name: 'c', emptyDir: {} },
      { name: 'd', image: {} },
    ],
    containers: [mounts('a', 'b', 'c', 'd'), { name: 'x' }],
    initContainers: [mounts('b', 'c')],
    ephemeralContainers: [mounts('d', 'a')],
  };

  test('are dropped whole before Kubernetes 1.35, with all that mounts them', () => {
    const { kept, dropped } = drop('PodSpec', pod, 34);
    expect(kept).toEqual({
      volumes: [
        { name: 'a', emptyDir: {} },
        { name: 'c', emptyDir: {} },
      ],
      containers: [mounts('a', 'c'), { name: 'x' }],
      initContainers: [mounts('c')],
      ephemeralContainers: [mounts('a')],
    });
    expect(dropped.map(({ field, message }) => [field, message])).toEqual(
      ['volumes[1]', 'volumes[3]'].map((field) => [
        field,
        'is kept since Kubernetes 1.35 (feature ImageVolume), and Kubernetes 1.34 drops it in silence',
      ]),
    );
  });

  test('are kept since', () => {
    expect(drop('PodSpec', pod, 35)).toEqual({ kept: pod, dropped: [] });
  });

  test('what comes after them is counted without them', () => {
    const volumes = [
      { name: 'a', image: {} },
      { name: 'b', emptyDir: { mode: 0 } },
    ];
    expect(fieldsDropped('PodSpec', { volumes }, 34)).toEqual([
      'volumes[0]',
      'volumes[0].emptyDir.mode',
    ]);
  });
});

describe('restart policies of containers', () => {
  const rules = {
    restartPolicyRules: [{ action: 'Restart', exitCodes: { operator: 'In', values: [1] } }],
  };
  const pod = {
    containers: [{ name: 'a' }, { name: 'b', restartPolicy: 'Never', ...rules }],
    initContainers: [
      { name: 'c', restartPolicy: 'OnFailure' },
      { name: 'd', restartPolicy: 'Always', ...rules },
    ],
    ephemeralContainers: [{ name: 'e', restartPolicy: 'Always' }],
  };

  test('are dropped by Kubernetes 1.34, but those of sidecars', () => {
    const { kept, dropped } = drop('PodSpec', pod, 34);
    expect(kept).toEqual({
      containers: [{ name: 'a' }, { name: 'b' }],
      initContainers: [{ name: 'c' }, { name: 'd', restartPolicy: 'Always' }],
      ephemeralContainers: [{ name: 'e' }],
    });
    expect(dropped.map(({ field }) => field)).toEqual([
      'containers[1].restartPolicy',
      'containers[1].restartPolicyRules',
      'initContainers[0].restartPolicy',
      'initContainers[1].restartPolicyRules',
      'ephemeralContainers[0].restartPolicy',
    ]);
  });

  test.each([33, 35])('stay as they are in 1.%d', (minor) => {
    expect(drop('PodSpec', pod, minor)).toEqual({ kept: pod, dropped: [] });
  });
});
