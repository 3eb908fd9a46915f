import { app } from './main';
import { synthJobs } from 'cdk8s-jobs/testing';

describe('example fine-work-queue', () => {
  const { spec } = synthJobs(app()).find(({ metadata }) =>
    metadata.name.includes('work-queue-work'),
  )!;

  test('runs two workers', () => {
    expect(spec.parallelism).toBe(2);
  });

  test('sets no completions, so the Job succeeds when all workers have ended', () => {
    expect(spec).not.toHaveProperty('completions');
  });

  test('writes the YAML of the snapshot', () => {
    expect(app().synthYaml()).toMatchSnapshot();
  });
});
