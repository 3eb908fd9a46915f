import { app } from './main';
import { synthJobs } from 'cdk8s-jobs/testing';

describe('example leader-success', () => {
  test('succeeds when index 0 has succeeded', () => {
    expect(synthJobs(app())[0].spec.successPolicy).toEqual({
      rules: [{ succeededIndexes: '0' }],
    });
  });

  test('writes the YAML of the snapshot', () => {
    expect(app().synthYaml()).toMatchSnapshot();
  });
});
