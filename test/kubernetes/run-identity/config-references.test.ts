import { configReferences } from '../../../src/kubernetes/run-identity/config-references';

test('configReferences finds ConfigMaps and Secrets in env, envFrom, volumes and projections', () => {
  expect(
    configReferences({
      containers: [
        {
          env: [
            { name: 'A', valueFrom: { configMapKeyRef: { name: 'one', key: 'k' } } },
            { name: 'B', valueFrom: { secretKeyRef: { name: 'two', key: 'k' } } },
          ],
          envFrom: [{ configMapRef: { name: 'three' } }, { secretRef: { name: 'four' } }],
        },
      ],
      initContainers: [
        { env: [{ name: 'C', valueFrom: { configMapKeyRef: { name: 'five', key: 'k' } } }] },
      ],
      volumes: [
        { name: 'a', configMap: { name: 'six' } },
        { name: 'b', secret: { secretName: 'seven' } },
        {
          name: 'c',
          projected: { sources: [{ configMap: { name: 'eight' } }, { secret: { name: 'nine' } }] },
        },
      ],
    })
      .map(({ kind, name }) => `${kind} ${name}`)
      .sort(),
  ).toEqual([
    'ConfigMap eight',
    'ConfigMap five',
    'ConfigMap one',
    'ConfigMap six',
    'ConfigMap three',
    'Secret four',
    'Secret nine',
    'Secret seven',
    'Secret two',
  ]);
});

test('configReferences returns each reference once, in an order that does not depend on its places', () => {
  const env = (...names: string[]) => ({
    containers: [{ envFrom: names.map((name) => ({ configMapRef: { name } })) }],
  });
  expect(configReferences(env('b', 'a', 'b'))).toEqual(configReferences(env('a', 'b')));
});

test('configReferences ignores other volumes, and sources without a name', () => {
  expect(
    configReferences({
      containers: [{ envFrom: [{ configMapRef: {} }] }],
      volumes: [{ name: 'a', emptyDir: {} }],
    }),
  ).toEqual([]);
  expect(configReferences({})).toEqual([]);
});
