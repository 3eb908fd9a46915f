import { app } from './main';
import { synthJobs } from 'cdk8s-jobs/testing';

test('there are as many completions as tasks', () => {
  const [fill, work] = ['-queue-fill-', '-queue-work-'].map((part) =>
    synthJobs(app()).find(({ metadata }) => metadata.name.includes(part))!,
  );
  const tasks = fill.spec.template.spec.containers[0].env
    ?.find(({ name }) => name === 'TASKS')
    ?.value?.split(' ');
  expect(work.spec).toMatchObject({ completions: tasks?.length, parallelism: 2 });
});
