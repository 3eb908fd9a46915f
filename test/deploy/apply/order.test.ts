import { prerequisiteSteps } from '../../../src/deploy/apply/order';
import { isJobManifest, Manifest } from '../../../src/kubernetes/manifest';

const manifest = (kind: string, apiVersion = 'v1'): Manifest => ({
  apiVersion,
  kind,
  metadata: { name: kind },
});
const kinds = (...of: string[]) =>
  prerequisiteSteps(of.map((kind) => manifest(kind, kind === 'Job' ? 'batch/v1' : 'v1'))).map(
    (step) => step.map(({ kind }) => kind),
  );

test('what others live in or refer to comes before them, kinds not known here last', () => {
  expect(
    kinds(
      'Widget',
      'RoleBinding',
      'ConfigMap',
      'ServiceAccount',
      'CustomResourceDefinition',
      'Namespace',
      'Deployment',
    ),
  ).toEqual([
    ['Namespace'],
    ['CustomResourceDefinition'],
    ['ServiceAccount'],
    ['RoleBinding', 'ConfigMap'],
    ['Widget', 'Deployment'],
  ]);
});

test('Jobs are not prerequisites', () => {
  expect(kinds('Job', 'Secret', 'Job')).toEqual([['Secret']]);
});

test("a Job is a batch/v1 Job; a CronJob or another group's Job is something else", () => {
  expect(
    [
      manifest('Job', 'batch/v1'),
      manifest('Job', 'example.com/v1'),
      manifest('CronJob', 'batch/v1'),
    ].map(isJobManifest),
  ).toEqual([true, false, false]);
});
