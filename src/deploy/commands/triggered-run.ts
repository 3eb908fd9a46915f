import { randomBytes } from 'node:crypto';
import type { CronJob } from './find-cron-job';
import { Json, JsonObject, objectIn, objectsIn } from '../../kubernetes/json';
import type { JobManifest } from '../../kubernetes/manifest';

/** What a triggered run has in place of what the CronJob specifies, in one container. */
export interface ContainerOverride {
  /** Environment variables to add or replace, by name. @default none */
  readonly env?: Readonly<Record<string, string>>;
  /** The program and its arguments, in place of `command` and `args`. @default the CronJob's */
  readonly command?: readonly string[];
  /**
   * Name of the container that `env` and `command` are for, which may be an init container.
   * @default the only container, or the one that the annotation
   * `kubectl.kubernetes.io/default-container` of the Pod template names
   */
  readonly container?: string;
}

/**
 * Length of the random suffix of the Job's name. The API server limits the name of a CronJob to 52
 * characters, so that its controller can append 11 to it.
 */
const SUFFIX_LENGTH = 10;
const DEFAULT_CONTAINER = 'kubectl.kubernetes.io/default-container';

/**
 * Returns the Job that the controller would create, with the annotation that kubectl also sets, or
 * why the override does not fit.
 */
export function triggeredRun(
  { metadata: { name, namespace, uid }, spec }: CronJob,
  override: ContainerOverride,
): JobManifest | string {
  const { metadata, spec: jobSpec } = spec.jobTemplate;
  const { labels, annotations } = objectIn(metadata);
  const overridden = withOverride(objectIn(jobSpec), override);
  if (typeof overridden === 'string') return overridden;
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name: `${name}-${randomBytes(SUFFIX_LENGTH / 2).toString('hex')}`,
      namespace,
      ...(labels !== undefined && { labels: objectIn(labels) as Record<string, string> }),
      annotations: {
        ...(objectIn(annotations) as Record<string, string>),
        'cronjob.kubernetes.io/instantiate': 'manual',
      },
      ownerReferences: [{ apiVersion: 'batch/v1', kind: 'CronJob', name, uid, controller: true }],
    },
    spec: resumed(overridden) as unknown as JobManifest['spec'],
  };
}

/** A run of a template that is suspended would wait until a user resumes it. */
function resumed(spec: JsonObject): JsonObject {
  return spec.suspend === true ? { ...spec, suspend: false } : spec;
}

function withOverride(spec: JsonObject, override: ContainerOverride): JsonObject | string {
  if (override.env === undefined && override.command === undefined) return spec;
  const template = objectIn(spec.template);
  const pod = objectIn(template.spec);
  const { containers, initContainers } = pod;
  const name = override.container ?? defaultContainer(template);
  const isIt = (container: JsonObject) => container.name === name;
  const all = [...objectsIn(containers), ...objectsIn(initContainers)];
  if (!all.some(isIt)) {
    const names = all.map((container) => container.name).join(', ');
    return name === undefined
      ? `the Pod has several containers: name one by --container (${names})`
      : `the Pod has no container ${name}, but ${names}`;
  }
  const overridden = (list: Json | undefined) =>
    objectsIn(list).map((one) => (isIt(one) ? overriddenContainer(one, override) : one));
  return {
    ...spec,
    template: {
      ...template,
      spec: {
        ...pod,
        containers: overridden(containers),
        ...(initContainers !== undefined && { initContainers: overridden(initContainers) }),
      },
    },
  };
}

function defaultContainer({ metadata, spec }: JsonObject): string | undefined {
  const annotated = objectIn(objectIn(metadata).annotations)[DEFAULT_CONTAINER];
  if (annotated !== undefined) return annotated as string;
  const containers = objectsIn(objectIn(spec).containers);
  return containers.length === 1 ? (containers[0].name as string) : undefined;
}

function overriddenContainer(
  container: JsonObject,
  { env = {}, command }: ContainerOverride,
): JsonObject {
  const { args, ...others } = container;
  const names = Object.keys(env);
  const present = objectsIn(container.env);
  const replaced = present.map((variable) => {
    const name = variable.name as string;
    return Object.hasOwn(env, name) ? { name, value: env[name] } : variable;
  });
  const added = names
    .filter((name) => !present.some((variable) => variable.name === name))
    .map((name) => ({ name, value: env[name] }));
  return {
    ...(command === undefined ? container : { ...others, command }),
    ...(names.length > 0 && { env: [...replaced, ...added] }),
  };
}
