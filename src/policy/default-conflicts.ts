import { isJsonObject, Json, JsonObject, objectIn, objectsIn } from '../kubernetes/json';
import { quantityValue } from '../kubernetes/quantity';

/** The defaults for one container, less what would contradict what was written for it or for its Pod. */
export function withoutConflictingDefaults(
  container: JsonObject,
  pod: JsonObject,
  defaults: JsonObject,
): JsonObject {
  const { env, resources, securityContext, volumeMounts, ...rest } = defaults;
  return {
    ...rest,
    ...(env !== undefined && { env: yieldingEnv(container.env, env) }),
    // A Pod with a budget of its own may have less than the defaults ask for.
    ...(isJsonObject(resources) &&
      pod.resources === undefined && {
        resources: yieldingResources(objectIn(container.resources), resources),
      }),
    ...(isJsonObject(securityContext) && {
      securityContext: yieldingSecurity(
        objectIn(container.securityContext),
        objectIn(pod.securityContext),
        securityContext,
      ),
    }),
    ...(volumeMounts !== undefined && {
      volumeMounts: yieldingMounts(container.volumeMounts, volumeMounts),
    }),
  };
}

/** A default limit is never below a request, a default request never above a limit: the server would refuse it. */
function yieldingResources(
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

/** Who the container runs as is one decision: the Pod's is not overruled, and where root is allowed no other user is imposed. */
function yieldingSecurity(
  container: JsonObject,
  pod: JsonObject,
  defaults: JsonObject,
): JsonObject {
  const yielding = new Set(
    ['runAsUser', 'runAsGroup', 'runAsNonRoot'].filter((field) => pod[field] !== undefined),
  );
  const [user, nonRoot] = ['runAsUser', 'runAsNonRoot'].map(
    (field) => container[field] ?? pod[field],
  );
  if (user === 0 || nonRoot === false) {
    ['runAsUser', 'runAsGroup', 'runAsNonRoot'].forEach((field) => yielding.add(field));
  }
  const added = objectIn(container.capabilities).add;
  if (container.privileged === true || (Array.isArray(added) && added.includes('CAP_SYS_ADMIN'))) {
    yielding.add('allowPrivilegeEscalation');
  }
  return Object.fromEntries(Object.entries(defaults).filter(([field]) => !yielding.has(field)));
}

/** What remains stands before the written variables, which may refer to it (`$(HOME)`) and, in their own order, to each other. */
function yieldingEnv(written: Json | undefined, defaults: Json): Json {
  return objectsIn(defaults).filter(
    ({ name }) => !objectsIn(written).some((other) => other.name === name),
  );
}

/** A path can be mounted once, however it is spelled. */
function yieldingMounts(written: Json | undefined, defaults: Json): Json {
  const path = ({ mountPath }: JsonObject) => String(mountPath).replace(/\/+$/, '');
  return objectsIn(defaults).filter(
    (mount) => !objectsIn(written).some((other) => path(other) === path(mount)),
  );
}
