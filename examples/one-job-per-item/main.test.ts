import { app } from './main';
import { jobsOf } from 'cdk8s-jobs/testing';

test('each item has a Job', () => {
  const items = jobsOf(app()).map(({ spec }) => spec.template.spec.containers[0].env?.find(({ name }) => name === 'ITEM')?.value);
  expect(items).toEqual(['apple', 'banana', 'cherry']);
});

test('no two Jobs have the same name', () => {
  expect(new Set(jobsOf(app()).map(({ metadata }) => metadata.name)).size).toBe(3);
});
