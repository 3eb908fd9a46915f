import { ApiObject, App, Chart, Testing } from 'cdk8s';
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

/** The output of an app of one chart. */
export interface WrittenOutput {
  /** The YAML as the app writes it. */
  readonly yaml: string;
  /** The manifests in the order of the YAML. */
  readonly manifests: any[];
}

/** Returns what an app writes whose chart is filled by `make`. */
export function outputOf(make: (chart: Chart) => void, defaults?: JobDefaults): WrittenOutput {
  const chart = chartWith(defaults);
  make(chart);
  return { yaml: App.of(chart).synthYaml(), manifests: Testing.synth(chart) };
}
