import { app } from './main';
import { synthJobs } from 'cdk8s-jobs/testing';

describe('example pod-to-pod', () => {
  const [{ metadata, spec }] = synthJobs(app());

  test('runs all Pods at once', () => {
    expect(spec.parallelism).toBe(spec.completions);
  });

  test('passes the host name of index 0 to every Pod', () => {
    expect(spec.template.spec.containers[0].env).toContainEqual({
      name: 'LEADER',
      value: `${metadata.name}-0.${String(spec.template.spec.subdomain)}`,
    });
  });

  test('writes the YAML of the snapshot', () => {
    expect(app().synthYaml()).toMatchSnapshot();
  });
});
