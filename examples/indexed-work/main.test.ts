import { app } from './main';
import { jobsOf } from 'cdk8s-jobs/testing';

test('each item has an index', () => {
  expect(jobsOf(app())[0].spec).toMatchObject({ completionMode: 'Indexed', completions: 5, parallelism: 3 });
});

test('and reaches its Pod in a file', () => {
  expect(jobsOf(app())[0].spec.template.spec.containers[0].env).toContainEqual({ name: 'JOB_ITEM', value: '/var/run/cdk8s-jobs/item.txt' });
});
