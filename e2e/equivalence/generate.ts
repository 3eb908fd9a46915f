import fc from 'fast-check';
import type { Run, Scenario } from './scenario';
import type { JsonObject } from '../../src/kubernetes/json';

const MAX_PODS = 6;
const TEMPLATE = {
  spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'busybox' }] },
};

/** Returns the scenarios of a seed: the same ones each time. */
export function scenarios(seed: number, count: number): Scenario[] {
  return fc
    .sample(scenario, { seed, numRuns: count })
    .map((generated, i) => ({ ...generated, id: `s${seed}n${i}` }));
}

const maybe = <Value>(arbitrary: fc.Arbitrary<Value>, freq = 2) =>
  fc.option(arbitrary, { nil: undefined, freq });
const count = (max: number, min = 0) => fc.integer({ min, max });

const run: fc.Arbitrary<Run> = fc
  .record({
    start: count(3),
    run: count(40, 1),
    exit: fc.constantFrom(0, 0, 0, 1, 1, 3, 42),
    disrupted: fc.constantFrom(false, false, false, false, false, true),
    never: fc.constantFrom(...Array<boolean>(19).fill(false), true),
  })
  .map(({ disrupted, never, ...rest }) => ({
    ...rest,
    ...(disrupted && { disrupted }),
    ...(never && { never }),
  }));
const runs = fc.array(run, { minLength: 1, maxLength: 4 });

const failurePolicy = fc.record({
  rules: fc.array(
    fc.oneof(
      fc.record({
        action: fc.constantFrom('FailJob', 'Ignore', 'Count'),
        onExitCodes: fc.record({
          operator: fc.constantFrom('In', 'NotIn'),
          values: fc.uniqueArray(fc.constantFrom(1, 3, 42, 137), { minLength: 1 }),
        }),
      }),
      fc.record({
        action: fc.constantFrom('FailJob', 'Ignore', 'Count'),
        onPodConditions: fc.constant([{ type: 'DisruptionTarget', status: 'True' }]),
      }),
    ),
    { minLength: 1, maxLength: 3 },
  ),
});

const common = {
  parallelism: maybe(count(MAX_PODS)),
  backoffLimit: maybe(count(5), 5),
  activeDeadlineSeconds: maybe(count(200, 1), 4),
  suspend: maybe(fc.boolean(), 5),
  podReplacementPolicy: maybe(fc.constantFrom('Failed', 'TerminatingOrFailed')),
  podFailurePolicy: maybe(failurePolicy, 3),
};

const nonIndexed = fc.record({ ...common, completions: maybe(count(MAX_PODS), 4) });

const indexed = fc
  .record({
    ...common,
    completionMode: fc.constant('Indexed'),
    completions: count(MAX_PODS, 1),
    backoffLimitPerIndex: maybe(count(2)),
    maxFailedIndexes: maybe(count(3)),
    successPolicy: maybe(
      fc.record({
        rules: fc.array(
          fc
            .record({
              succeededIndexes: maybe(fc.constantFrom('0', '0-1', '1,3', '0,2-4')),
              succeededCount: maybe(count(3, 1)),
            })
            .filter(
              ({ succeededIndexes, succeededCount }) =>
                succeededIndexes !== undefined || succeededCount !== undefined,
            ),
          { minLength: 1, maxLength: 2 },
        ),
      }),
      3,
    ),
  })
  .map(({ maxFailedIndexes, ...spec }) => ({
    ...spec,
    ...(spec.backoffLimitPerIndex !== undefined && { maxFailedIndexes }),
  }));

const scenario: fc.Arbitrary<Scenario> = fc
  .record({
    spec: fc.oneof(nonIndexed, indexed),
    byIndex: fc.array(runs, { minLength: 0, maxLength: MAX_PODS }),
    others: runs,
    changes: fc.uniqueArray(
      fc.record({
        at: count(120, 1),
        change: fc.oneof(
          fc.record({ parallelism: count(MAX_PODS) }),
          fc.record({ suspend: fc.boolean() }),
        ),
      }),
      { maxLength: 2, selector: ({ at }) => at },
    ),
  })
  .map(({ spec, byIndex, others, changes }) => ({
    id: '',
    job: { spec: { ...defined(spec), template: TEMPLATE } },
    pods: podsOf('completionMode' in spec, byIndex, others, changes),
    patches: [...changes]
      .sort((one, other) => one.at - other.at)
      .map(({ at, change }) => ({ at, spec: change })),
    until: 400,
  }));

/**
 * Which of several equal Pods goes when `parallelism` decreases is chance, also in Kubernetes. So
 * all Pods of such a Job do the same, unless they have indexes.
 */
function podsOf(
  isIndexed: boolean,
  byIndex: readonly Run[][],
  others: Run[],
  changes: readonly { readonly change: object }[],
): Scenario['pods'] {
  const scales = changes.some(({ change }) => 'parallelism' in change);
  if (!isIndexed) return { default: scales ? others.slice(0, 1) : others };
  return { default: others, ...Object.fromEntries(byIndex.map((list, i) => [`${i}`, list])) };
}

function defined(spec: object): JsonObject {
  return JSON.parse(JSON.stringify(spec)) as JsonObject;
}
