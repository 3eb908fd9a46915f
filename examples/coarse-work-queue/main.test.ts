import { app } from './main';
import { synthJobs } from 'cdk8s-jobs/testing';

describe('example coarse-work-queue', () => {
  const [fill, work] = ['-queue-fill-', '-queue-work-'].map((part) =>
    synthJobs(app()).find(({ metadata }) => metadata.name.includes(part))!,
  );

  test('has as many completions as tasks', () => {
    const tasks = fill.spec.template.spec.containers[0].env
      ?.find(({ name }) => name === 'TASKS')
      ?.value?.split(' ');
    expect(work.spec.completions).toBe(tasks?.length);
  });

  test('runs two workers at a time', () => {
    expect(work.spec.parallelism).toBe(2);
  });

  test('writes the YAML of the snapshot', () => {
    expect(app().synthYaml()).toMatchSnapshot();
  });
});
