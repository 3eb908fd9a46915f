import { Chart } from 'cdk8s';
import { IConstruct } from 'constructs';
import { isJobManifest, JobManifest, Manifest } from '../kubernetes/manifest';

/**
 * The Jobs that a chart, or all charts of an app, synthesize, as they stand in the YAML, whoever made them.
 *
 * ```ts
 * const [migrate] = jobsOf(chart);
 * expect(migrate.spec.backoffLimit).toBe(2);
 * ```
 *
 * @throws if the app is not valid, with every error and the path of the construct that has it.
 */
export function synthJobs(scope: IConstruct): JobManifest[] {
  return scope.node
    .findAll()
    .filter((construct): construct is Chart => Chart.isChart(construct))
    .flatMap((chart) => chart.toJson() as Manifest[])
    .filter(isJobManifest);
}

/** The one Job of that name. @throws if there is none, naming those that there are */
export function synthJob(scope: IConstruct, name: string): JobManifest {
  const jobs = synthJobs(scope);
  const job = jobs.find(({ metadata }) => metadata.name === name);
  if (job === undefined) {
    throw new Error(
      `no Job named "${name}"; there are ${jobs.map(({ metadata }) => `"${metadata.name}"`).join(', ') || 'none'}`,
    );
  }
  return job;
}
