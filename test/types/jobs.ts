/** What must not compile does not: tsc fails on a `@ts-expect-error` under which nothing is wrong. */
import { Chart, Cron, Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import {
  Completion,
  IndexedJob,
  Job,
  JobDefaults,
  JobProps,
  JobRestartPolicy,
  ParallelJob,
  PodFailure,
  PodFailurePolicy,
  RerunPolicy,
  Schedule,
  ScheduledJob,
  SimpleJob,
  SuccessPolicy,
  WorkQueueJob,
} from '../../src';

declare const chart: Chart;

// Good.
new SimpleJob(chart, 'flat', {
  image: 'i',
  command: ['c'],
  args: ['a'],
  env: { A: '1', B: kplus.EnvValue.fromValue('2') },
});
new SimpleJob(chart, 'list', {
  containers: [{ image: 'i' }],
  backoffLimit: 1,
  activeDeadline: Duration.minutes(1),
});
new SimpleJob(chart, 'later', {}).addContainer({ image: 'i' });
new SimpleJob(chart, 'restart', { image: 'i', restartPolicy: kplus.RestartPolicy.ON_FAILURE });
new SimpleJob(chart, 'never', { image: 'i', restartPolicy: kplus.RestartPolicy.NEVER });
new SimpleJob(chart, 'overlay', {
  podOverlay: {
    containers: [{ name: 'a', image: 'i', resources: { limits: { 'nvidia.com/gpu': 1 } } }],
  },
});
new SimpleJob(chart, 'text', { image: 'i', restartPolicy: 'OnFailure' });
declare const either: JobRestartPolicy;
new SimpleJob(chart, 'either', { image: 'i', restartPolicy: either });
const failing = PodFailurePolicy.of(
  PodFailure.onPodCondition('DisruptionTarget').ignore(),
  PodFailure.onExitCodes(2, { containerName: 'main' }).failJob(),
);
const failingIndexes = PodFailurePolicy.of(
  PodFailure.onPodCondition('DisruptionTarget').ignore(),
  PodFailure.onExitCodes(2).failIndex(),
);
new SimpleJob(chart, 'failing', {
  image: 'i',
  podFailurePolicy: failing,
  rerunPolicy: RerunPolicy.untilSuccess(),
});
new SimpleJob(chart, 'sidecar', {
  image: 'i',
  initContainers: [{ image: 'proxy', restartPolicy: 'Always' }],
});
new SimpleJob(chart, 'gpu', { image: 'i', resources: { extended: { 'nvidia.com/gpu': 1 } } });
new IndexedJob(chart, 'indexed', {
  image: 'i',
  completions: 3,
  parallelism: 2,
  successPolicy: SuccessPolicy.indexes(0),
});
new IndexedJob(chart, 'items', { image: 'i', items: [{ url: 'a' }, 'b', 3] });
new IndexedJob(chart, 'per-index', {
  image: 'i',
  completions: 3,
  backoffLimitPerIndex: 1,
  maxFailedIndexes: 2,
  podFailurePolicy: failingIndexes,
});
new IndexedJob(chart, 'restarting', { image: 'i', completions: 3, restartPolicy: 'OnFailure' });
new WorkQueueJob(chart, 'queue', { image: 'i', workers: 3, podFailurePolicy: failing });
new ScheduledJob(chart, 'nightly', {
  image: 'i',
  schedule: Schedule.daily('03:30'),
  timeZone: 'Europe/Berlin',
});
new ScheduledJob(chart, 'text', {
  image: 'i',
  schedule: '@daily',
  completion: Completion.workQueue({ workers: 2 }),
  podFailurePolicy: failing,
});
interface Part {
  readonly bucket: string;
}
declare const parts: Part[];
new IndexedJob(chart, 'interfaces', { image: 'i', items: parts });
new ScheduledJob(chart, 'cron', { containers: [{ image: 'i' }], schedule: Cron.daily() });
const perIndex = Completion.indexed({ completions: 3, backoffLimitPerIndex: 1 });
new ScheduledJob(chart, 'indexed', {
  image: 'i',
  schedule: '@daily',
  completion: perIndex,
  podFailurePolicy: failingIndexes,
});
new ParallelJob(chart, 'parallel', { image: 'i', completions: 3 });
new ParallelJob(chart, 'more', { containers: [{ image: 'i' }], completions: 3, parallelism: 2 });
const props: kplus.JobProps = { containers: [{ image: 'i' }] };
const { restartPolicy: _, ...rest } = props;
new SimpleJob(chart, 'from-kplus', rest);
const workload: kplus.Workload = new SimpleJob(chart, 'is-a-workload', { image: 'i' });
JobDefaults.sane()
  .with({ job: { backoffLimit: 1 }, container: { resources: null } })
  .applyTo(workload);

// @ts-expect-error: Always never ends
new SimpleJob(chart, 'x', { image: 'i', restartPolicy: kplus.RestartPolicy.ALWAYS });
// @ts-expect-error: one container is described in one way
new SimpleJob(chart, 'x', { image: 'i', containers: [{ image: 'i' }] });
// @ts-expect-error: a command belongs to the container that image describes
new SimpleJob(chart, 'x', { containers: [{ image: 'i' }], command: ['c'] });
// @ts-expect-error: a command without an image
new SimpleJob(chart, 'x', { command: ['c'] });
// @ts-expect-error: one Pod, once
new SimpleJob(chart, 'x', { image: 'i', completions: 3 });
// @ts-expect-error: the number of completions is what makes it parallel
new ParallelJob(chart, 'x', { image: 'i', parallelism: 3 });
// @ts-expect-error: a queue is empty when the workers say so
new WorkQueueJob(chart, 'x', { image: 'i', workers: 3, completions: 3 });
// @ts-expect-error: workers are what makes it a queue
new WorkQueueJob(chart, 'x', { image: 'i' });
// @ts-expect-error: there are no indexes to be retried
new SimpleJob(chart, 'x', { image: 'i', backoffLimitPerIndex: 1 });
// @ts-expect-error: nor here
new ParallelJob(chart, 'x', { image: 'i', completions: 3, backoffLimitPerIndex: 1 });
// @ts-expect-error: nor here
new WorkQueueJob(chart, 'x', { image: 'i', workers: 3, backoffLimitPerIndex: 1 });
// @ts-expect-error: a success policy is about indexes
new SimpleJob(chart, 'x', { image: 'i', successPolicy: SuccessPolicy.indexes(0) });
new ParallelJob(chart, 'x', {
  image: 'i',
  completions: 3,
  // @ts-expect-error: here, too
  successPolicy: SuccessPolicy.indexes(0),
});
// @ts-expect-error: indexes need a number, or items
new IndexedJob(chart, 'x', { image: 'i' });
// @ts-expect-error: one of the two
new IndexedJob(chart, 'x', { image: 'i', completions: 3, items: ['a', 'b', 'c'] });
// @ts-expect-error: how many indexes may fail is of interest only if one can fail by itself
new IndexedJob(chart, 'x', { image: 'i', completions: 3, maxFailedIndexes: 1 });
// @ts-expect-error: each retry of an index is a Pod
new IndexedJob(chart, 'x', {
  image: 'i',
  completions: 3,
  backoffLimitPerIndex: 1,
  restartPolicy: 'OnFailure',
});
// @ts-expect-error: a Pod that is restarted has not failed
new SimpleJob(chart, 'x', { image: 'i', restartPolicy: 'OnFailure', podFailurePolicy: failing });
// @ts-expect-error: here, too
new ScheduledJob(chart, 'x', {
  image: 'i',
  schedule: '@daily',
  restartPolicy: kplus.RestartPolicy.ON_FAILURE,
  podFailurePolicy: failing,
});
// @ts-expect-error: an index cannot fail in a Job without indexes
new SimpleJob(chart, 'x', { image: 'i', podFailurePolicy: failingIndexes });
// @ts-expect-error: nor where indexes are not retried by themselves
new IndexedJob(chart, 'x', { image: 'i', completions: 3, podFailurePolicy: failingIndexes });
// @ts-expect-error: nor in a CronJob of such Jobs
new ScheduledJob(chart, 'x', {
  image: 'i',
  schedule: '@daily',
  completion: Completion.indexed({ completions: 3 }),
  podFailurePolicy: failingIndexes,
});
// @ts-expect-error: each retry of an index is a Pod there, too
new ScheduledJob(chart, 'x', {
  image: 'i',
  schedule: '@daily',
  restartPolicy: kplus.RestartPolicy.ON_FAILURE,
  completion: perIndex,
});
// @ts-expect-error: a schedule must be a string
new ScheduledJob(chart, 'x', { image: 'i', schedule: 5 });
// @ts-expect-error: nor is a time
new ScheduledJob(chart, 'x', { image: 'i', schedule: new Date() });
new ScheduledJob(chart, 'x', {
  image: 'i',
  schedule: '@daily',
  // @ts-expect-error: a CronJob is run by its schedule
  rerunPolicy: RerunPolicy.untilSuccess(),
});
// @ts-expect-error: there is no such day
Schedule.weekly('Monday', '03:30');
// @ts-expect-error: it is said what a failure leads to
PodFailurePolicy.of(PodFailure.onExitCodes(2));
// @ts-expect-error: only an init container can be a sidecar
new SimpleJob(chart, 'x', { containers: [{ image: 'i', restartPolicy: 'Always' }] });
// @ts-expect-error: a field of the Pod that does not exist
new SimpleJob(chart, 'x', { image: 'i', podOverlay: { hostnam: 'h' } });
// @ts-expect-error: the Job controller makes the selector
new SimpleJob(chart, 'x', { image: 'i', select: true });
// @ts-expect-error: a duration has a unit
new SimpleJob(chart, 'x', { image: 'i', activeDeadline: 60 });
// @ts-expect-error: an environment variable must be a string
new SimpleJob(chart, 'x', { image: 'i', env: { A: 1 } });
// @ts-expect-error: a pattern is a class of its own
new Job(chart, 'x', { image: 'i' }, Completion.single());
// @ts-expect-error: defaults are made by name
new JobDefaults({});
// @ts-expect-error: so is a completion
new Completion({});
// @ts-expect-error: a function is not JSON
const overlay: JobProps = { image: 'i', podOverlay: { hostname: () => 'h' } };
void overlay;
