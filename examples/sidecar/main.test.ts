import { app } from './main';
import { synthJobs } from 'cdk8s-jobs/testing';

describe('example sidecar', () => {
  test('prints the log with a sidecar, which does not keep the Job from completing', () => {
    const { containers, initContainers } = synthJobs(app())[0].spec.template.spec;
    expect(containers.map(({ name }) => name)).toEqual(['main']);
    expect(initContainers).toMatchObject([{ name: 'show-log', restartPolicy: 'Always' }]);
  });

  test('writes the YAML of the snapshot', () => {
    expect(app().synthYaml()).toMatchSnapshot();
  });
});
