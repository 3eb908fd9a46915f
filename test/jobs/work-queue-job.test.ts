import { jobMadeBy } from './helpers';
import { WorkQueueJob } from '../../src';

test('it writes how many work at once, and not how many must succeed', () => {
  const { spec } = jobMadeBy((chart) => new WorkQueueJob(chart, 'job', { image: 'i', workers: 3 }));
  expect(spec.parallelism).toBe(3);
  expect(spec).not.toHaveProperty('completions');
});
