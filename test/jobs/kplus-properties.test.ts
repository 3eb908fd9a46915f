import { ApiObject, Duration, JsonPatch, Size, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { chartWith } from './helpers';
import { JobDefaults, JobProps, ScheduledJob, SimpleJob } from '../../src';

const jobWith = (defaults: JobDefaults, props: JobProps = { image: 'i' }) =>
  new SimpleJob(chartWith(defaults), 'job', props);
/** What the properties of a Job and its first container say. */
const said = (job: SimpleJob | ScheduledJob) => {
  const [container] = job.containers;
  return {
    token: job.automountServiceAccountToken,
    hostNetwork: job.hostNetwork,
    gracePeriod: job.terminationGracePeriod?.toSeconds(),
    dns: job.dns.policy,
    pod: { ...job.securityContext },
    pull: container.imagePullPolicy,
    container: { ...container.securityContext },
    resources: container.resources,
  };
};
const UNSET = {
  pod: { _sysctls: [] },
  container: {},
};

describe('the properties of a Job', () => {
  test('say under none() what the manifest says: nothing', () => {
    expect(said(jobWith(JobDefaults.none()))).toEqual(UNSET);
  });

  test('say under sane() what the defaults have set', () => {
    expect(said(jobWith(JobDefaults.sane()))).toEqual({
      token: false,
      pod: { _sysctls: [], fsGroup: 65532, fsGroupChangePolicy: 'OnRootMismatch' },
      container: {
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'] },
        ensureNonRoot: true,
        group: 65532,
        readOnlyRootFilesystem: true,
        user: 65532,
      },
      resources: {
        cpu: { request: kplus.Cpu.millis(100) },
        memory: { request: Size.mebibytes(128), limit: Size.mebibytes(1024) },
        ephemeralStorage: { request: Size.mebibytes(64), limit: Size.mebibytes(2048) },
      },
    });
  });

  test('say under strict() that the image is always pulled', () => {
    expect(said(jobWith(JobDefaults.strict())).pull).toBe('Always');
  });

  test('say what props, an overlay and later defaults and patches have set', () => {
    const job = jobWith(JobDefaults.none(), {
      containers: [{ image: 'i', securityContext: { privileged: false } }],
      terminationGracePeriod: Duration.minutes(1),
      podOverlay: { hostNetwork: true },
    });
    JobDefaults.none()
      .with({ pod: { automountServiceAccountToken: true } })
      .applyTo(job);
    ApiObject.of(job).addJsonPatch(
      JsonPatch.add('/spec/template/spec/containers/0/imagePullPolicy', 'Never'),
    );
    expect(said(job)).toMatchObject({
      token: true,
      hostNetwork: true,
      gracePeriod: 60,
      pull: 'Never',
      container: { privileged: false },
    });
  });

  test('say it of init containers, and of containers that are added', () => {
    const job = jobWith(JobDefaults.none());
    expect(job.addInitContainer({ name: 'a', image: 'i' }).imagePullPolicy).toBeUndefined();
    expect(job.addContainer({ name: 'b', image: 'i' }).resources).toBeUndefined();
  });

  test('say it of a ScheduledJob', () => {
    const chart = chartWith(JobDefaults.none());
    const job = new ScheduledJob(chart, 'job', { image: 'i', schedule: '@daily' });
    expect(said(job)).toEqual(UNSET);
  });

  test('leave the manifest as it is, read or not', () => {
    const read = jobWith(JobDefaults.strict(), { image: `i@sha256:${'0'.repeat(64)}` });
    const unread = jobWith(JobDefaults.strict(), { image: `i@sha256:${'0'.repeat(64)}` });
    said(read);
    const spec = (job: SimpleJob) => (ApiObject.of(job) as any).render();
    expect(spec(read)).toEqual(spec(unread));
  });

  test('can be read while another manifest is rendered', () => {
    const chart = chartWith(JobDefaults.none());
    const job = new SimpleJob(chart, 'job', { image: 'i' });
    const value = { toString: () => '', resolve: () => String(job.automountServiceAccountToken) };
    new SimpleJob(chart, 'reader', { image: 'i', env: { TOKEN: value as never } });
    expect(JSON.stringify(Testing.synth(chart))).toContain('"value":"undefined"');
  });
});

describe('limits of a Job', () => {
  test('say what the manifest says', () => {
    const job = jobWith(
      JobDefaults.sane().with({ job: { activeDeadlineSeconds: 60, ttlSecondsAfterFinished: 5 } }),
    );
    expect(job.backoffLimit).toBe(6);
    expect(job.activeDeadline?.toSeconds()).toBe(60);
    expect(job.ttlAfterFinished?.toSeconds()).toBe(5);
    const none = jobWith(JobDefaults.none());
    expect([none.backoffLimit, none.activeDeadline, none.ttlAfterFinished]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
