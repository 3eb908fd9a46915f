import { App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { SimpleJob } from '../../src';
import { synthJob, synthJobs } from '../../src/testing';

function appWithTwoCharts(): App {
  const app = new App();
  const first = new Chart(app, 'first');
  new SimpleJob(first, 'a', { metadata: { name: 'a' }, image: 'i' });
  new kplus.ConfigMap(first, 'config');
  new kplus.Job(new Chart(app, 'second'), 'b', {
    metadata: { name: 'b' },
    containers: [{ image: 'i' }],
  });
  return app;
}

test('the Jobs of an app are those of all its charts, whoever made them, and nothing else', () => {
  expect(
    synthJobs(appWithTwoCharts()).map(({ kind, metadata }) => `${kind} ${metadata.name}`),
  ).toEqual(['Job a', 'Job b']);
});

test('the Jobs of a chart are its own', () => {
  expect(
    synthJobs(appWithTwoCharts().node.findChild('first')).map(({ metadata }) => metadata.name),
  ).toEqual(['a']);
});

test('a Job is found by its name', () => {
  expect(synthJob(appWithTwoCharts(), 'b').metadata.name).toBe('b');
});

test('a name that no Job has is an error that tells those that there are', () => {
  expect(() => synthJob(appWithTwoCharts(), 'c')).toThrow('no Job named "c"; there are "a", "b"');
  expect(() => synthJob(new App(), 'c')).toThrow('no Job named "c"; there are none');
});
