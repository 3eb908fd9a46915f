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

test('prerequisiteSteps applies namespaces, definitions and accounts before what uses them, and unknown kinds last', () => {
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

test('prerequisiteSteps omits Jobs', () => {
  expect(kinds('Job', 'Secret', 'Job')).toEqual([['Secret']]);
});

test('isJobManifest accepts a batch/v1 Job, and no CronJob or Job of another group', () => {
  expect(
    [
      manifest('Job', 'batch/v1'),
      manifest('Job', 'example.com/v1'),
      manifest('CronJob', 'batch/v1'),
    ].map(isJobManifest),
  ).toEqual([true, false, false]);
});
