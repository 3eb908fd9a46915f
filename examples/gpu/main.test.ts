import { app } from './main';
import { synthJobs } from 'cdk8s-jobs/testing';

const { nodeSelector, containers } = synthJobs(app())[0].spec.template.spec;

test('GPUs are limits, beside the other resources', () => {
  expect(containers[0].resources).toMatchObject({
    limits: { 'nvidia.com/gpu': 2, memory: '65536Mi' },
    requests: { cpu: '8' },
  });
});

test('the Pod goes where they are', () => {
  expect(nodeSelector).toEqual({ 'cloud.google.com/gke-accelerator': 'nvidia-l4' });
});
