import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Chart, Include, JsonPatch, Testing } from 'cdk8s';
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

  describe('in a kind: List', () => {
    const list = (spec: string) => `apiVersion: v1
kind: List
items:
- { apiVersion: v1, kind: ConfigMap, metadata: { name: other } }
- apiVersion: batch/v1
  kind: JobList
  items:
  - metadata: { name: vendor }
    spec: { ${spec}, template: { spec: { restartPolicy: Never, containers: [{ name: main, image: vendor:1 }] } } }
`;

    test('reports the Jobs with their places', () => {
      const { chart, include } = included(list('backoffLimit: -2'));
      validateJobs(include);
      expect(() => Testing.synth(chart)).toThrow(
        /\[chart\/vendor\/\S*list\] items\[1\]\.items\[0\]\.spec\.backoffLimit: /,
      );
    });

    test('reports nothing in valid ones, and does not change them', () => {
      const { chart, include } = included(list('backoffLimit: 2'));
      const before = Testing.synth(chart);
      validateJobs(include);
      expect(Testing.synth(chart)).toEqual(before);
    });
  });

  describe('of a Job with generateName', () => {
    const generated = job('backoffLimit: 2').replace('name: vendor', 'generateName: vendor-');

    test('reports that cdk8s has added a name', () => {
      const { chart, include } = included(generated);
      validateJobs(include);
      expect(() => Testing.synth(chart)).toThrow(
        /metadata\.generateName: has no effect, since cdk8s adds the name "chart-vendor-\S+"; set metadata\.name, or call addJsonPatch/,
      );
    });

    test('accepts it when a patch removes the name', () => {
      const { chart, include } = included(generated);
      const object = include.apiObjects.find(({ kind }) => kind === 'Job')!;
      object.addJsonPatch(JsonPatch.remove('/metadata/name'));
      validateJobs(include);
      expect(Testing.synth(chart)[0].metadata).toEqual({ generateName: 'vendor-' });
    });

    test('accepts a name of its own beside it, which stays as it is', () => {
      const both = job('backoffLimit: 2').replace('name: vendor', 'name: a, generateName: b-');
      const { chart, include } = included(both);
      validateJobs(include);
      expect(Testing.synth(chart)[0].metadata).toEqual({ name: 'a', generateName: 'b-' });
    });
  });
});
