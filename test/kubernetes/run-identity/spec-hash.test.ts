import * as fc from 'fast-check';
import { Json, JsonObject, sortKeys } from '../../../src/kubernetes/json';
import {
  HASH_PATTERN,
  PLACEHOLDER_HASH,
  runIdentityText,
  shortHash,
} from '../../../src/kubernetes/run-identity/spec-hash';

const container: JsonObject = { name: 'main', image: 'busybox:1.36', command: ['echo'] };
const job = (spec: JsonObject = {}, pod: JsonObject = {}, more: JsonObject = {}): JsonObject => ({
  ...spec,
  template: { spec: { restartPolicy: 'Never', ...pod, containers: [{ ...container, ...more }] } },
});
const dated = (creationTimestamp: string): JsonObject => ({
  template: { ...(job().template as JsonObject), metadata: { creationTimestamp } },
});
const same = (a: JsonObject, b: JsonObject, contents: Json[] = [], others: Json[] = contents) =>
  runIdentityText(a, contents) === runIdentityText(b, others);

test.each<[string, JsonObject, JsonObject]>([
  [
    'the order of fields',
    job(),
    {
      template: {
        spec: {
          containers: [{ command: ['echo'], image: 'busybox:1.36', name: 'main' }],
          restartPolicy: 'Never',
        },
      },
    },
  ],
  [
    'a field that is undefined or null',
    job(),
    job({ completionMode: undefined }, { hostname: undefined }, { args: null }),
  ],
  [
    'an empty list, map or text',
    job(),
    job({}, { volumes: [], nodeSelector: {} }, { env: [], workingDir: '' }),
  ],
  [
    'a null in a list',
    job({}, { imagePullSecrets: [{}] }, { args: [''] }),
    job({}, { imagePullSecrets: [null] }, { args: [null] }),
  ],
  [
    'a default of the Job',
    job(),
    job({ completionMode: 'NonIndexed', completions: 1, suspend: false }),
  ],
  [
    'a default of the Pod',
    job(),
    job(
      {},
      {
        dnsPolicy: 'ClusterFirst',
        terminationGracePeriodSeconds: 30,
        securityContext: {},
        hostNetwork: false,
      },
    ),
  ],
  [
    'a default of a container',
    job(),
    job(
      {},
      {},
      {
        imagePullPolicy: 'IfNotPresent',
        terminationMessagePath: '/dev/termination-log',
        resources: {},
      },
    ),
  ],
  [
    'another way to write a quantity',
    job({}, {}, { resources: { limits: { cpu: '1' } } }),
    job({}, {}, { resources: { limits: { cpu: '1000m' } } }),
  ],
  [
    'a quantity that is a number',
    job({}, {}, { resources: { limits: { cpu: '2' } } }),
    job({}, {}, { resources: { limits: { cpu: 2 } } }),
  ],
  [
    'another way to write a time',
    dated('2026-01-31T08:00:00Z'),
    dated('2026-01-31T10:00:00.5+02:00'),
  ],
  ['a time that the server takes as unset', job(), dated('0001-01-01T00:00:00Z')],
  [
    'how many Pods run at once',
    job({ completions: 4, parallelism: 2 }),
    job({ completions: 4, parallelism: 4 }),
  ],
  ['how often it is tried', job({ backoffLimit: 1 }), job({ backoffLimit: 2 })],
  [
    'how long it may take, and is kept',
    job(),
    job({ activeDeadlineSeconds: 10, ttlSecondsAfterFinished: 60 }),
  ],
  ['that it is suspended', job(), job({ suspend: true })],
])('%s does not cause another run', (_, a, b) => expect(same(a, b)).toBe(true));

