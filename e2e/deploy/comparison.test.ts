import { App, ApiObject, Chart, JsonPatch } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { deployCli, deployReport, jobOf } from './cli';
import { inNamespace, kubectl } from '../harness';
import type { Manifest } from 'cdk8s-jobs/deploy';

// What the README says of others, so that it is struck out there when it is no longer true.

test('a Job of cdk8s-plus does not start plain busybox', () => inNamespace(async (namespace) => {
  const chart = new Chart(new App(), 'chart');
  new kplus.Job(chart, 'job', { metadata: { name: 'plus' }, containers: [{ image: 'busybox', command: ['true'], resources: {} }] });
  const { code, report } = await deployReport(namespace, chart.toJson() as Manifest[], ['--timeout', '10s']);
  expect(code).toBe(124);
  expect(report.jobs[0].message).toContain('CreateContainerConfigError');
}));

test('a Job of cdk8s-plus drops fields that are newer than it', () => {
  const chart = new Chart(new App(), 'chart');
  const job = new kplus.Job(chart, 'job', { containers: [{ image: 'i' }] });
  ApiObject.of(job).addJsonPatch(JsonPatch.add('/spec/backoffLimitPerIndex', 1), JsonPatch.add('/spec/completions', 3));
  const [{ spec }] = chart.toJson() as { spec: object }[];
  expect(spec).toHaveProperty('completions', 3);
  expect(spec).not.toHaveProperty('backoffLimitPerIndex');
});

test('kubectl wait waits on after the Job has failed', () => inNamespace(async (namespace) => {
  expect((await deployCli(namespace, [jobOf('job', 'exit 1', { backoffLimit: 0 })])).code).toBe(1);
  const { code, stderr } = await kubectl('wait', '--for=condition=complete', 'job/job', '-n', namespace, '--timeout=3s');
  expect(code).not.toBe(0);
  expect(stderr).toContain('timed out waiting');
}));
