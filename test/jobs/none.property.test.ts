import { Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import * as fc from 'fast-check';
import { jobRenderedBy } from './helpers';
import { SimpleJob } from '../../src';
import type { JsonObject } from '../../src/kubernetes/json';

const { NEVER, ON_FAILURE } = kplus.RestartPolicy;

describe('JobDefaults.none()', () => {
  const field = fc.stringMatching(/^[a-z][a-zA-Z0-9./-]{0,12}$/);
  const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean());
  const fields = <T>(value: fc.Arbitrary<T>, maxKeys: number) =>
    fc.dictionary(field, value, { maxKeys, noNullPrototype: true });
  const json = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      leaf,
      fc.array(tie('value'), { maxLength: 3 }),
      fields(tie('value'), 3),
    ),
  })).value;
  const container = fc
    .tuple(fields(json, 4), field, fc.string())
    .map(([rest, name, image]) => ({ ...rest, name, image }));
  const containersNamed = (prefix: string, maxLength: number) =>
    fc
      .uniqueArray(container, { minLength: 1, maxLength, selector: ({ name }) => name })
      .map((list) => list.map((entry) => ({ ...entry, name: `${prefix}${entry.name}` })));
  const podSpec = fc
    .record(
      {
        rest: fields(json, 6),
        containers: containersNamed('c-', 3),
        initContainers: containersNamed('i-', 2),
        volumes: fc.array(fields(json, 2), { maxLength: 2 }),
        restartPolicy: fc.constantFrom('Never', 'OnFailure'),
      },
      { requiredKeys: ['rest', 'containers', 'restartPolicy'] },
    )
    .map(({ rest, ...named }) => ({ ...rest, ...named }) as JsonObject);

  test('adds nothing to a Pod that is given as JSON', () => {
    fc.assert(
      fc.property(podSpec, (spec) => {
        const job = jobRenderedBy((chart) => new SimpleJob(chart, 'job', { podOverlay: spec }));
        expect(job.spec).toEqual({ template: { spec } });
      }),
      { numRuns: 300 },
    );
  });

  /** A prop of cdk8s-plus, and what it has to become. */
  type Part<Props> = readonly [props: Partial<Props>, manifest: JsonObject];
  const CONTAINER: Part<kplus.ContainerProps>[] = [
    [{ command: ['a'] }, { command: ['a'] }],
    [{ args: ['b'] }, { args: ['b'] }],
    [{ workingDir: '/w' }, { workingDir: '/w' }],
    [
      { imagePullPolicy: kplus.ImagePullPolicy.IF_NOT_PRESENT },
      { imagePullPolicy: 'IfNotPresent' },
    ],
    [{ imagePullPolicy: kplus.ImagePullPolicy.ALWAYS }, { imagePullPolicy: 'Always' }],
    [{ envVariables: { A: kplus.EnvValue.fromValue('1') } }, { env: [{ name: 'A', value: '1' }] }],
    [{ ports: [{ number: 80 }] }, { ports: [{ containerPort: 80 }] }],
    [{ portNumber: 8080 }, { ports: [{ containerPort: 8080 }] }],
    [
      {
        resources: {
          cpu: { limit: kplus.Cpu.millis(500) },
          memory: { request: Size.mebibytes(64) },
        },
      },
      { resources: { limits: { cpu: '500m' }, requests: { memory: '64Mi' } } },
    ],
    [{ resources: {} }, {}],
    [{ securityContext: { user: 7 } }, { securityContext: { runAsUser: 7 } }],
    [{ securityContext: { ensureNonRoot: false } }, { securityContext: { runAsNonRoot: false } }],
    [
      { securityContext: { ensureNonRoot: true, privileged: false } },
      { securityContext: { runAsNonRoot: true, privileged: false } },
    ],
    [
      { securityContext: { readOnlyRootFilesystem: false, group: 8 } },
      { securityContext: { readOnlyRootFilesystem: false, runAsGroup: 8 } },
    ],
    [
      { securityContext: { allowPrivilegeEscalation: true } },
      { securityContext: { allowPrivilegeEscalation: true } },
    ],
    [{ securityContext: {} }, {}],
    [
      { liveness: kplus.Probe.fromCommand(['x']) },
      { livenessProbe: { exec: { command: ['x'] }, failureThreshold: 3 } },
    ],
    [
      { startup: kplus.Probe.fromCommand(['x']) },
      { startupProbe: { exec: { command: ['x'] }, failureThreshold: 3 } },
    ],
  ];
  const POD: Part<kplus.WorkloadProps>[] = [
    [{ hostNetwork: false }, { hostNetwork: false }],
    [{ hostNetwork: true }, { hostNetwork: true }],
    [{ terminationGracePeriod: Duration.seconds(30) }, { terminationGracePeriodSeconds: 30 }],
    [{ terminationGracePeriod: Duration.seconds(5) }, { terminationGracePeriodSeconds: 5 }],
    [{ automountServiceAccountToken: false }, { automountServiceAccountToken: false }],
    [{ automountServiceAccountToken: true }, { automountServiceAccountToken: true }],
    [{ dns: { policy: kplus.DnsPolicy.CLUSTER_FIRST } }, { dnsPolicy: 'ClusterFirst' }],
    [
      { dns: { hostnameAsFQDN: false, hostname: 'h' } },
      { setHostnameAsFQDN: false, hostname: 'h' },
    ],
    [{ dns: { subdomain: 's' } }, { subdomain: 's' }],
    [{ securityContext: { fsGroup: 9 } }, { securityContext: { fsGroup: 9 } }],
    [{ securityContext: { ensureNonRoot: true } }, { securityContext: { runAsNonRoot: true } }],
    [
      { securityContext: { fsGroupChangePolicy: kplus.FsGroupChangePolicy.ALWAYS } },
      { securityContext: { fsGroupChangePolicy: 'Always' } },
    ],
    [
      { hostAliases: [{ ip: '1.2.3.4', hostnames: ['x'] }] },
      { hostAliases: [{ ip: '1.2.3.4', hostnames: ['x'] }] },
    ],
    [{ restartPolicy: NEVER }, { restartPolicy: 'Never' }],
    [{ restartPolicy: ON_FAILURE }, { restartPolicy: 'OnFailure' }],
  ];

  /** Some of the parts. No two of them set the same prop or field. */
  function some<Props>(parts: Part<Props>[]): fc.Arbitrary<Part<Props>> {
    return fc.shuffledSubarray(parts).map((chosen) =>
      chosen.reduce<[Partial<Props>, JsonObject]>(
        ([props, manifest], part) => {
          const taken =
            Object.keys(part[0]).some((prop) => prop in props) ||
            Object.keys(part[1]).some((name) => name in manifest);
          return taken
            ? [props, manifest]
            : [
                { ...props, ...part[0] },
                { ...manifest, ...part[1] },
              ];
        },
        [{}, {}],
      ),
    );
  }

  test('adds nothing to a Pod that is given as props of cdk8s-plus', () => {
    fc.assert(
      fc.property(
        some(POD),
        some(CONTAINER),
        some(CONTAINER),
        ([pod, podManifest], [first, firstManifest], [later, laterManifest]) => {
          const job = jobRenderedBy((chart) => {
            const made = new SimpleJob(chart, 'job', {
              ...(pod as object),
              containers: [{ image: 'i', name: 'first', ...first }],
            });
            made.addContainer({ image: 'j', name: 'later', ...later });
            return made;
          });
          const containers = [
            { name: 'first', image: 'i', ...firstManifest },
            { name: 'later', image: 'j', ...laterManifest },
          ];
          expect(job.spec).toEqual({
            template: { spec: { restartPolicy: 'Never', ...podManifest, containers } },
          });
        },
      ),
      { numRuns: 500 },
    );
  });
});
