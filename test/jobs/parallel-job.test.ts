import { jobMadeBy } from './helpers';
import { ParallelJob } from '../../src';

test('ParallelJob writes completions and parallelism', () => {
  const { spec } = jobMadeBy(
    (chart) => new ParallelJob(chart, 'job', { image: 'i', completions: 6, parallelism: 2 }),
  );
  expect(spec).toMatchObject({ completions: 6, parallelism: 2 });
});

test('ParallelJob omits parallelism when it is not given', () => {
  expect(
    jobMadeBy((chart) => new ParallelJob(chart, 'job', { image: 'i', completions: 6 })).spec,
  ).not.toHaveProperty('parallelism');
});
