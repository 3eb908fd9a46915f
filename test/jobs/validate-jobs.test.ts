import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Chart, Include, Testing } from 'cdk8s';
import { JobDefaults, validateJobs } from '../../src';
import { temporaryFolder } from '../temporary-folder';

const job = (spec: string) => `apiVersion: batch/v1
kind: Job
metadata: { name: vendor }
spec: { ${spec}, template: { spec: { restartPolicy: Never, containers: [{ name: main, image: vendor:1 }] } } }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: other }
`;

function included(yaml: string): { chart: Chart; include: Include } {
  const file = join(temporaryFolder('vendor-'), 'vendor.yaml');
  writeFileSync(file, yaml);
  const chart = new Chart(new App(), 'chart');
  return { chart, include: new Include(chart, 'vendor', { url: file }) };
}

describe('validateJobs', () => {
  test('reports Jobs of an Include at synth, for the Kubernetes version of their scope', () => {
    const { chart, include } = included(
      job(
        'backoffLimit: -2, completionMode: Indexed, completions: 1, successPolicy: { rules: [{ succeededCount: 1 }] }',
      ),
    );
    expect(() => Testing.synth(chart)).not.toThrow();
    validateJobs(include);
    JobDefaults.none().with({ kubernetesVersion: '1.29' }).applyTo(chart);
    expect(() => Testing.synth(chart)).toThrow('[chart/vendor/vendor-job] spec.backoffLimit: ');
    expect(() => Testing.synth(chart)).toThrow('[chart/vendor/vendor-job] spec.successPolicy: ');
  });

  test('does not change the manifests', () => {
    const { chart, include } = included(job('backoffLimit: 2'));
    const before = Testing.synth(chart);
    validateJobs(include);
    expect(Testing.synth(chart)).toEqual(before);
  });

  test('reports a problem once when called twice', () => {
    const { chart, include } = included(job('backoffLimit: -2'));
    validateJobs(chart);
    validateJobs(include);
    let message = '';
    try {
      Testing.synth(chart);
    } catch (error) {
      ({ message } = error as Error);
    }
    expect(message.match(/backoffLimit/g)).toHaveLength(1);
  });

  test('reports an apiVersion of batch that no longer exists', () => {
    const { chart, include } = included(
      job('backoffLimit: 2').replace('batch/v1', 'batch/v1beta1'),
    );
    validateJobs(include);
    expect(() => Testing.synth(chart)).toThrow('[chart/vendor/vendor-job] apiVersion: ');
  });
});
