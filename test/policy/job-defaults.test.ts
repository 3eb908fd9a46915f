import { App, Chart, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { JobDefaults, JobProps, ScheduledJob, SimpleJob } from '../../src';
import type { ContainerManifest } from '../../src/kubernetes/manifest';
import { synthCronJobs, synthJobs } from '../../src/testing';
import { jobMadeBy } from '../jobs/helpers';

const sane = (props: JobProps) =>
  jobMadeBy(
    (chart) => new SimpleJob(chart, 'job', { metadata: { name: 'job' }, ...props }),
    JobDefaults.sane(),
  );
const container = (props: JobProps) => sane(props).spec.template.spec.containers[0];

test('JobDefaults.sane() renders the Job of the snapshot', () => {
  expect(sane({ image: 'i' })).toMatchSnapshot();
});

test('JobDefaults.none() renders the Job of the snapshot', () => {
  expect(
    jobMadeBy(
      (chart) => new SimpleJob(chart, 'job', { metadata: { name: 'job' }, image: 'i' }),
      JobDefaults.none(),
    ),
  ).toMatchSnapshot();
});

test('JobDefaults.sane() sets limits, security contexts and HOME, and no TTL', () => {
  const { template, ...spec } = sane({ image: 'i' }).spec;
  expect(spec).toEqual({ backoffLimit: 6 }); // and no TTL
  expect(template.spec).toMatchObject({
    automountServiceAccountToken: false,
    securityContext: { fsGroup: 65532, seccompProfile: { type: 'RuntimeDefault' } },
  });
  expect(template.spec.containers[0]).toMatchObject({
    resources: {
      requests: { cpu: '100m', memory: '128Mi', 'ephemeral-storage': '64Mi' },
      limits: { memory: '1Gi', 'ephemeral-storage': '2Gi' },
    },
    securityContext: {
      runAsUser: 65532,
      runAsGroup: 65532,
      runAsNonRoot: true,
      readOnlyRootFilesystem: true,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
    },
    env: [{ name: 'HOME', value: '/tmp' }],
  });
  expect(template.spec.containers[0].resources).not.toHaveProperty('limits.cpu');
});

describe('JobDefaults in nested scopes', () => {
  const limits = (construct: Construct) =>
    synthJobs(construct).map(({ spec }) => spec.backoffLimit);
  const withLimit = (backoffLimit: number) => JobDefaults.sane().with({ job: { backoffLimit } });

  test('applies those of the nearest scope', () => {
    const app = new App();
    const chart = new Chart(app, 'chart');
    const job = new SimpleJob(chart, 'a', { image: 'i' });
    new SimpleJob(new Construct(chart, 'group'), 'b', { image: 'i' });
    expect(limits(app)).toEqual([6, 6]);
    withLimit(1).applyTo(app);
    expect(limits(app)).toEqual([1, 1]);
    withLimit(2).applyTo(chart);
    expect(limits(app)).toEqual([2, 2]);
    withLimit(3).applyTo(job);
    expect(limits(app).sort()).toEqual([2, 3]);
  });

  test('applies those that were applied last to a scope', () => {
    const chart = new Chart(new App(), 'chart');
    new SimpleJob(chart, 'a', { image: 'i' });
    withLimit(1).applyTo(chart);
    withLimit(2).applyTo(chart);
    expect(limits(chart)).toEqual([2]);
  });

  test('returns those that apply by of()', () => {
    const chart = new Chart(new App(), 'chart');
    const defaults = JobDefaults.none();
    defaults.applyTo(chart);
    expect(JobDefaults.of(new Construct(chart, 'x'))).toBe(defaults);
    expect(JobDefaults.of(new App())).toEqual(JobDefaults.sane());
  });
});

describe('JobDefaults.with()', () => {
  test('changes a field and leaves the others', () => {
    const defaults = JobDefaults.sane().with({
      container: { resources: { limits: { memory: '4Gi' } } },
    });
    expect(defaults.container.resources).toMatchObject({
      limits: { memory: '4Gi', 'ephemeral-storage': '2Gi' },
    });
    expect(defaults.pod).toEqual(JobDefaults.sane().pod);
  });

  test('removes a default that is null', () => {
    const defaults = JobDefaults.sane().with({
      job: { backoffLimit: null },
      container: { securityContext: null, resources: { limits: null } },
      standardLabels: false,
    });
    const job = jobMadeBy((chart) => new SimpleJob(chart, 'job', { image: 'i' }), defaults);
    expect(Object.keys(job.metadata.labels!)).toEqual(['cdk8s-jobs/id']);
    expect(job.spec).not.toHaveProperty('backoffLimit');
    expect(job.spec.template.spec.containers[0]).not.toHaveProperty('securityContext');
    expect(job.spec.template.spec.containers[0].resources).not.toHaveProperty('limits');
  });

  test('creates new defaults and leaves the old ones unchanged and frozen', () => {
    const before = JSON.stringify(JobDefaults.sane());
    JobDefaults.sane().with({ job: { backoffLimit: 1 } });
    expect(() => {
      (JobDefaults.sane().job as { backoffLimit: number }).backoffLimit = 1;
    }).toThrow(TypeError);
    expect(() => {
      (JobDefaults.sane().container.env as object[]).push({});
    }).toThrow(TypeError);
    expect(JSON.stringify(JobDefaults.sane())).toBe(before);
  });
});

test('JobDefaults apply to all containers, also init containers and those that are added later', () => {
  const job = jobMadeBy((chart) => {
    const made = new SimpleJob(chart, 'job', {
      containers: [{ image: 'a', name: 'a' }],
      podOverlay: { initContainers: [{ name: 'd', image: 'd' }] },
    });
    made.addContainer({ image: 'b', name: 'b' });
    made.addInitContainer({ image: 'c', name: 'c' });
  }, JobDefaults.sane());
  const { containers, initContainers } = job.spec.template.spec;
  const withoutName = ({ name: _, image: __, ...rest }: ContainerManifest) => rest;
  expect([...containers, ...initContainers!].map(({ name }) => name).sort()).toEqual([
    'a',
    'b',
    'c',
    'd',
  ]);
  for (const other of [...containers, ...initContainers!]) {
    expect(withoutName(other)).toEqual(withoutName(containers[0]));
  }
});

describe('JobDefaults', () => {
  test('yield to a given HOME', () => {
    expect(container({ image: 'i', env: { HOME: '/home/me' } }).env).toEqual([
      { name: 'HOME', value: '/home/me' },
    ]);
  });

  test('keep the order of given variables, which may refer to default ones', () => {
    expect(container({ image: 'i', env: { BASE: '/b', HOME: '$(BASE)/h' } }).env).toEqual([
      { name: 'BASE', value: '/b' },
      { name: 'HOME', value: '$(BASE)/h' },
    ]);
    expect(container({ image: 'i', env: { CACHE: '$(HOME)/c' } }).env).toEqual([
      { name: 'HOME', value: '/tmp' },
      { name: 'CACHE', value: '$(HOME)/c' },
    ]);
  });

  test('yield to a volume with the name of the default one', () => {
    const inMemory = { name: 'cdk8s-jobs-tmp', emptyDir: { medium: 'Memory' } };
    const pod = sane({ image: 'i', podOverlay: { volumes: [inMemory] } }).spec.template.spec;
    expect(pod.volumes).toEqual([inMemory]);
    expect(pod.containers[0].volumeMounts).toEqual([{ name: 'cdk8s-jobs-tmp', mountPath: '/tmp' }]);
  });

  test.each(['/tmp', '/tmp/'])('yield to a mount at %s, and omit the default volume', (path) => {
    const job = jobMadeBy((chart) => {
      const made = new SimpleJob(chart, 'job', { image: 'i' });
      made.containers[0].mount(path, kplus.Volume.fromEmptyDir(chart, 'v', 'mine'));
    }, JobDefaults.sane());
    expect(job.spec.template.spec.containers[0].volumeMounts).toEqual([
      { name: 'mine', mountPath: path },
    ]);
    expect(job.spec.template.spec.volumes).toEqual([{ name: 'mine', emptyDir: {} }]);
  });

  test('keep their mounts and volumes beside other ones', () => {
    const job = jobMadeBy((chart) => {
      const made = new SimpleJob(chart, 'job', { image: 'i' });
      made.containers[0].mount('/data', kplus.Volume.fromEmptyDir(chart, 'v', 'tmp'));
    }, JobDefaults.sane());
    expect(
      (job.spec.template.spec.volumes as { name: string }[]).map(({ name }) => name).sort(),
    ).toEqual(['cdk8s-jobs-tmp', 'tmp']);
    expect(
      (job.spec.template.spec.containers[0].volumeMounts as { mountPath: string }[])
        .map(({ mountPath }) => mountPath)
        .sort(),
    ).toEqual(['/data', '/tmp']);
  });

  test('yield to labels of the Job, also on its Pods', () => {
    const job = sane({
      image: 'i',
      metadata: { name: 'job', labels: { 'app.kubernetes.io/name': 'mine' } },
    });
    expect(job.metadata.labels).toEqual({
      'app.kubernetes.io/name': 'mine',
      'app.kubernetes.io/managed-by': 'cdk8s-jobs',
      'cdk8s-jobs/id': 'job',
    });
    expect(job.spec.template.metadata?.labels).toEqual({
      'app.kubernetes.io/name': 'mine',
      'app.kubernetes.io/managed-by': 'cdk8s-jobs',
    });
  });

  test('yield to labels of the chart', () => {
    const chart = new Chart(new App(), 'chart', { labels: { 'app.kubernetes.io/name': 'shop' } });
    new SimpleJob(chart, 'job', { image: 'i' });
    expect(synthJobs(chart)[0].metadata.labels).toMatchObject({ 'app.kubernetes.io/name': 'shop' });
    JobDefaults.none().applyTo(chart);
    expect(synthJobs(chart)[0].metadata.labels).toEqual({
      'app.kubernetes.io/name': 'shop',
      'cdk8s-jobs/id': expect.any(String) as string,
    });
  });
});

describe('the id and hash of a Job', () => {
  const identity = (defaults: JobDefaults, name?: string) => {
    const { labels = {}, annotations = {} } = jobMadeBy(
      (chart) => new SimpleJob(chart, 'job', { metadata: { name }, image: 'i' }),
      defaults,
    ).metadata;
    return Object.keys({ ...labels, ...annotations }).filter((key) =>
      key.startsWith('cdk8s-jobs/'),
    );
  };
  const unlabelled = { standardLabels: false };
  const written = ['cdk8s-jobs/id', 'cdk8s-jobs/spec-hash'];

  test.each<[string, JobDefaults, string | undefined, string[]]>([
    ['sane()', JobDefaults.sane(), undefined, written],
    ['sane()', JobDefaults.sane(), 'given', written],
    ['sane() without standardLabels', JobDefaults.sane().with(unlabelled), undefined, written],
    ['sane() without standardLabels', JobDefaults.sane().with(unlabelled), 'given', written],
    ['none()', JobDefaults.none(), undefined, written],
    ['none()', JobDefaults.none(), 'given', []],
    ['none() with a change', JobDefaults.none().with({ job: { backoffLimit: 1 } }), 'given', []],
  ])('under %s (%#), with the name %p, are %j', (_, defaults, name, expected) => {
    expect(identity(defaults, name)).toEqual(expected);
  });
});

describe('JobDefaults that conflict with given values', () => {
  describe('for the token of a service account', () => {
    const token = (props: JobProps) => sane(props).spec.template.spec.automountServiceAccountToken;
    const serviceAccount = kplus.ServiceAccount.fromServiceAccountName(new App(), 'sa', 'runner');

    test.each<[string, JobProps]>([
      ['prop', { image: 'i', serviceAccount }],
      ['podOverlay', { image: 'i', podOverlay: { serviceAccountName: 'runner' } }],
      ['deprecated field', { image: 'i', podOverlay: { serviceAccount: 'runner' } }],
    ])('mount it when the Job has an account by the %s', (_, props) => {
      expect(token(props)).toBe(true);
    });

    test('keep it unmounted when the Job has no account', () => {
      expect(token({ image: 'i' })).toBe(false);
      expect(token({ image: 'i', podOverlay: { serviceAccountName: '' } })).toBe(false);
    });

    test.each<[string, JobProps]>([
      ['prop', { image: 'i', serviceAccount, automountServiceAccountToken: false }],
      [
        'podOverlay',
        { image: 'i', serviceAccount, podOverlay: { automountServiceAccountToken: false } },
      ],
    ])('keep it unmounted when the Job says so by the %s', (_, props) => {
      expect(token(props)).toBe(false);
    });

    test('mount it in the Jobs of a ScheduledJob, and return so', () => {
      const chart = new Chart(new App(), 'chart');
      const nightly = new ScheduledJob(chart, 'nightly', {
        image: 'i',
        schedule: '0 3 * * *',
        serviceAccount: new kplus.ServiceAccount(chart, 'runner'),
      });
      expect(nightly.automountServiceAccountToken).toBe(true);
      expect(
        synthCronJobs(chart)[0].spec.jobTemplate.spec.template.spec.automountServiceAccountToken,
      ).toBe(true);
    });

    test('write nothing under JobDefaults.none()', () => {
      const job = jobMadeBy(
        (chart) => new SimpleJob(chart, 'job', { image: 'i', serviceAccount }),
        JobDefaults.none(),
      );
      expect(job.spec.template.spec).not.toHaveProperty('automountServiceAccountToken');
    });
  });

  test('raise a limit to a higher request', () => {
    expect(
      container({ image: 'i', resources: { memory: { request: Size.gibibytes(4) } } }).resources,
    ).toMatchObject({
      requests: { memory: '4096Mi' },
      limits: { memory: '4096Mi', 'ephemeral-storage': '2Gi' },
    });
  });

  test('lower a request to a lower limit', () => {
    expect(
      container({
        image: 'i',
        resources: { cpu: { limit: kplus.Cpu.millis(50) }, memory: { limit: Size.mebibytes(64) } },
      }).resources,
    ).toMatchObject({
      requests: { cpu: '50m', memory: '64Mi' },
      limits: { cpu: '50m', memory: '64Mi' },
    });
  });

  test('omit the resources of containers when their Pod has resources', () => {
    expect(
      container({
        image: 'i',
        podOverlay: { resources: { requests: { cpu: '50m' }, limits: { memory: '64Mi' } } },
      }),
    ).not.toHaveProperty('resources');
  });

  test('omit runAsNonRoot and the group when the user is root', () => {
    const { securityContext } = container({
      containers: [{ image: 'i', securityContext: { user: 0 } }],
    });
    expect(securityContext).toMatchObject({ runAsUser: 0, readOnlyRootFilesystem: true });
    expect(securityContext).not.toHaveProperty('runAsNonRoot');
    expect(securityContext).not.toHaveProperty('runAsGroup');
  });

  test('omit the uid when the image may run as root', () => {
    expect(
      container({ containers: [{ image: 'i', securityContext: { ensureNonRoot: false } }] })
        .securityContext,
    ).not.toHaveProperty('runAsUser');
  });

  test('omit the uid of containers when their Pod has one', () => {
    const pod = sane({ image: 'i', securityContext: { user: 1000 } }).spec.template.spec;
    expect(pod.securityContext).toMatchObject({ runAsUser: 1000 });
    expect(pod.containers[0].securityContext).not.toHaveProperty('runAsUser');
    expect(pod.containers[0].securityContext).toMatchObject({ runAsNonRoot: true });
  });

  test('omit allowPrivilegeEscalation when a container is privileged', () => {
    expect(
      container({ containers: [{ image: 'i', securityContext: { privileged: true } }] })
        .securityContext,
    ).not.toHaveProperty('allowPrivilegeEscalation');
    const admin = sane({
      podOverlay: {
        containers: [
          { name: 'a', image: 'i', securityContext: { capabilities: { add: ['CAP_SYS_ADMIN'] } } },
        ],
      },
    });
    expect(admin.spec.template.spec.containers[0].securityContext).not.toHaveProperty(
      'allowPrivilegeEscalation',
    );
  });
});
