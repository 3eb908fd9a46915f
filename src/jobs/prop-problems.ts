import type { Duration } from 'cdk8s';
import type * as kplus from 'cdk8s-plus-27';
import type { AnyJobProps } from './job-props';
import { propsOfContainer } from './kplus-pod';
import { propTypeErrors, dropInvalidProps } from './prop-validation';
import { formatDuration } from '../kubernetes/duration';
import type { Completion } from '../policy/completion';

/** What a user gave to make a Job or CronJob of. */
export interface Given {
  readonly kind: 'Job' | 'CronJob';
  readonly props: AnyJobProps;
  readonly completion: Completion;
  readonly containers: readonly kplus.Container[];
  readonly initContainers: readonly kplus.Container[];
}

/** Props that are of some patterns only, and of which. */
const PATTERNS: Readonly<Record<string, string>> = {
  completions: 'ParallelJob and IndexedJob',
  parallelism: 'ParallelJob and IndexedJob',
  items: 'IndexedJob',
  backoffLimitPerIndex: 'IndexedJob',
  maxFailedIndexes: 'IndexedJob',
  successPolicy: 'IndexedJob',
  workers: 'WorkQueueJob',
};

/** So often the controller looks at schedules, in seconds. */
const LEAST_STARTING_DEADLINE = 10;

/** What is wrong with props, where the manifest would not show it, as `prop: what, why; what to do`. */
export function propProblems({
  kind,
  props,
  completion,
  containers,
  initContainers,
}: Given): string[] {
  const ofContainers = (list: string, made: readonly kplus.Container[]) =>
    made.flatMap((container, i) =>
      propTypeErrors(propsOfContainer(container) ?? {}).map(
        (problem) => `${list}[${i}].${problem}`,
      ),
    );
  return [
    ...propTypeErrors(props),
    ...ofContainers('containers', containers),
    ...ofContainers('initContainers', initContainers),
    ...patternProblems(kind, props, completion),
    ...combinationProblems(dropInvalidProps(props)),
  ];
}

function patternProblems(
  kind: Given['kind'],
  props: AnyJobProps,
  completion: Completion,
): string[] {
  const foreign = Object.keys(PATTERNS)
    .filter((name) => (props as Readonly<Record<string, unknown>>)[name] !== undefined)
    .filter((name) => kind === 'CronJob' || !completion.props.includes(name));
  return [
    ...foreign.map(
      (name) =>
        `${name}: is a prop of ${PATTERNS[name]}, and says nothing here; ${kind === 'CronJob' ? 'give it to Completion, in the prop completion' : 'use such a Job, or leave it out'}`,
    ),
    ...completion.problems,
  ];
}

function combinationProblems(props: AnyJobProps): string[] {
  const { image, containers, rerunPolicy, ttlAfterFinished, startingDeadline } =
    props as AnyJobProps & { readonly startingDeadline?: Duration };
  const problems: string[] = [];
  if (image !== undefined && containers !== undefined) {
    problems.push(
      'image and containers are both given, and only one of them can describe the containers; move image into containers',
    );
  }
  if (rerunPolicy?.name === 'UntilSuccess' && ttlAfterFinished !== undefined) {
    problems.push(
      'ttlAfterFinished: a Job that is deleted is not remembered, so nobody would know that it has run once; leave ttlAfterFinished out, or' +
        ' use another rerunPolicy',
    );
  }
  const deadline = startingDeadline?.toSeconds() ?? Infinity;
  if (deadline > 0 && deadline < LEAST_STARTING_DEADLINE) {
    problems.push(
      `startingDeadline: has ${formatDuration(deadline)}, and the controller looks every ${formatDuration(LEAST_STARTING_DEADLINE)}, so runs are left out by chance;` +
        ` give it ${formatDuration(LEAST_STARTING_DEADLINE)} at least`,
    );
  }
  return problems;
}
