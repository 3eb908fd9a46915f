import { app } from './main';
import { synthJobs } from 'cdk8s-jobs/testing';

const [{ metadata, spec }] = synthJobs(app());

test('all Pods are at work at once', () => {
  expect(spec.parallelism).toBe(spec.completions);
});

test('they know the leader by the name of its Pod', () => {
  expect(spec.template.spec.containers[0].env).toContainEqual({
    name: 'LEADER',
    value: `${metadata.name}-0.${String(spec.template.spec.subdomain)}`,
  });
});
