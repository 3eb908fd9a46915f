import { ApiObject, Chart } from 'cdk8s';
import { IConstruct } from 'constructs';
import {
  CronJobManifest,
  isCronJobManifest,
  isJobManifest,
  JobManifest,
  Manifest,
} from '../kubernetes/manifest';

/** A manifest, and the id that its construct has in the source code. */
export interface Synthesized<Type extends Manifest> {
  readonly id: string;
  readonly path: string;
  readonly manifest: Type;
}

/**
 * Returns the manifests of all Jobs in an app, a chart or any construct, as they are written to YAML.
 *
 * ```ts
 * const [migrate] = synthJobs(chart);
 * expect(migrate.spec.backoffLimit).toBe(2);
 * ```
 * @throws Error if the app is not valid, with every problem and the path of its construct
 */
export function synthJobs(scope: IConstruct): JobManifest[] {
  return synth(scope, isJobManifest).map(({ manifest }) => manifest);
}

/**
 * Returns the manifests of all CronJobs in an app, a chart or any construct, as they are written to YAML.
 * @throws Error if the app is not valid, with every problem and the path of its construct
 */
export function synthCronJobs(scope: IConstruct): CronJobManifest[] {
  return synth(scope, isCronJobManifest).map(({ manifest }) => manifest);
}

/**
 * Returns the manifest of one Job.
 *
 * ```ts
 * new SimpleJob(chart, 'migrate', { image });
 * expect(synthJob(chart, 'migrate').spec.backoffLimit).toBe(2);
 * ```
 * @param idOrName the id that the construct got from its user, or the name in the manifest
 * @throws Error if the app is not valid, or if no Job or more than one Job matches, with the Jobs that there are
 */
export function synthJob(scope: IConstruct, idOrName: string): JobManifest {
  const jobs = synth(scope, isJobManifest);
  const named = jobs.filter(({ manifest }) => manifest.metadata.name === idOrName);
  const found = named.length > 0 ? named : jobs.filter(({ id }) => id === idOrName);
  if (found.length === 1) return found[0].manifest;
  const listed = (found.length > 0 ? found : jobs)
    .map(({ path, manifest }) => `\n  ${path} (name: ${manifest.metadata.name})`)
    .join('');
  throw new Error(
    found.length > 0
      ? `${found.length} Jobs have the id or name "${idOrName}"; pass a smaller scope, or another name:${listed}`
      : `no Job has the id or name "${idOrName}"; the Jobs in this scope are:${listed || ' none'}`,
  );
}

/** Returns the Jobs of a scope with the ids of their constructs. @throws Error as `synthJobs` */
export function synthJobsWithIds(scope: IConstruct): readonly Synthesized<JobManifest>[] {
  return synth(scope, isJobManifest);
}

function synth<Type extends Manifest>(
  scope: IConstruct,
  is: (manifest: Manifest) => manifest is Type,
): Synthesized<Type>[] {
  const constructs = scope.node.findAll();
  const objects = constructs.filter(ApiObject.isApiObject);
  const byKey = new Map(objects.map((object) => [keyOf(object.toJson() as Manifest), object]));
  const charts = new Set(constructs.filter(Chart.isChart));
  objects.forEach(({ chart }) => charts.add(chart)); // a scope inside a chart
  return [...charts]
    .flatMap((chart) => (chart.toJson() as Manifest[]).filter(is))
    .flatMap((manifest) => {
      const object = byKey.get(keyOf(manifest));
      return object ? [{ ...idOf(object), manifest }] : [];
    });
}

function keyOf({ kind, metadata: { namespace = '', name } }: Manifest): string {
  return `${kind} ${namespace}/${name}`;
}

/** The object of a construct is its child `Resource` or `Default`, an id that its user did not write. */
function idOf(object: ApiObject): { readonly id: string; readonly path: string } {
  const { scope } = object.node;
  const owner = scope && scope.node.defaultChild === object ? scope : object;
  return { id: owner.node.id, path: owner.node.path };
}
