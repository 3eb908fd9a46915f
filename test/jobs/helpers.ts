import { App, Chart } from 'cdk8s';
import { JobDefaults } from '../../src';
import type { JobManifest } from '../../src/batch/manifest';
import { jobsOf } from '../../src/testing';

export function chartWith(defaults?: JobDefaults): Chart {
  const chart = new Chart(new App(), 'chart');
  defaults?.applyTo(chart);
  return chart;
}

/** The one Job that is made in a chart with these defaults. */
export function jobMadeBy(make: (chart: Chart) => void, defaults: JobDefaults = JobDefaults.none()): JobManifest {
  const chart = chartWith(defaults);
  make(chart);
  const [job, ...others] = jobsOf(chart);
  expect(others).toEqual([]);
  return job;
}
