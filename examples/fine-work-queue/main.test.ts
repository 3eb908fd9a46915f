import { app } from './main';
import { jobsOf } from 'cdk8s-jobs/testing';

test('there are workers, and no number of completions', () => {
  const work = jobsOf(app()).find(({ metadata }) => metadata.name.includes('work-queue-work'))!;
  expect(work.spec.parallelism).toBe(2);
  expect(work.spec).not.toHaveProperty('completions');
});
