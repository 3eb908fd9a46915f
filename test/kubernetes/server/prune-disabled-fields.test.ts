import { deepFreeze, JsonObject } from '../../../src/kubernetes/json';
import { NEWEST_MINOR, OLDEST_MINOR } from '../../../src/kubernetes/minor';
import { fieldsOf, Struct, StructName } from '../../../src/kubernetes/schema/field';
import { pruneDisabledFields } from '../../../src/kubernetes/server/prune-disabled-fields';

const prune = (name: StructName, value: JsonObject, minor: number) =>
  pruneDisabledFields(name, deepFreeze(value) as Struct<StructName>, minor);
const droppedFields = (name: StructName, value: JsonObject, minor: number) =>
  prune(name, value, minor).dropped.map(({ field }) => field);

describe('pruneDisabledFields', () => {
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
    'keeps %s.%s since Kubernetes 1.%d, which enables %s, and drops it before',
    (struct, field, since, feature) => {
      const value = { [field]: fieldsOf(struct).get(field)!.type.kind === 'list' ? [{}] : {} };
      expect(prune(struct, value, since)).toEqual({ pruned: value, dropped: [] });
      const before = prune(struct, value, since - 1);
      expect(Object.keys(before.pruned)).toEqual([]);
      expect(before.dropped).toEqual([
        {
          rule: 'field/dropped',
          severity: 'dropped',
          field,
          path: [field],
          message: expect.stringContaining(feature) as string,
          fix: expect.any(String) as string,
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
  ])('drops %s.%s in every version, since none enables %s by default', (struct, field, feature) => {
    const { pruned, dropped } = prune(struct, { [field]: 0 }, NEWEST_MINOR);
    expect(Object.keys(pruned)).toEqual([]);
    expect(dropped).toMatchObject([
      { rule: 'field/dropped', field, message: expect.stringContaining(feature) as string },
    ]);
  });

  test('returns the same object if it drops nothing', () => {
    const spec: Struct<'PodSpec'> = {
      hostUsers: false,
      containers: [{ name: 'a', lifecycle: {}, env: [{ name: 'A', valueFrom: {} }] }],
    };
    expect(pruneDisabledFields('PodSpec', spec, 33).pruned).toBe(spec);
  });

  test('drops fields that are false, 0 or empty, too', () => {
    expect(droppedFields('PodSpec', { hostUsers: false }, 32)).toEqual(['hostUsers']);
    expect(droppedFields('JobSpec', { backoffLimitPerIndex: 0 }, 28)).toEqual([
      'backoffLimitPerIndex',
    ]);
    expect(droppedFields('PodSpec', { resourceClaims: [] }, 33)).toEqual(['resourceClaims']);
    expect(droppedFields('PodSpec', { hostUsers: undefined }, 32)).toEqual([]);
  });

  test('drops fields at every depth and reports the path of each', () => {
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
    expect(droppedFields('Job', job, 30)).toEqual([
      'spec.managedBy',
      'spec.template.spec.hostUsers',
      'spec.template.spec.initContainers[0].resources.claims',
      'spec.template.spec.containers[1].resizePolicy',
      'spec.template.spec.containers[1].volumeMounts[1].recursiveReadOnly',
    ]);
    const { pruned, dropped } = prune('Job', job, 30);
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
    expect(pruned).toStrictEqual({
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
      'a hook without a handler',
      { preStop: { sleep: { seconds: 5 } }, postStart: { exec: {} } },
      { lifecycle: { postStart: { exec: {} } } },
    ],
    ['a lifecycle without its only hook', { preStop: { sleep: { seconds: 5 } } }, {}],
    ['a lifecycle without both hooks', { preStop: { sleep: {} }, postStart: { sleep: {} } }, {}],
    ['a lifecycle without its stop signal', { stopSignal: 'SIGTERM' }, {}],
  ])('removes %s', (_, lifecycle, expected) => {
    const { pruned } = prune('Container', { lifecycle }, 29);
    expect(pruned).toStrictEqual(expected);
  });

  test('keeps a hook that has another handler, and one that was empty before', () => {
    expect(prune('Lifecycle', { preStop: { sleep: {}, exec: {} } }, 29).pruned).toStrictEqual({
      preStop: { exec: {} },
    });
    expect(prune('Container', { lifecycle: { preStop: {} } }, 29).pruned).toStrictEqual({
      lifecycle: { preStop: {} },
    });
  });

  test('keeps other structs that become empty', () => {
    expect(prune('EnvVar', { name: 'A', valueFrom: { fileKeyRef: {} } }, 34).pruned).toStrictEqual({
      name: 'A',
      valueFrom: {},
    });
    expect(
      prune('ProjectedVolumeSource', { sources: [{ clusterTrustBundle: {} }] }, 36).pruned,
    ).toStrictEqual({ sources: [{}] });
  });

  test('resets procMount to the default before Kubernetes 1.33, without a finding', () => {
    expect(prune('SecurityContext', { procMount: 'Unmasked' }, 32)).toEqual({
      pruned: { procMount: 'Default' },
      dropped: [],
    });
    expect(prune('SecurityContext', { procMount: 'Unmasked' }, 33)).toEqual({
      pruned: { procMount: 'Unmasked' },
      dropped: [],
    });
    expect(prune('SecurityContext', { privileged: true }, 32).pruned).toStrictEqual({
      privileged: true,
    });
  });

  test.each([
    'backoffLimitPerIndex',
    'maxFailedIndexes',
    'podReplacementPolicy',
    'successPolicy',
    'managedBy',
  ])('keeps %s in the jobTemplate of a CronJob', (field) => {
    const value = { spec: { jobTemplate: { spec: { [field]: 'x' } } } };
    expect(prune('CronJob', value, OLDEST_MINOR)).toEqual({ pruned: value, dropped: [] });
  });

  test('drops scheduling and the fields of the Pod template in the jobTemplate of a CronJob', () => {
    expect(
      droppedFields(
        'CronJob',
        {
          spec: {
            jobTemplate: { spec: { scheduling: {}, template: { spec: { hostUsers: true } } } },
          },
        },
        32,
      ),
    ).toEqual([
      'spec.jobTemplate.spec.scheduling',
      'spec.jobTemplate.spec.template.spec.hostUsers',
    ]);
  });

  test('keeps managedBy when a Job is updated', () => {
    const { pruned, dropped } = pruneDisabledFields(
      'Job',
      { spec: { managedBy: 'example.com/x', successPolicy: {} } },
      30,
      'update',
    );
    expect(pruned).toEqual({ spec: { managedBy: 'example.com/x' } });
    expect(dropped.map(({ field }) => field)).toEqual(['spec.successPolicy']);
  });

  test('describes the feature that a dropped field requires', () => {
    const findings = [
      ...prune('PodSpec', { hostUsers: false }, 32).dropped,
      ...prune('JobSpec', { scheduling: {} }, NEWEST_MINOR).dropped,
    ];
    expect(findings.map(({ message, fix }) => ({ message, fix }))).toMatchSnapshot();
  });
});

describe('pruneDisabledFields with image volumes', () => {
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

  test('drops the volumes and their mounts before Kubernetes 1.35', () => {
    const { pruned, dropped } = prune('PodSpec', pod, 34);
    expect(pruned).toEqual({
      volumes: [
        { name: 'a', emptyDir: {} },
        { name: 'c', emptyDir: {} },
      ],
      containers: [mounts('a', 'c'), { name: 'x' }],
      initContainers: [mounts('c')],
      ephemeralContainers: [mounts('a')],
    });
    expect(dropped.map(({ field }) => field)).toEqual(['volumes[1]', 'volumes[3]']);
  });

  test('keeps the volumes since Kubernetes 1.35', () => {
    expect(prune('PodSpec', pod, 35)).toEqual({ pruned: pod, dropped: [] });
  });

  test('reports later volumes with the index that they have without the dropped ones', () => {
    const volumes = [
      { name: 'a', image: {} },
      { name: 'b', emptyDir: { mode: 0 } },
    ];
    expect(droppedFields('PodSpec', { volumes }, 34)).toEqual([
      'volumes[0]',
      'volumes[0].emptyDir.mode',
    ]);
  });
});

describe('pruneDisabledFields with restart policies of containers', () => {
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

  test('drops them in Kubernetes 1.34, except those of sidecars', () => {
    const { pruned, dropped } = prune('PodSpec', pod, 34);
    expect(pruned).toEqual({
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

  test.each([33, 35])('keeps them in Kubernetes 1.%d', (minor) => {
    expect(prune('PodSpec', pod, minor)).toEqual({ pruned: pod, dropped: [] });
  });
});
