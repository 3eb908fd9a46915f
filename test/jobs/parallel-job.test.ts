import { jobMadeBy } from './helpers';
import { ParallelJob } from '../../src';

test('it writes how many Pods must succeed and how many work at once', () => {
  const { spec } = jobMadeBy(
    (chart) => new ParallelJob(chart, 'job', { image: 'i', completions: 6, parallelism: 2 }),
  );
  expect(spec).toMatchObject({ completions: 6, parallelism: 2 });
});

test('parallelism is left to the server where it is not written', () => {
  expect(
    jobMadeBy((chart) => new ParallelJob(chart, 'job', { image: 'i', completions: 6 })).spec,
  ).not.toHaveProperty('parallelism');
});
