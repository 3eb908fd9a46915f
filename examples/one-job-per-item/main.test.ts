import { app } from './main';
import { synthJobs } from 'cdk8s-jobs/testing';

test('each item has a Job', () => {
  const items = synthJobs(app()).map(
    ({ spec }) => spec.template.spec.containers[0].env?.find(({ name }) => name === 'ITEM')?.value,
  );
  expect(items).toEqual(['apple', 'banana', 'cherry']);
});

test('no two Jobs have the same name', () => {
  expect(new Set(synthJobs(app()).map(({ metadata }) => metadata.name)).size).toBe(3);
});
