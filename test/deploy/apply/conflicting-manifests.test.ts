import { conflictingManifests } from '../../../src/deploy/apply/conflicting-manifests';
import type { Manifest } from '../../../src/kubernetes/manifest';

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

test('conflictingManifests reports a namespace other than the requested one', () => {
  expect(messages([manifest('a', 'x'), manifest('b', 'y'), manifest('c')], 'y', 'y')).toEqual([
    'Job a has namespace x, but the requested namespace is y',
  ]);
});
