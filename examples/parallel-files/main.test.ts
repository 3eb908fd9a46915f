import { app } from './main';
import { synthJobs } from 'cdk8s-jobs/testing';

const [files, sane] = synthJobs(app());

test('without defaults the Job holds only what is written', () => {
  expect(files).toMatchSnapshot();
  expect(files.metadata).toEqual({ name: 'parallel-file-processing-job' });
  expect(Object.keys(files.spec).sort()).toEqual(['completions', 'parallelism', 'template']);
});

test('three Pods work at once, and three must succeed', () => {
  for (const job of [files, sane]) {
    expect(job.spec).toMatchObject({ completions: 3, parallelism: 3 });
  }
});

test('with sane defaults it may do little, and can do what it has to', () => {
  expect(sane).toMatchSnapshot();
  expect(sane.spec.template.spec.containers[0].resources).toMatchObject({
    requests: { cpu: '100m', memory: '128Mi' },
  });
});
