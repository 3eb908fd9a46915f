import { app } from './main';
import { synthJobs } from 'cdk8s-jobs/testing';

describe('example per-index-retries', () => {
  test('retries each index once, and fails when more than two indexes have failed', () => {
    expect(synthJobs(app())[0].spec).toMatchObject({
      completionMode: 'Indexed',
      completions: 4,
      backoffLimitPerIndex: 1,
      maxFailedIndexes: 2,
    });
  });

  test('writes the YAML of the snapshot', () => {
    expect(app().synthYaml()).toMatchSnapshot();
  });
});
