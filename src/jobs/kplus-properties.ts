import { Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import type { JobObject } from './job-object';
import { outsidePass } from './validation-pass';
import { jobSpecIn, Json, JsonObject, objectIn, objectsIn } from '../kubernetes/json';
import { quantityValue } from '../kubernetes/quantity';

/** The properties of an object, each with its value in a part of a manifest. */
type Properties<Target> = {
  readonly [Name in keyof Target]?: (part: JsonObject, set: Target[Name]) => unknown;
};
/** Returns a part of the manifest, or undefined while a property has to return what was set. */
type ReadPart = () => JsonObject | undefined;

/** Properties of a Job that say what its JobSpec contains. */
interface JobLimits {
  readonly activeDeadline?: Duration;
  readonly backoffLimit?: number;
  readonly ttlAfterFinished?: Duration;
}

const JOB: Properties<JobLimits> = {
  activeDeadline: ({ activeDeadlineSeconds }, set) => secondsIn(activeDeadlineSeconds, set),
  backoffLimit: ({ backoffLimit }) => backoffLimit,
  ttlAfterFinished: ({ ttlSecondsAfterFinished }, set) => secondsIn(ttlSecondsAfterFinished, set),
};
const POD: Properties<kplus.Workload> = {
  restartPolicy: ({ restartPolicy }) => restartPolicy,
  automountServiceAccountToken: ({ automountServiceAccountToken }) => automountServiceAccountToken,
  hostNetwork: ({ hostNetwork }) => hostNetwork,
  terminationGracePeriod: ({ terminationGracePeriodSeconds }, set) =>
    secondsIn(terminationGracePeriodSeconds, set),
};
const POD_DNS: Properties<kplus.PodDns> = {
  policy: ({ dnsPolicy }) => dnsPolicy,
  hostnameAsFQDN: ({ setHostnameAsFQDN }) => setHostnameAsFQDN,
  hostname: ({ hostname }) => hostname,
  subdomain: ({ subdomain }) => subdomain,
};
const POD_SECURITY: Properties<kplus.PodSecurityContext> = {
  ensureNonRoot: ({ runAsNonRoot }) => runAsNonRoot,
  user: ({ runAsUser }) => runAsUser,
  group: ({ runAsGroup }) => runAsGroup,
  fsGroup: ({ fsGroup }) => fsGroup,
  fsGroupChangePolicy: ({ fsGroupChangePolicy }) => fsGroupChangePolicy,
};
const CONTAINER: Properties<kplus.Container> = {
  imagePullPolicy: ({ imagePullPolicy }) => imagePullPolicy,
  resources: ({ resources }) => resourcesOf(objectIn(resources)),
};
const CONTAINER_SECURITY: Properties<kplus.ContainerSecurityContext> = {
  ensureNonRoot: ({ runAsNonRoot }) => runAsNonRoot,
  user: ({ runAsUser }) => runAsUser,
  group: ({ runAsGroup }) => runAsGroup,
  privileged: ({ privileged }) => privileged,
  readOnlyRootFilesystem: ({ readOnlyRootFilesystem }) => readOnlyRootFilesystem,
  allowPrivilegeEscalation: ({ allowPrivilegeEscalation }) => allowPrivilegeEscalation,
  capabilities: ({ capabilities }) => capabilities,
};

/** A workload, and the values that the constructors have set. */
interface Reflecting extends kplus.Workload {
  [SET]?: Record<string, unknown>;
}
/** Returns the object of a workload; undefined before the Job is complete. */
type ObjectOf<Workload> = (workload: Workload) => JobObject | undefined;

const SET = Symbol('set');

/**
 * Lets the properties of a Job return what its manifest contains: cdk8s-plus sets some to defaults
 * of its own, which are not written, and knows neither `JobDefaults` nor `podOverlay`.
 *
 * Defines the properties once, for all Jobs: constructors that set them call a setter then. With
 * properties for each Job, its creation would take twice as long.
 */
export function defineProperties<Workload extends kplus.Workload & JobLimits>(
  prototype: Workload,
  objectOf: ObjectOf<Workload>,
): void {
  const job = (workload: Workload) => jobSpecOf(objectOf(workload));
  const pod = (workload: Workload) => podOf(job(workload));
  define(prototype, JOB, job);
  define(prototype, POD, pod);
  defineObject(prototype, 'dns', POD_DNS, pod);
  defineObject(prototype, 'securityContext', POD_SECURITY, (workload) =>
    securityContextOf(pod(workload)),
  );
}

function define<Workload extends kplus.Workload, Target>(
  prototype: Workload,
  properties: Properties<Target>,
  read: (workload: Workload) => JsonObject | undefined,
): void {
  for (const name of Object.keys(properties)) {
    defineProperty(prototype, name, (workload, set) => {
      const part = read(workload);
      return part === undefined ? set : properties[name as keyof Target]!(part, set as never);
    });
  }
}

/** Defines a property whose value is an object with properties. */
function defineObject<Workload extends kplus.Workload, Target extends object>(
  prototype: Workload,
  name: string,
  properties: Properties<Target>,
  read: (workload: Workload) => JsonObject | undefined,
): void {
  defineProperty(prototype, name, (workload, set) => {
    if (read(workload) !== undefined) reflect(set as Target, properties, () => read(workload));
    return set;
  });
}

function defineProperty<Workload extends kplus.Workload>(
  prototype: Workload,
  name: string,
  get: (workload: Workload, set: unknown) => unknown,
): void {
  Object.defineProperty(prototype, name, {
    configurable: true,
    get(this: Workload & Reflecting) {
      return get(this, this[SET]?.[name]);
    },
    set(this: Reflecting, value: unknown) {
      (this[SET] ??= {})[name] = value;
    },
  });
}

/** Does the same for a container of a Job, when a caller gets it. */
export function reflectContainer(
  container: kplus.Container,
  object: JobObject | undefined,
): kplus.Container {
  if (object === undefined || object.isRendering) return container;
  const written = () => {
    const pod = podOf(jobSpecOf(object));
    return (
      pod &&
      [...objectsIn(pod.containers), ...objectsIn(pod.initContainers)].find(
        ({ name }) => name === container.name,
      )
    );
  };
  reflect(container, CONTAINER, written);
  reflect(container.securityContext, CONTAINER_SECURITY, () => securityContextOf(written()));
  return container;
}

const reflected = new WeakSet();

function reflect<Target extends object>(
  target: Target,
  properties: Properties<Target>,
  read: ReadPart,
): void {
  if (reflected.has(target)) return;
  reflected.add(target);
  for (const name of Object.keys(properties) as (keyof Target)[]) {
    const set = target[name];
    Object.defineProperty(target, name, {
      enumerable: true,
      configurable: true,
      get: () => {
        const part = read();
        return part === undefined ? set : properties[name]!(part, set);
      },
    });
  }
}

/** Returns the JobSpec, unless it is being rendered from what cdk8s-plus has set. */
function jobSpecOf(object: JobObject | undefined): JsonObject | undefined {
  if (object === undefined || object.isRendering) return undefined;
  return jobSpecIn(outsidePass(() => object.render())).spec;
}

function podOf(job: JsonObject | undefined): JsonObject | undefined {
  return job && objectIn(objectIn(job.template).spec);
}

function securityContextOf(part: JsonObject | undefined): JsonObject | undefined {
  return part && objectIn(part.securityContext);
}

/** @param set is returned if it is as long, since it has the unit that the user chose */
function secondsIn(value: Json | undefined, set?: Duration): Duration | undefined {
  if (typeof value !== 'number') return undefined;
  return set?.toSeconds({ integral: false }) === value ? set : Duration.seconds(value);
}

function resourcesOf({ requests, limits }: JsonObject): kplus.ContainerResources | undefined {
  const both = <Amount>(name: string, amountOf: (value: number) => Amount) => {
    const amount = (quantities: Json | undefined) => {
      const value = quantityValue(objectIn(quantities)[name]);
      return value === undefined ? undefined : amountOf(value);
    };
    const [request, limit] = [amount(requests), amount(limits)];
    return request === undefined && limit === undefined ? undefined : { request, limit };
  };
  const size = (bytes: number) =>
    bytes % 2 ** 20 === 0 ? Size.mebibytes(bytes / 2 ** 20) : Size.kibibytes(bytes / 2 ** 10);
  const resources = {
    cpu: both('cpu', (cpus) => kplus.Cpu.millis(Math.round(cpus * 1000))),
    memory: both('memory', size),
    ephemeralStorage: both('ephemeral-storage', size),
  };
  return Object.values(resources).every((value) => value === undefined) ? undefined : resources;
}
