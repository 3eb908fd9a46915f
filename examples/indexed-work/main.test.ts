import { app } from './main';
import { synthJobs } from 'cdk8s-jobs/testing';

describe('example indexed-work', () => {
  const { spec } = synthJobs(app())[0];

  test('has an index for each item', () => {
    expect(spec).toMatchObject({ completionMode: 'Indexed', completions: 5, parallelism: 3 });
  });

  test('passes the item to its Pod in the file $JOB_ITEM', () => {
    expect(spec.template.spec.containers[0].env).toContainEqual({
      name: 'JOB_ITEM',
      value: '/var/run/cdk8s-jobs/item.txt',
    });
  });

  test('writes the YAML of the snapshot', () => {
    expect(app().synthYaml()).toMatchSnapshot();
  });
});
