import { app } from './main';
import { synthJobs } from 'cdk8s-jobs/testing';

describe('example one-job-per-item', () => {
  test('creates a Job for each item', () => {
    const items = synthJobs(app()).map(
      ({ spec }) =>
        spec.template.spec.containers[0].env?.find(({ name }) => name === 'ITEM')?.value,
    );
    expect(items).toEqual(['apple', 'banana', 'cherry']);
  });

  test('gives each Job a name of its own', () => {
    expect(new Set(synthJobs(app()).map(({ metadata }) => metadata.name)).size).toBe(3);
  });

  test('writes the YAML of the snapshot', () => {
    expect(app().synthYaml()).toMatchSnapshot();
  });
});
