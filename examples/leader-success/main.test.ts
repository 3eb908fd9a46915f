import { app } from './main';
import { synthJobs } from 'cdk8s-jobs/testing';

test('the Job has succeeded when index 0 has', () => {
  expect(synthJobs(app())[0].spec.successPolicy).toEqual({ rules: [{ succeededIndexes: '0' }] });
});
