import { App, Chart, ChartProps, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { JobDefaults, JobProps, ScheduledJob, SimpleJob } from '../../src';
import type { Manifest } from '../../src/kubernetes/manifest';

const IMAGE = `registry.example.com/app@sha256:${'0123456789abcdef'.repeat(4)}`;

function synthesized(
  props: JobProps,
  make?: (job: SimpleJob, chart: Chart) => void,
  chartProps: ChartProps = { namespace: 'shop' },
): any[] {
  const chart = new Chart(new App(), 'chart', chartProps);
  JobDefaults.strict().applyTo(chart);
  const job = new SimpleJob(chart, 'job', props);
  make?.(job, chart);
  return Testing.synth(chart) as Manifest[];
}
const policies = (manifests: any[]) => manifests.filter(({ kind }) => kind === 'NetworkPolicy');

test('JobDefaults.strict() limits the CPU and pulls the image at each start', () => {
  const [
    {
      spec: {
        template: {
          spec: { containers },
        },
      },
    },
  ] = synthesized({ image: IMAGE });
  expect(containers[0]).toMatchObject({
    imagePullPolicy: 'Always',
    resources: { limits: { cpu: '1', memory: '1Gi' } },
  });
});

test('JobDefaults.strict() denies all traffic of a Job', () => {
  const manifests = synthesized({ image: IMAGE });
  const [policy, ...others] = policies(manifests);
  expect(others).toEqual([]);
  expect(policy.spec).toEqual({
    podSelector: { matchLabels: expect.anything() },
    policyTypes: ['Egress', 'Ingress'],
  });
  expect(manifests[0].spec.template.metadata.labels).toMatchObject(
    policy.spec.podSelector.matchLabels,
  );
  expect(policy.metadata.namespace).toBe('shop');
});

test('JobDefaults.strict() allows the traffic that connections of the Job allow', () => {
  const manifests = synthesized({ image: IMAGE }, (job, chart) =>
    job.connections.allowTo(kplus.NetworkPolicyIpBlock.ipv4(chart, 'db', '10.0.0.5/32')),
  );
  expect(policies(manifests).map(({ spec }) => spec.egress)).toContainEqual([
    expect.objectContaining({ to: [{ ipBlock: { cidr: '10.0.0.5/32' } }] }),
  ]);
  expect(policies(manifests)).toHaveLength(2);
});

test('JobDefaults.strict() denies no traffic when isolate is false', () => {
  expect(policies(synthesized({ image: IMAGE, isolate: false }))).toEqual([]);
  expect(policies(synthesized({ image: IMAGE, isolate: true }))).toHaveLength(1);
});

test('JobDefaults.strict() adds one NetworkPolicy, however often the app is synthesized', () => {
  const app = new App();
  const chart = new Chart(app, 'chart', { namespace: 'shop' });
  JobDefaults.strict().applyTo(chart);
  new SimpleJob(chart, 'job', { image: IMAGE });
  expect(app.synthYaml()).toBe(app.synthYaml());
  expect(app.synthYaml().match(/kind: NetworkPolicy/g)).toHaveLength(1);
});

test('JobDefaults.strict() rejects an image without a digest and a missing namespace', () => {
  const make = () =>
    synthesized(
      { containers: [{ image: 'busybox:1.36' }], initContainers: [{ image: IMAGE, name: 'a' }] },
      undefined,
      {},
    );
  expect(make).toThrow('[chart/job] metadata.namespace: is not set, but JobDefaults require it');
  expect(make).toThrow(
    '[chart/job] spec.template.spec.containers[0].image: "busybox:1.36" has no digest, but JobDefaults require one; write image@sha256:…',
  );
  expect(make).not.toThrow('initContainers');
});

test('JobDefaults.strict() sets the starting deadline of a CronJob', () => {
  const chart = new Chart(new App(), 'chart', { namespace: 'shop' });
  JobDefaults.strict().applyTo(chart);
  new ScheduledJob(chart, 'job', { image: IMAGE, schedule: '@daily' });
  expect((Testing.synth(chart) as any[])[0].spec).toMatchObject({
    startingDeadlineSeconds: 600,
    concurrencyPolicy: 'Forbid',
  });
});
