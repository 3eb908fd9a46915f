import { ApiObject, App, Chart } from 'cdk8s';
import { Job, JobDefaults } from '../../src';
import type { JobObject } from '../../src/jobs/job-object';
import type { JobManifest } from '../../src/kubernetes/manifest';
import { synthJobs } from '../../src/testing';

export function chartWith(defaults?: JobDefaults): Chart {
  const chart = new Chart(new App(), 'chart');
  defaults?.applyTo(chart);
  return chart;
}

/** The one Job that is made in a chart with these defaults. */
export function jobMadeBy(
  make: (chart: Chart) => void,
  defaults: JobDefaults = JobDefaults.none(),
): JobManifest {
  const chart = chartWith(defaults);
  make(chart);
  const [job, ...others] = synthJobs(chart);
  expect(others).toEqual([]);
  return job;
}

/** Returns the manifest as rendered, without validation. */
export function jobRenderedBy(make: (chart: Chart) => Job): JobManifest {
  const object = ApiObject.of(make(chartWith(JobDefaults.none()))) as JobObject;
  return object.render() as unknown as JobManifest;
}
