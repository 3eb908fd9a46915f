import { deployReport, jobOf } from './cli';
import { apply, inNamespace } from '../harness';

type Parts = Record<string, unknown>;
const job = (name: string, container: Parts, pod: Parts = {}) => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name },
  spec: {
    template: {
      spec: {
        restartPolicy: 'Never',
        terminationGracePeriodSeconds: 0,
        containers: [{ name: 'main', image: 'busybox', command: ['true'], ...container }],
        ...pod,
      },
    },
  },
});
const mount = { volumeMounts: [{ name: 'v', mountPath: '/v' }] };

/** Each with what the report says of it. */
const CANNOT_START: [manifest: object, reason: string, message: RegExp, hint: string][] = [
  [
    job('image-missing', { image: 'busybox:no-such-tag' }),
    'ErrImagePull|ImagePullBackOff',
    /not found/,
    'correct the name of the image',
  ],
  [
    job('image-name', { image: 'Foo//Bar' }),
    'InvalidImageName',
    /couldn't parse image name/,
    'correct the name of the image',
  ],
  [
    job('image-absent', { image: 'busybox:absent', imagePullPolicy: 'Never' }),
    'ErrImageNeverPull',
    /is not present/,
    'load it onto the node',
  ],
  [
    job('config-map', { envFrom: [{ configMapRef: { name: 'nope' } }] }),
    'CreateContainerConfigError',
    /configmap "nope" not found/,
    'create the missing object',
  ],
  [
    job('root', { securityContext: { runAsNonRoot: true } }),
    'CreateContainerConfigError',
    /will run as root/,
    'set runAsUser',
  ],
  [
    job('volume', mount, { volumes: [{ name: 'v', configMap: { name: 'nope' } }] }),
    'FailedMount',
    /configmap "nope" not found/,
    'create the missing object',
  ],
  [
    job('claim', mount, { volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'nope' } }] }),
    'Unschedulable',
    /persistentvolumeclaim "nope" not found/,
    'create the PersistentVolumeClaim',
  ],
  [
    job('account', {}, { serviceAccountName: 'nope' }),
    'FailedCreate',
    /^no Pod can be created: .*serviceaccount "nope" not found/,
    'create the ServiceAccount',
  ],
];

test(
  'Jobs that cannot start end as stuck, each with its cause, and other Jobs do not',
  () =>
    inNamespace(async (namespace) => {
      const others = [
        jobOf('good', 'sleep 3; echo done'),
        jobOf('broken', 'exit 1', { backoffLimit: 0 }),
      ];
      const { code, report } = await deployReport(
        namespace,
        [...CANNOT_START.map(([manifest]) => manifest), ...others],
        ['--timeout', '170s'],
      );
      const reported = new Map(
        report.jobs.map(({ name, outcome, reason, message, hints }) => [
          name,
          { outcome, reason, message, hint: hints[0]?.message },
        ]),
      );
      for (const [
        {
          metadata: { name },
        },
        reason,
        message,
        hint,
      ] of CANNOT_START as [{ metadata: { name: string } }, string, RegExp, string][]) {
        expect({ name, ...reported.get(name) }).toEqual({
          name,
          outcome: 'stuck',
          reason: expect.stringMatching(new RegExp(`^(${reason})$`)),
          message: expect.stringMatching(message),
          hint: expect.stringContaining(hint),
        });
      }
      expect([reported.get('good')?.outcome, reported.get('broken')?.outcome]).toEqual([
        'succeeded',
        'failed',
      ]);
      expect(code).toBe(1); // one has failed, which is worse
    }),
  200_000,
);

test('Jobs whose Pods the API server rejects end as stuck', async () => {
  const [admission, quota] = await Promise.all([
    inNamespace(
      async (namespace) => deployReport(namespace, [job('refused', {})], ['--timeout', '110s']),
      { podSecurity: 'restricted' },
    ),
    inNamespace(async (namespace) => {
      await apply(
        {
          apiVersion: 'v1',
          kind: 'ResourceQuota',
          metadata: { name: 'none' },
          spec: { hard: { pods: '0' } },
        },
        namespace,
      );
      return deployReport(namespace, [job('refused', {})], ['--timeout', '110s']);
    }),
  ]);
  expect({ code: admission.code, job: admission.report.jobs[0] }).toMatchObject({
    code: 5,
    job: { outcome: 'stuck', message: expect.stringContaining('violates PodSecurity') },
  });
  expect({ code: quota.code, job: quota.report.jobs[0] }).toMatchObject({
    code: 5,
    job: { outcome: 'stuck', message: expect.stringContaining('exceeded quota') },
  });
});

test('Jobs that cannot start are waited for with --on-stuck ignore', () =>
  inNamespace(async (namespace) => {
    const { code, stderr } = await deployReport(
      namespace,
      [job('image-missing', { image: 'busybox:no-such-tag' })],
      ['--timeout', '60s', '--on-stuck', 'image=warn'],
    );
    expect(code).toBe(124);
    expect(stderr).toMatch(/warning +Job \S+\/image-missing: Pod \S+ cannot start: .*not found/);
  }));
