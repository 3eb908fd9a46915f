/** What must not compile does not: tsc fails on a `@ts-expect-error` under which nothing is wrong. */
import { Chart, Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Completion, Job, JobDefaults, JobProps, ParallelJob, SimpleJob } from '../../src';

declare const chart: Chart;

// Good.
new SimpleJob(chart, 'flat', { image: 'i', command: ['c'], args: ['a'], env: { A: '1', B: kplus.EnvValue.fromValue('2') } });
new SimpleJob(chart, 'list', { containers: [{ image: 'i' }], backoffLimit: 1, activeDeadline: Duration.minutes(1) });
new SimpleJob(chart, 'later', {}).addContainer({ image: 'i' });
new SimpleJob(chart, 'restart', { image: 'i', restartPolicy: kplus.RestartPolicy.ON_FAILURE });
new SimpleJob(chart, 'never', { image: 'i', restartPolicy: kplus.RestartPolicy.NEVER });
new SimpleJob(chart, 'overlay', { podOverlay: { containers: [{ name: 'a', image: 'i', resources: { limits: { 'nvidia.com/gpu': 1 } } }] } });
new ParallelJob(chart, 'parallel', { image: 'i', completions: 3 });
new ParallelJob(chart, 'more', { containers: [{ image: 'i' }], completions: 3, parallelism: 2 });
const props: kplus.JobProps = { containers: [{ image: 'i' }] };
const { restartPolicy: _, ...rest } = props;
new SimpleJob(chart, 'from-kplus', rest);
const workload: kplus.Workload = new SimpleJob(chart, 'is-a-workload', { image: 'i' });
JobDefaults.sane().with({ job: { backoffLimit: 1 }, container: { resources: null } }).applyTo(workload);

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
// @ts-expect-error: the Job controller makes the selector
new SimpleJob(chart, 'x', { image: 'i', select: true });
// @ts-expect-error: a duration has a unit
new SimpleJob(chart, 'x', { image: 'i', activeDeadline: 60 });
// @ts-expect-error: an environment variable is a text
new SimpleJob(chart, 'x', { image: 'i', env: { A: 1 } });
// @ts-expect-error: a pattern is a class of its own
new Job(chart, 'x', { image: 'i' }, Completion.once());
// @ts-expect-error: defaults are made by name
new JobDefaults({});
// @ts-expect-error: so is a completion
new Completion({});
// @ts-expect-error: a function is no JSON
const overlay: JobProps = { image: 'i', podOverlay: { hostname: () => 'h' } };
void overlay;
