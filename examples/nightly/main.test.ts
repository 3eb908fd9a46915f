import { Testing } from 'cdk8s';
import { app } from './main';

const cronJob = Testing.synth(app().charts[0]).find(
  ({ kind }: { kind: string }) => kind === 'CronJob',
);

test('it runs at half past three in Berlin', () => {
  expect(cronJob.spec).toMatchObject({
    schedule: '30 3 * * *',
    timeZone: 'Europe/Berlin',
    startingDeadlineSeconds: 7200,
    concurrencyPolicy: 'Forbid',
  });
});

test('each run has an index for each shop', () => {
  expect(cronJob.spec.jobTemplate.spec).toMatchObject({
    completionMode: 'Indexed',
    completions: 2,
    activeDeadlineSeconds: 3600,
  });
});