test.each<[string, JsonObject, JsonObject]>([
  ['an image', job(), job({}, {}, { image: 'busybox:1.37' })],
  ['the order of arguments', job({}, {}, { args: ['a', 'b'] }), job({}, {}, { args: ['b', 'a'] })],
  [
    'the order of variables',
    job({}, {}, { env: [{ name: 'A' }, { name: 'B' }] }),
    job({}, {}, { env: [{ name: 'B' }, { name: 'A' }] }),
  ],
  [
    'a label of the Pods',
    job(),
    { template: { ...(job().template as JsonObject), metadata: { labels: { a: 'b' } } } },
  ],
  [
    'a quantity',
    job({}, {}, { resources: { limits: { cpu: '1' } } }),
    job({}, {}, { resources: { limits: { cpu: '1001m' } } }),
  ],
  ['a time', dated('2026-01-31T08:00:00Z'), dated('2026-01-31T08:00:01Z')],
  [
    'a pull policy that is not the default of its image',
    job(),
    job({}, {}, { imagePullPolicy: 'Always' }),
  ],
  ['completions', job({ completions: 4 }), job({ completions: 5 })],
  ['a queue of workers in place of one Pod', job(), job({ parallelism: 1 })],
  ['indexes', job({ completions: 1 }), job({ completions: 1, completionMode: 'Indexed' })],
  [
    'retries of each index',
    job({ completions: 1, completionMode: 'Indexed' }),
    job({ completions: 1, completionMode: 'Indexed', backoffLimitPerIndex: 0 }),
  ],
  ['a success policy', job(), job({ successPolicy: { rules: [{ succeededCount: 1 }] } })],
  ['a failure policy', job(), job({ podFailurePolicy: { rules: [] } })],
  ['who manages it', job(), job({ managedBy: 'a.b/c' })],
  ['a field that the schema does not have', job(), job({}, { newField: 0 })],
])('%s causes another run', (_, a, b) => expect(same(a, b)).toBe(false));

test('runIdentityText accepts values of wrong types, which validation rejects elsewhere', () => {
  const json = fc.jsonValue() as fc.Arbitrary<Json>;
  fc.assert(
    fc.property(
      json,
      json,
      json,
      fc.constantFrom('image', 'env', 'resources', 'ports', 'livenessProbe', 'command'),
      (a, b, c, field) => {
        const spec: JsonObject = {
          completions: a,
          template: {
            spec: { volumes: b, securityContext: c, containers: [{ name: 'a', [field]: b }, a] },
          },
        };
        expect(same(spec, JSON.parse(JSON.stringify(spec)) as JsonObject)).toBe(true);
      },
    ),
  );
  expect(same({ template: 5 }, { template: 'a' })).toBe(false);
});

test('other contents of ConfigMaps and Secrets cause another run', () => {
  expect(
    same(job(), job(), [['ConfigMap', 'a', { k: '1' }]], [['ConfigMap', 'a', { k: '2' }]]),
  ).toBe(false);
  expect(same(job(), job(), [{ a: 1, b: 2 }], [{ b: 2, a: 1 }])).toBe(true);
});

const canonical = (value: Json) => JSON.stringify(sortKeys(value));

test('sortKeys makes equal JSON the same string, and different JSON another', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
      const [one, other] = [JSON.parse(JSON.stringify(a)), JSON.parse(JSON.stringify(b))];
      expect(JSON.parse(canonical(one))).toEqual(one);
      expect(canonical(one) === canonical(other)).toBe(isSame(one, other));
    }),
  );
});

test('shortHash can end a name, is found there, and differs from the placeholder', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const hash = shortHash(text);
      expect(hash).toMatch(/^[0-9a-z]{8}$/);
      expect(`http://a-${hash}.b`.match(HASH_PATTERN)).toEqual([`-${hash}`]);
      expect(hash).not.toContain(PLACEHOLDER_HASH[0]);
    }),
  );
});

test('the hash of a Job does not change between releases, which would run every Job again', () => {
  expect(
    shortHash(runIdentityText(job({ completions: 3 }), [['ConfigMap', 'a', { k: 'v' }]])),
  ).toMatchInlineSnapshot('"1s11ekzx"');
});

function isSame(a: unknown, b: unknown): boolean {
  try {
    expect(a).toEqual(b);
    return true;
  } catch {
    return false;
  }
}
