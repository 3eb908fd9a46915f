import * as kplus from 'cdk8s-plus-27';
import type { ContainerProps, ContainerResources, InitContainerProps } from './container-props';
import { kplusJson } from './kplus-json';
import { splitSizes } from './kplus-sizes';
import { dropInvalidProps } from './prop-validation';
import { isJsonObject, JsonObject, objectsIn } from '../kubernetes/json';
import { withDefaults } from '../kubernetes/merge';

/**
 * The one place that knows what cdk8s-plus fills in where nobody wrote anything. Each field of the manifest that it may
 * fill in stands beside the prop that writes it: without the prop, the field goes.
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

// Beside the containers, not in the Job: cdk8s-plus adds the first ones before a subclass has fields of its own.
const propsByContainer = new WeakMap<
  kplus.Container,
  { readonly given: InitContainerProps; readonly typed: InitContainerProps }
>();

/** What a container was made from, if the Job made it. */
export function propsOfContainer(container: kplus.Container): InitContainerProps | undefined {
  return propsByContainer.get(container)?.given;
}

/** Makes a container, and remembers what it was made from. */
export function createContainer<Props extends InitContainerProps>(
  given: Props,
  make: (props: Props) => kplus.Container,
): kplus.Container {
  const typed = dropInvalidProps(given);
  const container = make(typed);
  propsByContainer.set(container, { given, typed });
  return container;
}

/** The props as cdk8s-plus-27 takes them: values of its later versions are the same to it, and what it does not know is left out. */
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
    ...(!isInit && { liveness, readiness, startup }), // it allows an init container none, not even a sidecar
  } as kplus.ContainerProps;
}

/** What cdk8s-plus-27 does not render. */
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

/** cdk8s-plus renders no Pod without a container; the overlay may bring them all. */
const PLACEHOLDER = new kplus.Container({ image: 'none' });

/** The PodSpec that was written with cdk8s-plus, without what it filled in. */
export function renderPod(workload: kplus.Workload, props: kplus.WorkloadProps): JsonObject {
  const { containers } = workload;
  const rendered =
    containers.length > 0
      ? workload
      : (Object.create(workload, { containers: { value: [PLACEHOLDER] } }) as kplus.Workload);
  // `_toPodSpec` is marked as internal, but it is declared, and there since the first version of the peer range.
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
