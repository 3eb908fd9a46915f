import * as kplus from 'cdk8s-plus-27';
import type { ContainerProps, ContainerResources, InitContainerProps } from './container-props';
import { kplusJson } from './kplus-json';
import { splitSizes } from './kplus-sizes';
import { dropInvalidProps } from './prop-validation';
import { isJsonObject, JsonObject, objectsIn } from '../kubernetes/json';
import { withDefaults } from '../kubernetes/merge';

/**
 * The fields of a manifest that cdk8s-plus fills in, each with the prop that sets it. If the prop
 * is not set, the field is removed.
 */
type FilledIn<Props> = readonly (readonly [
  field: string,
  inner: string | undefined,
  writes: (props: Props) => unknown,
])[];

const byPath = <Props>(
  fields: Readonly<Record<string, (props: Props) => unknown>>,
): FilledIn<Props> =>
  Object.entries(fields).map(([path, writes]) => {
    const [field, inner] = path.split('.') as [string, string | undefined];
    return [field, inner, writes] as const;
  });

const IN_POD = byPath<kplus.WorkloadProps>({
  dnsPolicy: ({ dns }) => dns?.policy,
  setHostnameAsFQDN: ({ dns }) => dns?.hostnameAsFQDN,
  hostNetwork: ({ hostNetwork }) => hostNetwork,
  terminationGracePeriodSeconds: ({ terminationGracePeriod }) => terminationGracePeriod,
  automountServiceAccountToken: ({ automountServiceAccountToken }) => automountServiceAccountToken,
  'securityContext.runAsNonRoot': ({ securityContext }) => securityContext?.ensureNonRoot,
  'securityContext.fsGroupChangePolicy': ({ securityContext }) =>
    securityContext?.fsGroupChangePolicy,
});

const IN_CONTAINER = byPath<ContainerProps>({
  imagePullPolicy: ({ imagePullPolicy }) => imagePullPolicy,
  resources: ({ resources }) => resources,
  startupProbe: ({ startup }) => startup,
  'securityContext.runAsNonRoot': ({ securityContext }) => securityContext?.ensureNonRoot,
  'securityContext.privileged': ({ securityContext }) => securityContext?.privileged,
  'securityContext.readOnlyRootFilesystem': ({ securityContext }) =>
    securityContext?.readOnlyRootFilesystem,
  'securityContext.allowPrivilegeEscalation': ({ securityContext }) =>
    securityContext?.allowPrivilegeEscalation,
});

// Keyed by container, not a field of the Job: the constructor of cdk8s-plus adds the first
// containers before the fields of a subclass are initialized.
const propsByContainer = new WeakMap<
  kplus.Container,
  { readonly given: InitContainerProps; readonly typed: InitContainerProps }
>();

/** Returns the props of a container that the Job created. */
export function propsOfContainer(container: kplus.Container): InitContainerProps | undefined {
  return propsByContainer.get(container)?.given;
}

/** Creates a container and records its props. */
export function createContainer<Props extends InitContainerProps>(
  given: Props,
  make: (props: Props) => kplus.Container,
): kplus.Container {
  const typed = dropInvalidProps(given);
  const container = make(typed);
  propsByContainer.set(container, { given, typed });
  return container;
}

/**
 * Returns the props for cdk8s-plus-27, without those that it does not know. It accepts values of
 * its later versions.
 */
export function plusProps(given: InitContainerProps, isInit = false): kplus.ContainerProps {
  const {
    restartPolicy: _,
    liveness,
    readiness,
    startup,
    volumeMounts,
    resources,
    ...props
  } = given;
  return {
    ...props,
    ...(resources && { resources: splitSizes(resources).plus }),
    ...(volumeMounts && { volumeMounts: [...volumeMounts] }), // it adds to the list
    // cdk8s-plus rejects probes of init containers, even of sidecars.
    ...(!isInit && { liveness, readiness, startup }),
  } as kplus.ContainerProps;
}

/** Returns the fields of a container that cdk8s-plus-27 does not render. */
function beyondPlus(
  container: kplus.Container,
  props: InitContainerProps,
  isInit: boolean,
): JsonObject {
  const { restartPolicy, securityContext: { seccompProfile } = {}, resources } = props;
  const probe = (name: 'liveness' | 'readiness' | 'startup') => {
    const value = props[name]?._toKube(container) as kplus.k8s.Probe | undefined;
    return { [`${name}Probe`]: value && kplusJson('Probe', value) };
  };
  return {
    ...(isInit && {
      restartPolicy,
      ...probe('liveness'),
      ...probe('readiness'),
      ...probe('startup'),
    }),
    ...(seccompProfile && { securityContext: { seccompProfile: { ...seccompProfile } } }),
    ...beyondSizes(resources),
  };
}

function beyondSizes(resources: ContainerResources = {}): JsonObject {
  const { extended } = resources;
  const beyond = withDefaults(
    extended ? { limits: { ...extended } } : {},
    splitSizes(resources).beyond,
  );
  return Object.keys(beyond).length > 0 ? { resources: beyond } : {};
}

/** cdk8s-plus does not render a Pod without containers, but the overlay may contain all of them. */
const PLACEHOLDER = new kplus.Container({ image: 'none' });

/** Returns the PodSpec of a workload, without the fields that cdk8s-plus filled in. */
export function renderPod(workload: kplus.Workload, props: kplus.WorkloadProps): JsonObject {
  const { containers } = workload;
  const rendered =
    containers.length > 0
      ? workload
      : (Object.create(workload, { containers: { value: [PLACEHOLDER] } }) as kplus.Workload);
  // `_toPodSpec` is internal, but declared, and exists in every version of the peer range.
  const spec = kplusJson('PodSpec', rendered._toPodSpec());
  const containersOf = (
    field: 'containers' | 'initContainers',
    made: readonly kplus.Container[],
  ): JsonObject => {
    const written = objectsIn(spec[field])
      .slice(0, made.length)
      .map((container, i) => {
        const containerProps = propsByContainer.get(made[i])?.typed;
        if (containerProps === undefined) return container;
        return withDefaults(
          beyondPlus(made[i], containerProps, field === 'initContainers'),
          onlyWritten(container, containerProps, IN_CONTAINER),
        );
      });
    return { [field]: written.length > 0 ? written : undefined };
  };
  return onlyWritten(
    {
      ...spec,
      ...containersOf('containers', containers),
      ...containersOf('initContainers', workload.initContainers),
    },
    props,
    IN_POD,
  );
}

function onlyWritten<Props>(
  rendered: JsonObject,
  props: Props,
  filledIn: FilledIn<Props>,
): JsonObject {
  const result: Record<string, JsonObject[string]> = { ...rendered };
  for (const [field, inner, writes] of filledIn) {
    const outer = result[field];
    if (outer === undefined || writes(props) !== undefined) continue;
    if (inner === undefined) {
      result[field] = undefined;
    } else if (isJsonObject(outer) && outer[inner] !== undefined) {
      const rest = { ...outer, [inner]: undefined };
      result[field] = Object.values(rest).some((value) => value !== undefined) ? rest : undefined;
    }
  }
  return result;
}
