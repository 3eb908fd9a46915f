import { Testing } from 'cdk8s';
import { app } from './main';

describe('example nightly', () => {
  const cronJob = Testing.synth(app().charts[0]).find(
    ({ kind }: { kind: string }) => kind === 'CronJob',
  );

  test('runs at 03:30 in Berlin', () => {
    expect(cronJob.spec).toMatchObject({ schedule: '30 3 * * *', timeZone: 'Europe/Berlin' });
  });

  test('skips a run that would start two hours late, and never runs twice at once', () => {
    expect(cronJob.spec).toMatchObject({
      startingDeadlineSeconds: 7200,
      concurrencyPolicy: 'Forbid',
    });
  });

  test('runs an index for each shop, for an hour at most', () => {
    expect(cronJob.spec.jobTemplate.spec).toMatchObject({
      completionMode: 'Indexed',
      completions: 2,
      activeDeadlineSeconds: 3600,
    });
  });

  test('writes the YAML of the snapshot', () => {
    expect(app().synthYaml()).toMatchSnapshot();
  });
});
