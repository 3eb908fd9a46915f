import { app } from './main';
import { synthJobs } from 'cdk8s-jobs/testing';

test('each index has a retry of its own', () => {
  expect(synthJobs(app())[0].spec).toMatchObject({
    completionMode: 'Indexed',
    completions: 4,
    backoffLimitPerIndex: 1,
    maxFailedIndexes: 2,
  });
});
