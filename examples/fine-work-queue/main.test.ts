import { app } from './main';
import { synthJobs } from 'cdk8s-jobs/testing';

test('there are workers, and no number of completions', () => {
  const work = synthJobs(app()).find(({ metadata }) => metadata.name.includes('work-queue-work'))!;
  expect(work.spec.parallelism).toBe(2);
  expect(work.spec).not.toHaveProperty('completions');
});
