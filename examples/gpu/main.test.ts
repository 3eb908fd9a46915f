import { app } from './main';
import { synthJobs } from 'cdk8s-jobs/testing';

describe('example gpu', () => {
  const { nodeSelector, containers } = synthJobs(app())[0].spec.template.spec;

  test('sets the GPUs as limits, beside the other resources', () => {
    expect(containers[0].resources).toMatchObject({
      limits: { 'nvidia.com/gpu': 2, memory: '65536Mi' },
      requests: { cpu: '8' },
    });
  });

  test('selects nodes that have such GPUs', () => {
    expect(nodeSelector).toEqual({ 'cloud.google.com/gke-accelerator': 'nvidia-l4' });
  });

  test('writes the YAML of the snapshot', () => {
    expect(app().synthYaml()).toMatchSnapshot();
  });
});
