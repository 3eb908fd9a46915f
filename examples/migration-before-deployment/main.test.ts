import { app } from './main';
import { synthJobs } from 'cdk8s-jobs/testing';

const job = synthJobs(app())[0];

test('the migration runs again when the version of the data changes, and only then', () => {
  expect(job.metadata.name).toMatch(/^database-migrate-\w{8}$/);
  expect(job.metadata.name).toBe(synthJobs(app())[0].metadata.name);
  expect(job.spec.template.spec.containers[0].env).toContainEqual({ name: 'SCHEMA', value: '7' });
});

test('the shop is in a file of its own, to be deployed after it', () => {
  expect(app().charts.map(({ node }) => node.id)).toEqual(['database', 'shop']);
});
