import type { JobObject } from './job-object';
import { nameProblems } from './name-problems';
import { Given, propProblems } from './prop-problems';
import { isJsonObject, jobSpecIn, Json, JsonObject, objectIn, objectsIn } from '../kubernetes/json';
import { minorOf } from '../kubernetes/minor';
import { apiVersionFinding } from '../kubernetes/rules/api-version';
import { check } from '../kubernetes/rules/check';
import type { Finding } from '../kubernetes/rules/finding';
import { GO_INTEGER, parseGoInteger } from '../kubernetes/yaml-integer';
import type { JobDefaultsParts } from '../policy/job-defaults-parts';

/** Returns the problems of a Job that types cannot prevent, each as `field: what, why; what to do`. */
export function jobProblems(
  object: JobObject,
  manifest: JsonObject,
  given: Given,
  defaults: JobDefaultsParts,
): string[] {
  const names = nameProblems(object, manifest);
  return withFindings(
    [...propProblems(given), ...containerProblems(manifest), ...names],
    manifest,
    defaults,
    names.length > 0 ? ['job/name-length'] : [],
  );
}

/** Returns the problems of a Job or CronJob of another library. */
export function manifestProblems(manifest: JsonObject, defaults: JobDefaultsParts): string[] {
  const wrong = apiVersionFinding(manifest);
  return wrong ? [text(wrong)] : withFindings([], manifest, defaults);
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
    ...(isMisread(manifest) ? misreadProblems(manifest, '') : []),
  ];
  const findings = (check(manifest, { minor: minorOf(defaults.kubernetesVersion) }) ?? []).filter(
    ({ severity, rule, field }) =>
      severity !== 'warning' &&
      !reported.includes(rule) &&
      !own.some((problem) => problem.startsWith(`${field}: `)),
  );
  return [...own, ...findings.map(text)];
}

function text({ field, message, fix }: Finding): string {
  return `${field}: ${message}; ${fix}`;
}

/** Where the way out is one of this library. */
function containerProblems(manifest: JsonObject): string[] {
  const problems: string[] = [];
  const { pod, path } = podOf(manifest);
  if (objectsIn(pod.containers).length === 0) {
    problems.push(
      `${path}.containers: there is none, so there is nothing to run; give image, or containers, or call addContainer`,
    );
  }
  for (const { at, name, image } of containersIn(manifest)) {
    if (image !== undefined) continue;
    problems.push(
      `${at}.image: container ${JSON.stringify(name)} has none, so there is nothing to run; give it one` +
        " (podOverlay finds a container by its name: look whether it is spelled as the container's)",
    );
  }
  return problems;
}

/** What the defaults require of every Job. */
function requirementProblems(manifest: JsonObject, { required }: JobDefaultsParts): string[] {
  const problems: string[] = [];
  if (required.includes('namespace') && objectIn(manifest.metadata).namespace === undefined) {
    problems.push(
      'metadata.namespace: is not given, and JobDefaults require it; give it to the chart (new Chart(app, id, { namespace }))',
    );
  }
  if (!required.includes('digest')) return problems;
  for (const { at, image } of containersIn(manifest)) {
    if (typeof image !== 'string' || /@sha256:[0-9a-f]{64}$/.test(image)) continue;
    problems.push(
      `${at}.image: ${JSON.stringify(image)} may be another image tomorrow, and JobDefaults require a digest; write image@sha256:…`,
    );
  }
  return problems;
}

function podOf(manifest: JsonObject): { readonly pod: JsonObject; readonly path: string } {
  const { spec, before } = jobSpecIn(manifest);
  return { pod: objectIn(objectIn(spec.template).spec), path: `${before}spec.template.spec` };
}

/** Whether there may be misread texts in a value. Almost never there are, and then nobody needs to know where. */
function isMisread(value: Json | undefined): boolean {
  if (typeof value === 'string') return GO_INTEGER.test(value);
  if (typeof value !== 'object' || value === null) return false;
  for (const key in value) if (isMisread((value as JsonObject)[key])) return true;
  return false;
}

/** cdk8s writes some texts without quotes that the server's reader of YAML takes for numbers. */
function misreadProblems(value: Json | undefined, path: string): string[] {
  if (typeof value === 'string') {
    return parseGoInteger(value) === undefined
      ? []
      : [
          `${path}: ${JSON.stringify(value)} is written into the YAML without quotes, and read as a number;` +
            ' write it in another way, such as 0644 for 0o644',
        ];
  }
  if (Array.isArray(value)) {
    return (value as readonly Json[]).flatMap((item, i) => misreadProblems(item, `${path}[${i}]`));
  }
  if (!isJsonObject(value)) return [];
  return Object.keys(value).flatMap((key) =>
    misreadProblems(value[key], path === '' ? key : `${path}.${key}`),
  );
}

/** Every container, with where it stands. */
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
