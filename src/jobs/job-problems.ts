import type { JobObject } from './job-object';
import { nameProblems } from './name-problems';
import { Given, propProblems } from './prop-problems';
import { appOf } from './validation-pass';
import { misreadNumberProblems, misreadTextProblems } from './yaml-problems';
import { jobSpecIn, Json, JsonObject, objectIn, objectsIn } from '../kubernetes/json';
import { minorOf } from '../kubernetes/minor';
import type { Finding } from '../kubernetes/rules/finding';
import { lint } from '../kubernetes/rules/lint';
import type { JobDefaultsParts } from '../policy/job-defaults-parts';

/**
 * Returns the problems of a Job that types cannot prevent, each as `field: what, why; what to do`.
 */
export function jobProblems(
  object: JobObject,
  manifest: JsonObject,
  given: Given,
  defaults: JobDefaultsParts,
): string[] {
  const names = nameProblems(object, manifest);
  return withFindings(
    [
      ...propProblems(given),
      ...containerProblems(manifest),
      ...generateNameProblems(manifest),
      ...names,
      ...misreadTextProblems(manifest, appOf(object)),
    ],
    manifest,
    defaults,
    names.length > 0 ? ['job/name-length'] : [],
  );
}

/** Returns the problems of a Job or CronJob of another library. */
export function manifestProblems(manifest: JsonObject, defaults: JobDefaultsParts): string[] {
  return withFindings([], manifest, defaults);
}

/** @param reported rules whose findings the given problems report already */
function withFindings(
  problems: readonly string[],
  manifest: JsonObject,
  defaults: JobDefaultsParts,
  reported: readonly string[] = [],
): string[] {
  const own = [
    ...problems,
    ...requirementProblems(manifest, defaults),
    ...misreadNumberProblems(manifest),
  ];
  const minor = minorOf(defaults.kubernetesVersion);
  const findings = (lint(manifest, { minor, warnings: false }) ?? []).filter(
    ({ rule, severity, field }) =>
      severity !== 'info' &&
      !reported.includes(rule) &&
      !own.some((problem) => problem.startsWith(`${field}: `)),
  );
  return [...own, ...findings.map(text)];
}

function text({ field, message, fix }: Finding): string {
  return `${field}: ${message}; ${fix}`;
}

/** Returns the problems of containers whose fix is a prop or method of this library. */
function containerProblems(manifest: JsonObject): string[] {
  const problems: string[] = [];
  const { pod, path } = podOf(manifest);
  if (objectsIn(pod.containers).length === 0) {
    problems.push(
      `${path}.containers: must not be empty; give image or containers, or call addContainer`,
    );
  }
  for (const { at, name, image } of containersIn(manifest)) {
    if (image !== undefined) continue;
    problems.push(
      `${at}.image: container ${JSON.stringify(name)} has no image; set one ` +
        '(podOverlay matches containers by name: check the spelling)',
    );
  }
  return problems;
}

/** Reports a prefix of names that the API server ignores, since each Job has a name. */
function generateNameProblems({ kind, metadata }: JsonObject): string[] {
  const { generateName, name } = objectIn(metadata);
  if (generateName === undefined || name === undefined) return [];
  const alternative =
    kind === 'Job' ? ', or for a run at each deploy set rerunPolicy: RerunPolicy.always()' : '';
  return [
    `metadata.generateName: has no effect, since the ${kind} has the name ` +
      `${JSON.stringify(name)}; omit it and set metadata.name${alternative}`,
  ];
}

/** Returns the problems of a Job that lacks what its defaults require. */
function requirementProblems(manifest: JsonObject, { required }: JobDefaultsParts): string[] {
  const problems: string[] = [];
  if (required.includes('namespace') && objectIn(manifest.metadata).namespace === undefined) {
    problems.push(
      'metadata.namespace: is not set, but JobDefaults require it; ' +
        'set it on the chart (new Chart(app, id, { namespace }))',
    );
  }
  if (!required.includes('digest')) return problems;
  for (const { at, image } of containersIn(manifest)) {
    if (typeof image !== 'string' || /@sha256:[0-9a-f]{64}$/.test(image)) continue;
    problems.push(
      `${at}.image: ${JSON.stringify(image)} has no digest, but JobDefaults require one; ` +
        'write image@sha256:…',
    );
  }
  return problems;
}

function podOf(manifest: JsonObject): { readonly pod: JsonObject; readonly path: string } {
  const { spec, before } = jobSpecIn(manifest);
  return { pod: objectIn(objectIn(spec.template).spec), path: `${before}spec.template.spec` };
}

/** Returns every container with its path in the manifest. */
function containersIn(
  manifest: JsonObject,
): { readonly at: string; readonly name?: Json; readonly image?: Json }[] {
  const { pod, path } = podOf(manifest);
  return ['initContainers', 'containers'].flatMap((list) =>
    objectsIn(pod[list]).map(({ name, image }, i) => ({
      at: `${path}.${list}[${i}]`,
      name,
      image,
    })),
  );
}
