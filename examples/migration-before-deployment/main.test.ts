import { app } from './main';
import { synthJobs } from 'cdk8s-jobs/testing';

describe('example migration-before-deployment', () => {
  const job = synthJobs(app())[0];

  test('names the migration Job after its content', () => {
    expect(job.metadata.name).toMatch(/^database-migrate-\w{8}$/);
    expect(job.spec.template.spec.containers[0].env).toContainEqual({ name: 'SCHEMA', value: '7' });
  });

  test('keeps the name of the migration Job when nothing has changed', () => {
    expect(synthJobs(app())[0].metadata.name).toBe(job.metadata.name);
  });

  test('writes the shop to a file of its own, to be deployed after the database', () => {
    expect(app().charts.map(({ node }) => node.id)).toEqual(['database', 'shop']);
  });

  test('writes the YAML of the snapshot', () => {
    expect(app().synthYaml()).toMatchSnapshot();
  });
});
