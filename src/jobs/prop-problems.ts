import type * as kplus from 'cdk8s-plus-27';
import type { AnyJobProps } from './job-props';
import { propsOfContainer } from './kplus-pod';
import { propTypeErrors, dropInvalidProps } from './prop-validation';
import { unknownContainerProps, unknownJobProps } from './unknown-props';
import type { JsonObject } from '../kubernetes/json';
import type { Completion } from '../policy/completion';

/** The props of a Job or CronJob, with its containers. */
export interface Given {
  readonly kind: 'Job' | 'CronJob';
  readonly props: AnyJobProps;
  readonly completion: Completion;
  readonly containers: readonly kplus.Container[];
  readonly initContainers: readonly kplus.Container[];
  readonly podMetadata: JsonObject;
}

/** The metadata that the Job controller copies from the template to Pods. */
const POD_METADATA = ['labels', 'annotations', 'finalizers'];
/** The metadata that the CronJob controller copies from the template to Jobs. */
const JOB_METADATA = ['labels', 'annotations'];

/** Props that only some patterns have, with the classes of these patterns. */
const PATTERNS: Readonly<Record<string, string>> = {
  completions: 'ParallelJob and IndexedJob',
  parallelism: 'ParallelJob and IndexedJob',
  items: 'IndexedJob',
  backoffLimitPerIndex: 'IndexedJob',
  maxFailedIndexes: 'IndexedJob',
  successPolicy: 'IndexedJob',
  workers: 'WorkQueueJob',
  completionMode: 'SimpleJob, ParallelJob and WorkQueueJob',
};

/** Props that only a `ScheduledJob` has. */
const OF_SCHEDULES = [
  'schedule',
  'timeZone',
  'concurrencyPolicy',
  'startingDeadline',
  'jobMetadata',
  'successfulJobsRetained',
  'failedJobsRetained',
  'completion',
];

/**
 * Returns the problems of props that the manifest does not show, each as `prop: what, why; what to
 * do`.
 */
export function propProblems({
  kind,
  props,
  completion,
  containers,
  initContainers,
  podMetadata,
}: Given): string[] {
  const ofContainers = (list: string, made: readonly kplus.Container[]) =>
    made.flatMap((container, i) => {
      const given = propsOfContainer(container) ?? {};
      const unknown = unknownContainerProps(given, list === 'initContainers');
      return [...unknown, ...propTypeErrors(given)].map((problem) => `${list}[${i}].${problem}`);
    });
  return [
    ...unknownJobProps(props),
    ...propTypeErrors(props),
    ...ofContainers('containers', containers),
    ...ofContainers('initContainers', initContainers),
    ...patternProblems(kind, props, completion),
    ...combinationProblems(dropInvalidProps(props)),
    ...metadataProblems('podMetadata', podMetadata, POD_METADATA, 'the Job controller'),
    ...metadataProblems(
      'jobMetadata',
      (props as { readonly jobMetadata?: JsonObject }).jobMetadata ?? {},
      JOB_METADATA,
      'the CronJob controller',
    ),
  ];
}

/** Reports metadata of a template that no created object gets, such as its name. */
function metadataProblems(
  prop: string,
  metadata: JsonObject,
  copied: readonly string[],
  controller: string,
): string[] {
  return Object.keys(metadata)
    .filter((field) => metadata[field] !== undefined && !copied.includes(field))
    .map(
      (field) =>
        `${prop}.${field}: has no effect, since ${controller} names what it creates and copies ` +
        `only ${copied.join(', ')}; omit it`,
    );
}

function patternProblems(
  kind: Given['kind'],
  props: AnyJobProps,
  completion: Completion,
): string[] {
  const isGiven = (name: string) =>
    (props as Readonly<Record<string, unknown>>)[name] !== undefined;
  const foreign = Object.keys(PATTERNS)
    .filter(isGiven)
    .filter((name) => kind === 'CronJob' || !completion.props.includes(name));
  const ofSchedules = kind === 'CronJob' ? [] : OF_SCHEDULES.filter(isGiven);
  return [
    ...ofSchedules.map(
      (name) => `${name}: is a prop of ScheduledJob only; use such a Job, or omit the prop`,
    ),
    ...foreign.map(
      (name) =>
        `${name}: is a prop of ${PATTERNS[name]} only; ` +
        (kind === 'CronJob'
          ? 'pass it to Completion, in the prop completion'
          : 'use such a Job, or omit the prop'),
    ),
    ...completion.problems,
  ];
}

function combinationProblems(props: AnyJobProps): string[] {
  const { image, containers, rerunPolicy, ttlAfterFinished } = props;
  const problems: string[] = [];
  if (image !== undefined && containers !== undefined) {
    problems.push('image and containers are mutually exclusive; move image into containers');
  }
  if (rerunPolicy?.name === 'UntilSuccess' && ttlAfterFinished !== undefined) {
    problems.push(
      'ttlAfterFinished: is not allowed with rerunPolicy UntilSuccess, since a deleted Job ' +
        'leaves no record of its success; omit ttlAfterFinished, or use another rerunPolicy',
    );
  }
  return problems;
}
