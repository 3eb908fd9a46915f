import fc from 'fast-check';
import type { Change, Run, Scenario } from './scenario';
import type { JsonObject } from '../../src/kubernetes/json';
import type { Propagation } from '../../src/local/controllers/garbage-collector';

const MAX_PODS = 6;
const CONTAINERS = ['main', 'second', 'third'];

/** Returns the scenarios of a seed: the same ones each time. */
export function scenarios(seed: number, count: number): Scenario[] {
  return fc
    .sample(scenario, { seed, numRuns: count })
    .map((generated, i) => ({ ...generated, id: `s${seed}n${i}` }));
}

const maybe = <Value>(arbitrary: fc.Arbitrary<Value>, freq = 2) =>
  fc.option(arbitrary, { nil: undefined, freq });
const count = (max: number, min = 0) => fc.integer({ min, max });

const simpleRun: fc.Arbitrary<Run> = fc
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
/** Containers of one Pod end at different times, so that each change has a second of its own. */
const containers = fc
  .uniqueArray(
    fc.record({
      name: fc.constantFrom(...CONTAINERS),
      attempts: fc.array(fc.record({ run: count(30, 1), exit: fc.constantFrom(0, 0, 1, 3, 42) }), {
        minLength: 1,
        maxLength: 3,
      }),
    }),
    { minLength: 1, selector: ({ name }) => name },
  )
  .map((list) => Object.fromEntries(list.map(({ name, attempts }) => [name, attempts])));
const run: fc.Arbitrary<Run> = fc
  .tuple(simpleRun, maybe(containers, 1))
  .map(([simple, byName]) => ({ ...simple, ...(byName && { containers: byName }) }));
const runs = fc.array(run, { minLength: 1, maxLength: 4 });

const failurePolicy = (...actions: string[]) =>
  fc.record({
    rules: fc.array(
      fc.oneof(
        fc.record({
          action: fc.constantFrom(...actions),
          onExitCodes: fc.record({
            containerName: maybe(fc.constant('main')),
            operator: fc.constantFrom('In', 'NotIn'),
            values: fc.uniqueArray(fc.constantFrom(1, 3, 42, 137), { minLength: 1 }),
          }),
        }),
        fc.record({
          action: fc.constantFrom(...actions),
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
};
const ACTIONS = ['FailJob', 'Ignore', 'Count'];

const nonIndexed = fc.record({
  ...common,
  podFailurePolicy: maybe(failurePolicy(...ACTIONS), 3),
  completions: maybe(count(MAX_PODS), 4),
});

const indexed = fc
  .record({
    ...common,
    completionMode: fc.constant('Indexed'),
    completions: count(MAX_PODS, 1),
    backoffLimitPerIndex: maybe(count(2)),
    podFailurePolicy: maybe(failurePolicy(...ACTIONS), 3),
    perIndexPolicy: maybe(failurePolicy(...ACTIONS, 'FailIndex'), 3),
    isElastic: fc.boolean(),
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
  .map(({ maxFailedIndexes, perIndexPolicy, isElastic, ...spec }) => ({
    ...spec,
    ...(isElastic && { parallelism: spec.completions }),
    ...(spec.backoffLimitPerIndex !== undefined && {
      maxFailedIndexes,
      podFailurePolicy: perIndexPolicy,
    }),
  }));

const scenario: fc.Arbitrary<Scenario> = fc
  .record({
    spec: fc.oneof(nonIndexed, indexed),
    byIndex: fc.array(runs, { minLength: 0, maxLength: MAX_PODS }),
    others: runs,
    names: fc.constantFrom(1, 1, 2, 3),
    restarts: fc.constantFrom(false, false, true),
    changes: fc.uniqueArray(
      fc.record({
        at: count(120, 1),
        change: fc.oneof(
          fc.record({ parallelism: count(MAX_PODS) }),
          fc.record({ suspend: fc.boolean() }),
          fc.record({ completions: count(MAX_PODS, 1) }),
        ),
      }),
      { maxLength: 2, selector: ({ at }) => at },
    ),
    deletion: maybe(
      fc.record({
        at: count(150, 1),
        delete: fc.constantFrom<Propagation>('Foreground', 'Background', 'Orphan'),
      }),
      4,
    ),
  })
  .map(({ spec, byIndex, others, names, restarts, changes, deletion }) => {
    const edits = changes
      .filter(({ at }) => at !== deletion?.at)
      .map(({ at, change }) => ({ at, spec: allowed(spec, change) }))
      .filter((edit) => edit.spec !== undefined) as Change[];
    return {
      id: '',
      job: {
        spec: { ...defined(withRestarts(spec, restarts)), template: template(names, restarts) },
      },
      pods: podsOf('completionMode' in spec, byIndex, others, changes),
      patches: [...edits, ...(deletion ? [deletion] : [])].sort((a, b) => a.at - b.at),
      until: 400,
    };
  });

function template(names: number, restarts: boolean): JsonObject {
  const list = CONTAINERS.slice(0, names).map((name) => ({ name, image: 'busybox' }));
  return { spec: { restartPolicy: restarts ? 'OnFailure' : 'Never', containers: list } };
}

/** A failure policy needs Pods that are not restarted in place. */
function withRestarts(spec: object, restarts: boolean): object {
  return restarts ? { ...spec, podFailurePolicy: undefined } : spec;
}

/** `completions` can change only together with `parallelism`, in a Job with indexes. */
function allowed(spec: object, change: object): JsonObject | undefined {
  if (!('completions' in change)) return defined(change);
  const { completionMode, parallelism, completions } = defined(spec);
  return completionMode === 'Indexed' && parallelism === completions
    ? { ...defined(change), parallelism: change.completions as number }
    : undefined;
}

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
  const scales = changes.some(({ change }) => !('suspend' in change));
  if (!isIndexed) return { default: scales ? others.slice(0, 1) : others };
  return { default: others, ...Object.fromEntries(byIndex.map((list, i) => [`${i}`, list])) };
}

function defined(spec: object): JsonObject {
  return JSON.parse(JSON.stringify(spec)) as JsonObject;
}
