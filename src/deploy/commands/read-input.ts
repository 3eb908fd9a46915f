import type { Manifest } from '../../kubernetes/manifest';
import { manifestError } from '../../manifests/parse';
import { InputError, Problem } from '../../manifests/problem';
import { readManifests } from '../../manifests/read-manifests';

/** A Chart or an ApiObject of cdk8s, recognized by its method `toJson()`. */
export interface ChartLike {
  /** Returns the objects as plain JSON. */
  toJson(): unknown;
}

/** An App of cdk8s, recognized by its `charts`. */
export interface AppLike {
  /** The charts, in the order in which the App writes them. */
  readonly charts: readonly ChartLike[];
}

/** One part of the input: a manifest, the path of a file or folder, or an App or Chart of cdk8s. */
export type DeployInputItem = Manifest | string | ChartLike | AppLike;

/**
 * What `deploy` and `plan` take: manifests, paths of files or folders (`-` for standard input),
 * an App (all its charts) or a Chart of cdk8s, or an array of any of these.
 */
export type DeployInput = DeployInputItem | readonly DeployInputItem[];

const ACCEPTED =
  'expected manifests (with apiVersion, kind and metadata.name), paths of files or folders, ' +
  'or an App or Chart of cdk8s';

/**
 * Returns the manifests of an input, in the order in which they were given.
 * @throws InputError with every error in every part of the input. What the synthesis of an App or
 * Chart throws passes unchanged.
 */
export async function readInput(input: DeployInput): Promise<Manifest[]> {
  const manifests: Manifest[] = [];
  const problems: Problem[] = [];
  for (const part of partsOf(input)) {
    try {
      const found = 'paths' in part ? await readManifests(part.paths) : manifestsOf(part.object);
      for (const manifest of found) manifests.push(manifest);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new InputError(problems);
  return manifests;
}

type InputObject = Exclude<DeployInputItem, string>;
type Part = { readonly paths: string[] } | { readonly object: InputObject };

/** Splits the input into its items, where paths that follow each other are read together. */
function partsOf(input: DeployInput): Part[] {
  const parts: Part[] = [];
  for (const item of (Array.isArray(input) ? input : [input]) as readonly DeployInputItem[]) {
    const last = parts.at(-1);
    if (typeof item !== 'string') parts.push({ object: item });
    else if (last !== undefined && 'paths' in last) last.paths.push(item);
    else parts.push({ paths: [item] });
  }
  return parts;
}

/** @throws InputError */
function manifestsOf(object: InputObject): Manifest[] {
  const values = objectsOf(object);
  const problems = values.flatMap((value) => manifestProblem(value) ?? []);
  if (problems.length > 0) throw new InputError(problems.map((message) => ({ message })));
  return values as Manifest[];
}

function objectsOf(item: InputObject): readonly unknown[] {
  if (isAppLike(item)) return item.charts.flatMap((chart) => chart.toJson());
  if (isChartLike(item)) return [item.toJson()].flat();
  return [item];
}

function manifestProblem(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return `${ACCEPTED}; got ${describe(value)}`;
  }
  const error = manifestError(value);
  return error && `${error}; ${ACCEPTED}`;
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return 'an array in an array';
  return value === null || value === undefined ? String(value) : `a ${typeof value}`;
}

function isChartLike(value: unknown): value is ChartLike {
  return typeof (value as Partial<ChartLike> | null | undefined)?.toJson === 'function';
}

function isAppLike(value: unknown): value is AppLike {
  const { charts, kind } = (value ?? {}) as { charts?: unknown; kind?: unknown };
  return kind === undefined && Array.isArray(charts) && charts.every(isChartLike);
}
