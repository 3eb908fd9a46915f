import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Chart, Include, JsonPatch, Testing } from 'cdk8s';
import { AdoptedJob, JobDefaults } from '../../src';

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
  const file = join(mkdtempSync(join(tmpdir(), 'adopted-')), 'vendor.yaml');
  writeFileSync(file, yaml);
  const chart = new Chart(new App(), 'chart');
  return { chart, include: new Include(chart, 'vendor', { url: file }) };
}

test('Jobs of an Include are found, and nothing else', () => {
  const { include } = included(job('backoffLimit: 2'));
  expect(AdoptedJob.allIn(include).map(({ name, object }) => `${object.kind} ${name}`)).toEqual([
    'Job vendor',
  ]);
});

test('what is in them stays as it is, and can be patched', () => {
  const { chart, include } = included(job('backoffLimit: 2'));
  const before = Testing.synth(chart);
  const [adopted] = AdoptedJob.allIn(include);
  expect(Testing.synth(chart)).toEqual(before);
  adopted.object.addJsonPatch(JsonPatch.replace('/spec/backoffLimit', 3));
  expect(Testing.synth(chart)[0].spec.backoffLimit).toBe(3);
});

test('one that is adopted twice is one', () => {
  const { chart, include } = included(job('backoffLimit: -2'));
  expect(AdoptedJob.allIn(chart)).toEqual(AdoptedJob.allIn(include));
  let message = '';
  try {
    Testing.synth(chart);
  } catch (error) {
    ({ message } = error as Error);
  }
  expect(message.match(/backoffLimit/g)).toHaveLength(1);
});

test('their name is that in the manifest, patched or not', () => {
  const [adopted] = AdoptedJob.allIn(included(job('backoffLimit: 2')).include);
  adopted.object.addJsonPatch(JsonPatch.replace('/metadata/name', 'patched'));
  expect(adopted.name).toBe('patched');
});

test('those of a version that is gone are found, and told', () => {
  const { chart, include } = included(job('backoffLimit: 2').replace('batch/v1', 'batch/v1beta1'));
  AdoptedJob.allIn(include);
  expect(() => Testing.synth(chart)).toThrow(
    /apiVersion: .*every Job is of batch\/v1; write apiVersion: batch\/v1/,
  );
});

test('they are checked at synth, for the version that holds in their scope', () => {
  const { chart, include } = included(
    job(
      'backoffLimit: -2, completionMode: Indexed, completions: 1, successPolicy: { rules: [{ succeededCount: 1 }] }',
    ),
  );
  expect(() => Testing.synth(chart)).not.toThrow();
  AdoptedJob.allIn(include);
  JobDefaults.none().with({ kubernetesVersion: '1.29' }).applyTo(chart);
  expect(() => Testing.synth(chart)).toThrow('[chart/vendor/vendor-job] spec.backoffLimit: ');
  expect(() => Testing.synth(chart)).toThrow(
    '[chart/vendor/vendor-job] spec.successPolicy: there since Kubernetes 1.30',
  );
});
