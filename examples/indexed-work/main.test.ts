import { app } from './main';
import { synthJobs } from 'cdk8s-jobs/testing';

test('each item has an index', () => {
  expect(synthJobs(app())[0].spec).toMatchObject({
    completionMode: 'Indexed',
    completions: 5,
    parallelism: 3,
  });
});

test('and reaches its Pod in a file', () => {
  expect(synthJobs(app())[0].spec.template.spec.containers[0].env).toContainEqual({
    name: 'JOB_ITEM',
    value: '/var/run/cdk8s-jobs/item.txt',
  });
});
