import { isJsonObject, Json, JsonObject, objectIn, objectsIn } from '../kubernetes/json';
import { quantityValue } from '../kubernetes/quantity';

/**
 * Returns the defaults of a container, without those that conflict with given fields of the
 * container or of its Pod.
 */
export function withoutConflictingDefaults(
  container: JsonObject,
  pod: JsonObject,
  defaults: JsonObject,
): JsonObject {
  const { env, resources, securityContext, volumeMounts, ...rest } = defaults;
  return {
    ...rest,
    ...(env !== undefined && { env: unsetEnv(container.env, env) }),
    // The resources of the Pod may be below the defaults of its containers.
    ...(isJsonObject(resources) &&
      pod.resources === undefined && {
        resources: boundedResources(objectIn(container.resources), resources),
      }),
    ...(isJsonObject(securityContext) && {
      securityContext: compatibleSecurity(
        objectIn(container.securityContext),
        objectIn(pod.securityContext),
        securityContext,
      ),
    }),
    ...(volumeMounts !== undefined && {
      volumeMounts: unsetMounts(container.volumeMounts, volumeMounts),
    }),
  };
}

/**
 * Returns the defaults of a Pod, changed where they conflict with given fields: a Pod with a service
 * account gets its token. `true` is written, because without the field the ServiceAccount decides,
 * and those of cdk8s-plus mount no token by default.
 */
export function withoutConflictingPodDefaults(pod: JsonObject, defaults: JsonObject): JsonObject {
  const hasAccount = [pod.serviceAccountName, pod.serviceAccount].some(Boolean);
  return hasAccount && defaults.automountServiceAccountToken === false
    ? { ...defaults, automountServiceAccountToken: true }
    : defaults;
}

/**
 * Adjusts default limits below a given request, and default requests above a given limit: the API
 * server would reject them.
 */
function boundedResources(
  written: JsonObject,
  { requests, limits, ...rest }: JsonObject,
): JsonObject {
  return {
    ...rest,
    ...(isJsonObject(requests) && {
      requests: bounded(requests, objectIn(written.limits), (request, limit) => request > limit),
    }),
    ...(isJsonObject(limits) && {
      limits: bounded(limits, objectIn(written.requests), (limit, request) => limit < request),
    }),
  };
}

function bounded(
  defaults: JsonObject,
  bounds: JsonObject,
  crosses: (value: number, bound: number) => boolean,
): JsonObject {
  return Object.fromEntries(
    Object.entries(defaults).map(([resource, quantity]) => {
      const [value, bound] = [quantityValue(quantity), quantityValue(bounds[resource])];
      return [
        resource,
        value !== undefined && bound !== undefined && crosses(value, bound)
          ? bounds[resource]
          : quantity,
      ];
    }),
  );
}

/**
 * Removes the default user if the Pod sets one or if root is allowed: user, group and
 * `runAsNonRoot` belong together.
 */
function compatibleSecurity(
  container: JsonObject,
  pod: JsonObject,
  defaults: JsonObject,
): JsonObject {
  const omitted = new Set(
    ['runAsUser', 'runAsGroup', 'runAsNonRoot'].filter((field) => pod[field] !== undefined),
  );
  const [user, nonRoot] = ['runAsUser', 'runAsNonRoot'].map(
    (field) => container[field] ?? pod[field],
  );
  if (user === 0 || nonRoot === false) {
    ['runAsUser', 'runAsGroup', 'runAsNonRoot'].forEach((field) => omitted.add(field));
  }
  const added = objectIn(container.capabilities).add;
  if (container.privileged === true || (Array.isArray(added) && added.includes('CAP_SYS_ADMIN'))) {
    omitted.add('allowPrivilegeEscalation');
  }
  return Object.fromEntries(Object.entries(defaults).filter(([field]) => !omitted.has(field)));
}

/**
 * Returns the default variables that are not given. They precede the given ones, which may refer to
 * them (`$(HOME)`).
 */
function unsetEnv(written: Json | undefined, defaults: Json): Json {
  return objectsIn(defaults).filter(
    ({ name }) => !objectsIn(written).some((other) => other.name === name),
  );
}

/**
 * Returns the default mounts whose paths are not given. A path can be mounted only once, with or
 * without a trailing slash.
 */
function unsetMounts(written: Json | undefined, defaults: Json): Json {
  const path = ({ mountPath }: JsonObject) => String(mountPath).replace(/\/+$/, '');
  return objectsIn(defaults).filter(
    (mount) => !objectsIn(written).some((other) => path(other) === path(mount)),
  );
}
