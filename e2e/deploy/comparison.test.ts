import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, ApiObject, Chart, JsonPatch } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { deployCli, deployReport, jobOf } from './cli';
import { temporaryFolder } from '../../test/temporary-folder';
import { inNamespace, kubectl } from '../harness';
import { SimpleJob } from 'cdk8s-jobs';
import type { Manifest } from 'cdk8s-jobs/deploy';

// What the README says of others, so that it is struck out there when it is no longer true.

test('a Job of cdk8s-plus does not start plain busybox', () =>
  inNamespace(async (namespace) => {
    const chart = new Chart(new App(), 'chart');
    new kplus.Job(chart, 'job', {
      metadata: { name: 'plus' },
      containers: [{ image: 'busybox', command: ['true'], resources: {} }],
    });
    const { code, report } = await deployReport(namespace, chart.toJson() as Manifest[], [
      '--timeout',
      '10s',
    ]);
    expect(code).toBe(124);
    expect(report.jobs[0].message).toContain('CreateContainerConfigError');
  }));

test('a Job of cdk8s-plus drops fields that are newer than it', () => {
  const chart = new Chart(new App(), 'chart');
  const job = new kplus.Job(chart, 'job', { containers: [{ image: 'i' }] });
  ApiObject.of(job).addJsonPatch(
    JsonPatch.add('/spec/backoffLimitPerIndex', 1),
    JsonPatch.add('/spec/completions', 3),
  );
  const [{ spec }] = chart.toJson() as { spec: object }[];
  expect(spec).toHaveProperty('completions', 3);
  expect(spec).not.toHaveProperty('backoffLimitPerIndex');
});

test('a Job of cdk8s-plus has no props for patterns and policies', () => {
  const chart = new Chart(new App(), 'chart');
  const props = {
    completions: 3,
    parallelism: 2,
    completionMode: 'Indexed',
    podFailurePolicy: { rules: [] },
    successPolicy: { rules: [] },
  };
  new kplus.Job(chart, 'job', { containers: [{ image: 'i' }], ...props });
  const [{ spec }] = chart.toJson() as { spec: object }[];
  expect(Object.keys(spec)).toEqual(['template']);
});

test('a changed template is rejected from cdk8s-plus and kubectl, and is a new Job here', () =>
  inNamespace(async (namespace) => {
    const apply = async (make: (chart: Chart, text: string) => void, text: string) => {
      const chart = new Chart(new App(), 'chart');
      make(chart, text);
      const file = join(temporaryFolder('comparison-'), 'job.json');
      writeFileSync(file, JSON.stringify(chart.toJson()[0]));
      return kubectl('apply', '-f', file, '-n', namespace);
    };
    const plus = (chart: Chart, text: string) =>
      void new kplus.Job(chart, 'plus', {
        containers: [{ image: 'busybox', command: ['echo', text], resources: {} }],
      });
    const ours = (chart: Chart, text: string) =>
      void new SimpleJob(chart, 'ours', { image: 'busybox', command: ['echo', text] });
    expect((await apply(plus, 'a')).code).toBe(0);
    expect((await apply(plus, 'b')).stderr).toContain('field is immutable');
    expect((await apply(ours, 'a')).stdout).toContain(' created');
    expect((await apply(ours, 'b')).stdout).toContain(' created');
  }));

test('kubectl wait continues to wait after the Job has failed', () =>
  inNamespace(async (namespace) => {
    expect((await deployCli(namespace, [jobOf('job', 'exit 1', { backoffLimit: 0 })])).code).toBe(
      1,
    );
    const { code, stderr } = await kubectl(
      'wait',
      '--for=condition=complete',
      'job/job',
      '-n',
      namespace,
      '--timeout=3s',
    );
    expect(code).not.toBe(0);
    expect(stderr).toContain('timed out waiting');
  }));
