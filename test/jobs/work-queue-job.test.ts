import { jobMadeBy } from './helpers';
import { WorkQueueJob } from '../../src';

test('WorkQueueJob writes parallelism, and no completions', () => {
  const { spec } = jobMadeBy((chart) => new WorkQueueJob(chart, 'job', { image: 'i', workers: 3 }));
  expect(spec.parallelism).toBe(3);
  expect(spec).not.toHaveProperty('completions');
});
