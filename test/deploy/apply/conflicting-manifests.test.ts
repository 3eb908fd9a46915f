import { conflictingManifests } from '../../../src/deploy/apply/conflicting-manifests';
import type { Manifest } from '../../../src/kubernetes/manifest';
import { setSource } from '../../../src/manifests/source';

const manifest = (name: string, namespace?: string, kind = 'Job'): Manifest => ({
  apiVersion: 'v1',
  kind,
  metadata: { name, namespace },
});
const messages = (manifests: Manifest[], asked?: string, namespace = 'default') =>
  conflictingManifests(manifests, asked, namespace).map(({ message }) => message);

test('conflictingManifests accepts different objects', () => {
  expect(
    messages([
      manifest('a'),
      manifest('b'),
      manifest('a', 'other'),
      manifest('a', undefined, 'ConfigMap'),
    ]),
  ).toEqual([]);
});

test('conflictingManifests reports an object that is described twice', () => {
  expect(messages([manifest('a'), manifest('a')])).toEqual(['Job a is described twice']);
});

test('conflictingManifests reports an object that is described with the default namespace and without one', () => {
  expect(messages([manifest('a', 'default'), manifest('a')])).toEqual(['Job a is described twice']);
});

describe('two Jobs of one id', () => {
  const job = (name: string, namespace?: string): Manifest => ({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, namespace, labels: { 'cdk8s-jobs/id': 'migrate' } },
  });

  test('are two runs of one Job, as when an earlier synth left a file', () => {
    expect(messages([job('migrate-1'), job('migrate-2', 'default')])).toEqual([
      'Job migrate-2 has the same id, migrate, as Job migrate-1, so a deploy would take the two ' +
        'for runs of one Job; delete the file that an earlier synth left, or give the Jobs ' +
        'different construct ids, labels cdk8s-jobs/id or namespaces',
    ]);
  });

  test('name the files of both', () => {
    const [first, second] = [job('migrate-1'), job('migrate-2')];
    setSource(first, { file: 'dist/a.yaml', line: 1, column: 1 });
    setSource(second, { file: 'dist/b.yaml', line: 3, column: 1 });
    expect(conflictingManifests([first, second], undefined, 'default')).toEqual([
      {
        source: { file: 'dist/b.yaml', line: 3, column: 1 },
        message: expect.stringContaining('as Job migrate-1 (dist/a.yaml:1:1), '),
      },
    ]);
  });

  test('are reported once when they have one name, too', () => {
    expect(messages([job('a'), job('a')])).toEqual(['Job a is described twice']);
  });
});

test('conflictingManifests reports a namespace other than the requested one', () => {
  expect(messages([manifest('a', 'x'), manifest('b', 'y'), manifest('c')], 'y', 'y')).toEqual([
    'Job a has namespace x, but the requested namespace is y',
  ]);
});
