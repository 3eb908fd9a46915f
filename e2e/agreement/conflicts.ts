/** What goes wrong together, and is seldom met by chance: each is done to a manifest now and then. */
type Conflict = (parts: Parts) => void;

interface Parts {
  readonly manifest: any;
  readonly job: any;
  readonly pod: any;
  readonly container: any;
  /** One of some values, at random. */
  readonly one: (...values: any[]) => any;
}

const annotate = (target: any, key: string, value: string) => {
  target.metadata = {
    ...target.metadata,
    annotations: { ...target.metadata?.annotations, [key]: value },
  };
};
const security = (container: any, context: object) => {
  container.securityContext = { ...container.securityContext, ...context };
};
const volume = (pod: any, source: object) => {
  pod.volumes = [...(pod.volumes ?? []), { name: 'x', ...source }];
};

export const CONFLICTS: readonly Conflict[] = [
  ({ manifest, one }) => annotate(manifest, 'a', 'ä'.repeat(one(131_071, 131_072))),
  ({ manifest, one }) => {
    manifest.metadata.ownerReferences = ['a', 'b'].map((name) => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      name,
      uid: name,
      controller: one(true, true, false),
    }));
  },
  ({ job, one }) =>
    Object.assign(job, {
      completionMode: 'Indexed',
      completions: 200_000,
      parallelism: one(100_000, 100_001, 10_001),
      backoffLimitPerIndex: one(undefined, 1),
      maxFailedIndexes: one(1, 10_001, undefined),
    }),
  ({ job, one }) => {
    job.podFailurePolicy = {
      rules: Array(one(20, 21)).fill({ action: 'Count', onPodConditions: [{ type: 'a' }] }),
    };
  },
  ({ job, one }) => {
    job.podFailurePolicy = {
      rules: [{ action: 'Count', onPodConditions: Array(one(20, 21)).fill({ type: 'a' }) }],
    };
  },
  ({ job, one }) => {
    job.podFailurePolicy = {
      rules: [
        {
          action: one('FailJob', 'FailIndex'),
          onExitCodes: {
            operator: one('In', 'NotIn'),
            values: one([1, 1], [2, 1], [0], [-1], [256]),
          },
        },
      ],
    };
  },
  ({ manifest, one }) => {
    if (manifest.kind === 'CronJob') {
      manifest.spec.schedule = one(
        'TZ=UTC * * * * *',
        'CRON_TZ=UTC * * * * *',
        'TZ=UTC',
        '* * * * TZ',
      );
    }
  },
  ({ job, one }) =>
    annotate(
      job.template,
      'controller.kubernetes.io/pod-deletion-cost',
      one(
        '1',
        '-1',
        '+1',
        '01',
        '0',
        '-0',
        '-',
        'x',
        '2147483647',
        '2147483648',
        '-2147483648',
        '',
      ),
    ),
  ({ job, pod, one }) => {
    annotate(job.template, 'kubernetes.io/config.mirror', 'a');
    pod.nodeName = one('a', undefined);
  },
  ({ job, pod, container, one }) => {
    const profile = () =>
      one(
        'runtime/default',
        'docker/default',
        'unconfined',
        'localhost/a',
        'localhost/../a',
        'other',
        '',
      );
    annotate(
      job.template,
      one(
        'seccomp.security.alpha.kubernetes.io/pod',
        'container.seccomp.security.alpha.kubernetes.io/a',
      ),
      profile(),
    );
    const field = () =>
      one(
        undefined,
        { type: 'RuntimeDefault' },
        { type: 'Unconfined' },
        { type: 'Localhost', localhostProfile: 'a' },
        { type: 'x' },
      );
    pod.securityContext = { seccompProfile: field() };
    security(container, { seccompProfile: field() });
  },
  ({ job, pod, container, one }) => {
    annotate(
      job.template,
      `container.apparmor.security.beta.kubernetes.io/${one('a', 'b')}`,
      one('runtime/default', 'unconfined', 'localhost/a', 'other', ''),
    );
    const field = () =>
      one(
        undefined,
        { type: 'RuntimeDefault' },
        { type: 'Unconfined' },
        { type: 'Localhost', localhostProfile: one('a', 'b') },
      );
    pod.securityContext = { appArmorProfile: field() };
    security(container, { appArmorProfile: field() });
    pod.os = one(undefined, { name: 'windows' });
  },
  ({ job, one }) =>
    annotate(
      job.template,
      one('scheduler.alpha.kubernetes.io/critical-pod', 'security.alpha.kubernetes.io/sysctls'),
      '',
    ),
  ({ pod, one }) =>
    volume(pod, {
      ephemeral: {
        volumeClaimTemplate: {
          spec: {
            accessModes: one(['ReadWriteOnce'], ['ReadWriteOncePod', 'ReadWriteOnce']),
            resources: { requests: { storage: one('1Gi', '1m', '0') } },
            dataSource: {
              kind: 'PersistentVolumeClaim',
              name: 'a',
              apiGroup: one(undefined, 'a.b'),
            },
            dataSourceRef: {
              kind: 'PersistentVolumeClaim',
              name: one('a', 'b'),
              namespace: one(undefined, undefined, 'a'),
            },
          },
        },
      },
    }),
  ({ pod, one }) =>
    volume(pod, {
      projected: {
        sources: [
          {
            secret: { name: 'a', items: [{ key: 'a', path: one('a', 'b', 'a/b') }] },
            configMap: one(undefined, undefined, { name: 'a' }),
          },
          { configMap: { name: 'a', items: [{ key: 'a', path: one('a', 'c') }] } },
          one(
            {},
            { serviceAccountToken: { path: one('a', 'd') } },
            {
              clusterTrustBundle: {
                path: 'e',
                name: one('a', undefined),
                signerName: one('a.b/c', undefined),
                labelSelector: one(undefined, {}),
              },
            },
            {
              podCertificate: {
                signerName: one('a.b/c', 'a/b', 'kubernetes.io/x'),
                keyType: 'ED25519',
                maxExpirationSeconds: one(3599, 3600, 86_401, 7_862_401),
                keyPath: one('a', 'k', undefined),
                certificateChainPath: one('k', 'l', '..a'),
              },
            },
          ),
        ],
      },
    }),
  ({ pod, one }) => {
    pod.hostNetwork = one(true, false);
    pod.containers.push({
      name: 'p',
      image: 'a',
      ports: [
        { containerPort: 1, hostPort: one(1, 2) },
        { containerPort: 2, hostPort: one(1, 2), hostIP: one('127.0.0.1', undefined) },
        { containerPort: one(1, 2) },
      ],
    });
  },
  ({ container, one }) => {
    container.readinessProbe = { grpc: { port: one(65_535, 65_536, -1, 0) } };
  },
  ({ container, one }) =>
    security(container, {
      allowPrivilegeEscalation: false,
      privileged: one(true, false),
      capabilities: { add: [one('CAP_SYS_ADMIN', 'SYS_ADMIN')] },
    }),
  ({ pod, one }) => Object.assign(pod, { shareProcessNamespace: one(true, false), hostPID: true }),
  ({ pod, container, one }) => {
    Object.assign(pod, {
      hostUsers: false,
      hostNetwork: one(true, false),
      hostPID: one(true, false),
      hostIPC: one(true, false),
    });
    container.volumeDevices = one(undefined, [{ name: 'c', devicePath: '/c' }]);
  },
  ({ pod, container, one }) => {
    pod.os = { name: one('windows', 'linux') };
    pod.hostNetwork = one(true, false);
    const options = () =>
      one(
        undefined,
        { hostProcess: one(true, false) },
        { gmsaCredentialSpec: one('', 'a', 'a'.repeat(65_537)) },
        {
          runAsUserName: one(
            'a\\b',
            'a\\b\\c',
            '',
            '.',
            'a:b',
            'a'.repeat(105),
            `${'d'.repeat(256)}\\u`,
            '..\\u',
            'a\u0001',
          ),
        },
      );
    pod.securityContext = { windowsOptions: options() };
    security(container, { windowsOptions: options() });
  },
  ({ pod, one }) => {
    pod.topologySpreadConstraints = [
      {
        maxSkew: 1,
        topologyKey: 'a',
        whenUnsatisfiable: one('DoNotSchedule', 'ScheduleAnyway'),
        minDomains: one(0, 1),
        labelSelector: one({}, undefined),
        matchLabelKeys: one(undefined, ['a']),
      },
    ];
  },
  ({ pod, one }) =>
    Object.assign(pod, {
      hostnameOverride: one('a', 'A', 'a'.repeat(65)),
      setHostnameAsFQDN: one(true, false),
      hostNetwork: one(true, false),
    }),
  ({ pod, one }) => {
    pod.dnsPolicy = 'None';
    pod.dnsConfig = one(
      undefined,
      {},
      { nameservers: ['1.1.1.1'], searches: Array(one(32, 33)).fill('a'.repeat(one(3, 63))) },
    );
  },
  ({ container, one }) => {
    container.resources = {
      requests: { 'nvidia.com/gpu': one(1, 2, '500m'), cpu: one('1', '2') },
      limits: { 'nvidia.com/gpu': one(undefined, 1, 2), cpu: one('1', '1.5') },
    };
  },
  ({ pod, container, one }) => {
    pod.resources = {
      requests: { cpu: one('1', '3') },
      limits: { cpu: one('1', '3'), memory: '1Gi', 'hugepages-2Mi': one(undefined, '2Mi', '4Mi') },
      claims: one(undefined, undefined, []),
    };
    container.resources = {
      requests: { cpu: '2' },
      limits: { cpu: '2', 'hugepages-2Mi': one(undefined, '2Mi', '4Mi') },
    };
    pod.initContainers = [
      {
        name: 'i',
        image: 'a',
        restartPolicy: one('Always', undefined),
        resources: { requests: { cpu: one('1', '4') } },
      },
    ];
  },
  ({ container, one }) => {
    container.env = [
      { name: 'A', value: '1' },
      { name: 'A', value: one('2', '$(A)', '$(A)b') },
      {
        name: 'B',
        value: one('', '1'),
        valueFrom: one(
          {},
          { fieldRef: { fieldPath: 'metadata.name' } },
          { secretKeyRef: { name: 'a', key: 'a' }, configMapKeyRef: { name: 'a', key: 'a' } },
        ),
      },
    ];
  },
  ({ container, one }) => {
    container.lifecycle = {
      preStop: { sleep: { seconds: one(-1, 0, 30, 31) } },
      postStart: one(undefined, { exec: { command: ['a'] }, tcpSocket: { port: 1 } }),
    };
  },
  ({ pod, one }) =>
    Object.assign(pod, {
      imagePullSecrets: [{ name: 'a' }, { name: one('a', 'b', '') }],
      hostAliases: [
        { ip: '1.1.1.1' },
        { ip: one('1.1.1.1', '::0001', '1:0:0:0:2::', '::ffff:1.2.3.4', '01.1.1.1') },
      ],
    }),
  ({ pod, one }) => {
    pod.nodeSelector = {
      [one('beta.kubernetes.io/os', 'node-role.kubernetes.io/master', 'a')]: 'b',
    };
    pod.affinity = {
      nodeAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          {
            weight: 1,
            preference: {
              matchExpressions: [
                {
                  key: one('beta.kubernetes.io/arch', 'a'),
                  operator: 'In',
                  values: [one('a', '-')],
                },
              ],
            },
          },
        ],
      },
      podAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [
          { topologyKey: 'a', labelSelector: one(undefined, {}) },
        ],
      },
    };
  },
  ({ manifest, job, one }) => {
    manifest.metadata.name = one(
      'a.b',
      'a'.repeat(52),
      'a'.repeat(53),
      'a'.repeat(61),
      'a'.repeat(63),
      'a'.repeat(64),
      'a b',
    );
    Object.assign(job, { completionMode: one('Indexed', 'NonIndexed'), completions: one(1, 11) });
    job.template.metadata = {
      labels: one(undefined, {}, { a: 'b' }, { 'job-name': 'a' }, { 'controller-uid': 'a' }),
    };
  },
  ({ manifest, job, one }) => {
    if (manifest.kind !== 'Job') return;
    Object.assign(job, {
      manualSelector: one(true, false),
      selector: one(
        undefined,
        { matchLabels: { a: 'b' } },
        {
          matchExpressions: [
            { key: 'a', operator: one('In', 'Exists', 'X'), values: one(undefined, ['b']) },
          ],
        },
      ),
    });
    job.template.metadata = { labels: one(undefined, { a: 'b' }, { a: 'c' }) };
  },
];
