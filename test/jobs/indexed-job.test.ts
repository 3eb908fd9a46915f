import { Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { chartWith, jobMadeBy } from './helpers';
import {
  IndexedJob,
  IndexedJobProps,
  JobDefaults,
  PodFailure,
  PodFailurePolicy,
  ScheduledJob,
  Completion,
  SuccessPolicy,
} from '../../src';
import type { Manifest } from '../../src/kubernetes/manifest';

const indexed = (props: IndexedJobProps) =>
  jobMadeBy((chart) => new IndexedJob(chart, 'job', props));
const synthesized = (props: IndexedJobProps) => {
  const chart = chartWith(JobDefaults.none());
  new IndexedJob(chart, 'job', props);
  return Testing.synth(chart) as Manifest[];
};
const ofKind = (manifests: readonly Manifest[], kind: string): any =>
  manifests.find((manifest) => manifest.kind === kind);

test('IndexedJob writes completions and parallelism', () => {
  expect(indexed({ image: 'i', completions: 6, parallelism: 2 }).spec).toMatchObject({
    completionMode: 'Indexed',
    completions: 6,
    parallelism: 2,
  });
});

test('IndexedJob writes retries per index, and policies for indexes', () => {
  const { spec } = indexed({
    image: 'i',
    completions: 6,
    backoffLimitPerIndex: 1,
    maxFailedIndexes: 2,
    podFailurePolicy: PodFailurePolicy.of(PodFailure.onExitCodes(3).failIndex()),
    successPolicy: SuccessPolicy.indexes(0),
  });
  expect(spec).toMatchObject({
    backoffLimitPerIndex: 1,
    maxFailedIndexes: 2,
    podFailurePolicy: {
      rules: [{ action: 'FailIndex', onExitCodes: { operator: 'In', values: [3] } }],
    },
    successPolicy: { rules: [{ succeededIndexes: '0' }] },
  });
});

describe('IndexedJob with items', () => {
  test('has an index for each item', () => {
    expect(indexed({ image: 'i', items: ['a', 'b', 'c'] }).spec).toMatchObject({
      completionMode: 'Indexed',
      completions: 3,
    });
    expect(indexed({ image: 'i', items: [] }).spec.completions).toBe(0);
  });

  test('writes strings as text files to a ConfigMap', () => {
    const manifests = synthesized({ image: 'i', items: ['a', '5'] });
    const { metadata, data, immutable } = ofKind(manifests, 'ConfigMap');
    expect({ data, immutable }).toEqual({ data: { 0: 'a', 1: '5' }, immutable: true });
    const pod = ofKind(manifests, 'Job').spec.template.spec;
    expect(pod.volumes).toEqual([{ name: 'cdk8s-jobs-items', configMap: { name: metadata.name } }]);
    expect(pod.containers[0]).toMatchObject({
      env: [{ name: 'JOB_ITEM', value: '/var/run/cdk8s-jobs/item.txt' }],
      volumeMounts: [
        {
          name: 'cdk8s-jobs-items',
          mountPath: '/var/run/cdk8s-jobs/item.txt',
          subPathExpr: '$(JOB_COMPLETION_INDEX)',
          readOnly: true,
        },
      ],
    });
  });

  test('writes all items as JSON files when one of them is not a string', () => {
    const manifests = synthesized({ image: 'i', items: ['a', { b: [1, null, true] }] });
    expect(ofKind(manifests, 'ConfigMap').data).toEqual({ 0: '"a"', 1: '{"b":[1,null,true]}' });
    expect(ofKind(manifests, 'Job').spec.template.spec.containers[0].env).toEqual([
      { name: 'JOB_ITEM', value: '/var/run/cdk8s-jobs/item.json' },
    ]);
  });

  test('mounts the items into init containers and containers that are added later', () => {
    const { spec } = jobMadeBy((chart) => {
      const job = new IndexedJob(chart, 'job', {
        image: 'i',
        items: ['a'],
        initContainers: [{ name: 'init', image: 'i' }],
      });
      job.addContainer({ name: 'later', image: 'i' });
    });
    const { containers, initContainers = [] } = spec.template.spec;
    expect(
      [...containers, ...initContainers].map(
        ({ volumeMounts }) => (volumeMounts as object[]).length,
      ),
    ).toEqual([1, 1, 1]);
  });

  test('names ConfigMap and Job after the items, so that running Pods keep their items', () => {
    const names = (...items: string[]) =>
      synthesized({ image: 'i', items }).map(({ metadata }) => metadata.name);
    expect(names('a', 'b')).toEqual(names('a', 'b'));
    for (const name of names('a', 'c')) expect(names('a', 'b')).not.toContain(name);
  });

  test('writes the ConfigMap to the namespace of the Job', () => {
    const namespaces = synthesized({
      image: 'i',
      items: ['a'],
      metadata: { namespace: 'shop' },
    }).map(({ metadata }) => metadata.namespace);
    expect(namespaces).toEqual(['shop', 'shop']);
  });

  test('writes the items for the Jobs of a ScheduledJob', () => {
    const chart = chartWith(JobDefaults.none());
    new ScheduledJob(chart, 'job', {
      image: 'i',
      schedule: '@daily',
      completion: Completion.indexed({ items: ['a', 'b'] }),
    });
    const manifests = Testing.synth(chart) as Manifest[];
    expect(ofKind(manifests, 'CronJob').spec.jobTemplate.spec).toMatchObject({
      completions: 2,
      completionMode: 'Indexed',
    });
    expect(ofKind(manifests, 'ConfigMap').data).toEqual({ 0: 'a', 1: 'b' });
  });

  test.each<[string, unknown[], string]>([
    [
      'an item that is not JSON',
      ['a', () => 1, new Date(0), { a: [undefined] }, NaN],
      'items[1]: is not a JSON value',
    ],
    [
      'more bytes than a ConfigMap holds',
      ['a'.repeat(2 ** 20)],
      'items: have 1048577 bytes in total, but a ConfigMap holds at most 1048576',
    ],
  ])('rejects %s', (_, items, message) => {
    expect(() => synthesized({ image: 'i', items: items as string[] })).toThrow(message);
  });

  test('reports every item that is not JSON, and no other item', () => {
    const message = (items: unknown[]) => {
      try {
        synthesized({ image: 'i', items: items as string[] });
        return [];
      } catch (error) {
        return [...(error as Error).message.matchAll(/items\[(\d+)\]/g)].map(([, index]) =>
          Number(index),
        );
      }
    };
    expect(
      message(
        [
          () => 1,
          'a',
          new Date(0),
          { a: [undefined] },
          Infinity,
          { a: undefined },
          [[]],
          1n as never,
        ].slice(0, 7),
      ),
    ).toEqual([0, 2, 3, 4]);
  });

  test('accepts as many bytes as a ConfigMap holds', () => {
    expect(
      ofKind(synthesized({ image: 'i', items: ['a'.repeat(2 ** 20 - 1)] }), 'ConfigMap'),
    ).toBeDefined();
  });
});

describe('exposePods', () => {
  const withPeers = (image = 'i') => {
    const chart = chartWith(JobDefaults.none());
    const job = new IndexedJob(chart, 'job', { image, completions: 2, parallelism: 2 });
    job.containers[0].env.addVariable(
      'LEADER',
      kplus.EnvValue.fromValue(job.exposePods().hostname(0)),
    );
    return Testing.synth(chart) as Manifest[];
  };

  test('creates a headless Service and returns the hostname of each index', () => {
    const [service, job] = ['Service', 'Job'].map((kind) => ofKind(withPeers(), kind));
    expect(service.spec).toEqual({
      clusterIP: 'None',
      publishNotReadyAddresses: true,
      selector: job.spec.template.metadata.labels,
    });
    expect(Object.keys(service.spec.selector)).toEqual([kplus.Pod.ADDRESS_LABEL]);
    expect(job.spec.template.spec.subdomain).toBe(service.metadata.name);
    expect(job.spec.template.spec.containers[0].env).toEqual([
      { name: 'LEADER', value: `${job.metadata.name}-0.${service.metadata.name}` },
    ]);
  });

  test('has the same selector for each run, so that a new run does not replace the Service of the previous one', () => {
    const selectorFor = (image: string) => ofKind(withPeers(image), 'Service').spec.selector;
    expect(selectorFor('a')).toEqual(selectorFor('b'));
  });

  test('names the Service after the subdomain of the Pods', () => {
    const chart = chartWith(JobDefaults.none());
    const job = new IndexedJob(chart, 'job', {
      image: 'i',
      completions: 2,
      podOverlay: { subdomain: 'mine' },
    });
    expect(job.exposePods().hostname(1)).toBe(`${job.name}-1.mine`);
    const [service, { spec }] = ['Service', 'Job'].map((kind) =>
      ofKind(Testing.synth(chart) as Manifest[], kind),
    );
    expect([service.metadata.name, spec.template.spec.subdomain]).toEqual(['mine', 'mine']);
  });

  test('creates one Service, and a Job without it has none', () => {
    expect(withPeers().filter(({ kind }) => kind === 'Service')).toHaveLength(1);
    expect(synthesized({ image: 'i', completions: 2 }).map(({ kind }) => kind)).toEqual(['Job']);
  });
});
