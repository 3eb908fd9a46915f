import { app } from './main';
import { jobsOf } from 'cdk8s-jobs/testing';

test('the Job has succeeded when index 0 has', () => {
  expect(jobsOf(app())[0].spec.successPolicy).toEqual({ rules: [{ succeededIndexes: '0' }] });
});
