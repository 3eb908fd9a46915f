import type { JsonObject } from '../../../src/kubernetes/json';
import { mergePatch } from '../../../src/kubernetes/merge';
import { NEWEST_MINOR } from '../../../src/kubernetes/minor';
import { check } from '../../../src/kubernetes/rules/check';
import { droppedFields } from '../../../src/kubernetes/server/dropped-fields';
import { withServerDefaults } from '../../../src/kubernetes/server/with-server-defaults';
import { examplesIn } from '../rules/example';
import { EXAMPLES } from '../rules/examples';
import { job, pod } from '../rules/manifests';

const kept = (manifest: JsonObject, minor?: number) =>
  droppedFields(manifest, withServerDefaults(manifest, { minor }));

test('droppedFields names the fields that an older API server drops', () => {
  const manifest = job({
    managedBy: 'example.com/other',
    template: {
      spec: {
        hostUsers: false,
        restartPolicy: 'Never',
        containers: [{ name: 'a', image: 'x', lifecycle: { preStop: { sleep: { seconds: 1 } } } }],
      },
    },
  });
  expect(kept(manifest, 29).sort()).toEqual([
    'spec.managedBy',
    'spec.template.spec.containers[0].lifecycle',
    'spec.template.spec.hostUsers',
  ]);
  expect(kept(manifest, 37)).toEqual([]);
});

test('droppedFields ignores fields that the API server writes differently, or omits since they are empty', () => {
  expect(
    kept(
      pod({
        hostNetwork: false,
        nodeSelector: {},
        tolerations: [],
        securityContext: {},
        volumes: [{ name: 'v', emptyDir: {} }],
        containers: [
          {
            name: 'a',
            image: 'x',
            args: [],
            tty: false,
            resources: { requests: { cpu: '1000m' }, limits: {} },
            env: [{ name: 'E', value: '' }],
          },
        ],
      }),
    ),
  ).toEqual([]);
});

const good = EXAMPLES.flatMap((each) => Object.entries(each))
  .flatMap(([id, { good: examples }]) =>
    examplesIn(examples).map(({ manifest }) => [id, manifest] as const),
  )
  .filter(([, manifest]) =>
    check(manifest, { minor: NEWEST_MINOR })?.every(({ severity }) => severity === 'warning'),
  );

test.each(good)(
  'droppedFields names nothing that the newest API server keeps: %s',
  (_, manifest) => {
    expect(kept(manifest, NEWEST_MINOR)).toEqual([]);
  },
);

test('droppedFields matches items by name when another client has added items', () => {
  const manifest = pod({ containers: [{ name: 'a', image: 'x', stdin: true }] });
  const live = mergePatch(withServerDefaults(manifest), {
    spec: {
      template: {
        spec: {
          containers: [
            { name: 'mesh', image: 'y' },
            { name: 'a', image: 'x' },
          ],
        },
      },
    },
  });
  expect(droppedFields(manifest, live)).toEqual(['spec.template.spec.containers[0].stdin']);
});

test('droppedFields returns nothing for other kinds', () => {
  expect(droppedFields({ apiVersion: 'v1', kind: 'ConfigMap', spec: { a: 1 } }, {})).toEqual([]);
});
