import { app } from './main';
import { synthJobs } from 'cdk8s-jobs/testing';

test('the log is shown by a sidecar, not by a container that would have to end', () => {
  const { containers, initContainers } = synthJobs(app())[0].spec.template.spec;
  expect(containers.map(({ name }) => name)).toEqual(['main']);
  expect(initContainers).toMatchObject([{ name: 'show-log', restartPolicy: 'Always' }]);
});
