import { deployReport, jobOf } from './cli';
import { inNamespace, kubectl } from '../harness';

const JOBS = [
  jobOf('works', 'true'),
  jobOf('fails', 'exit 1', { backoffLimit: 0 }),
  jobOf('retried', 'exit 1', { backoffLimit: 1 }),
  jobOf('several', 'sleep 1', { completions: 4, parallelism: 2 }),
  jobOf('indexed', 'test $JOB_COMPLETION_INDEX != 1', {
    completions: 3,
    parallelism: 3,
    completionMode: 'Indexed',
    backoffLimitPerIndex: 0,
  }),
  jobOf(
    'by-policy',
    'test $JOB_COMPLETION_INDEX = 0 || sleep 60',
    {
      completions: 2,
      parallelism: 2,
      completionMode: 'Indexed',
      successPolicy: { rules: [{ succeededIndexes: '0' }] },
    },
    { terminationGracePeriodSeconds: 0 },
  ),
  jobOf('too-long', 'sleep 60', { activeDeadlineSeconds: 2 }, { terminationGracePeriodSeconds: 0 }),
  jobOf(
    'in-place',
    'exit 3',
    { backoffLimit: 1 },
    { restartPolicy: 'OnFailure', terminationGracePeriodSeconds: 0 },
  ),
  jobOf('queue', 'true', { parallelism: 2 }),
];

test('deploy and kubectl wait agree about Jobs that end', () =>
  inNamespace(async (namespace) => {
    const { report } = await deployReport(namespace, JOBS);
    const ours = report.jobs.map(({ name, outcome }) => [name, outcome]);
    const theirs = await Promise.all(
      report.jobs.map(async ({ name }) => {
        const waited = await Promise.all(
          ['Complete', 'Failed'].map((condition) =>
            kubectl(
              'wait',
              `--for=condition=${condition}`,
              `job/${name}`,
              '-n',
              namespace,
              '--timeout=0', // looks once, however long the process takes to start
            ),
          ),
        );
        const [complete, failed] = waited.map(({ code }) => code === 0);
        return [
          name,
          complete && !failed ? 'succeeded' : failed && !complete ? 'failed' : 'neither',
        ];
      }),
    );
    expect(ours).toEqual(theirs);
    expect(new Set(ours.map(([, outcome]) => outcome))).toEqual(new Set(['succeeded', 'failed']));
  }));
