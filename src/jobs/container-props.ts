import type * as kplus from 'cdk8s-plus-27';
import type { KplusEnum, KplusValue, KplusVolumeMount } from './kplus-compat';

/** Requests and limits of a container. What is left out comes from `JobDefaults`. */
export interface ContainerResources extends kplus.ContainerResources {
  /**
   * Devices and other extended resources by name, such as `{ 'nvidia.com/gpu': 1 }`: whole numbers, which are request and limit at once.
   * @default none
   */
  readonly extended?: Readonly<Record<string, number>>;
}

/** Linux capabilities, without `CAP_`. */
export interface ContainerCapabilities {
  /** Given to it. @default none */
  readonly add?: readonly string[];
  /** Taken from it. @default ALL (`JobDefaults`) */
  readonly drop?: readonly string[];
}

/** Which system calls a container may make. */
export interface SeccompProfile {
  /** `RuntimeDefault`, `Unconfined` or `Localhost`. */
  readonly type: string;
  /** For `Localhost`: the path of a file on the node, below the kubelet's folder of profiles. @default none */
  readonly localhostProfile?: string;
}

/** What a container may do. */
export interface ContainerSecurityContext extends Omit<
  kplus.ContainerSecurityContextProps,
  'capabilities'
> {
  /** Linux capabilities, such as `{ add: ['NET_BIND_SERVICE'] }`. @default all are dropped (`JobDefaults`) */
  readonly capabilities?: ContainerCapabilities;
  /** The system calls that it may make. @default RuntimeDefault, of the Pod (`JobDefaults`) */
  readonly seccompProfile?: SeccompProfile;
}

/** What is done after the start of a container and before its end: a `Handler` of cdk8s-plus each. */
export interface ContainerHooks {
  /** Done right after the start, beside the container's own program. @default nothing */
  readonly postStart?: KplusValue;
  /** Done before the container is told to end. @default nothing */
  readonly preStop?: KplusValue;
}

/** A container: the props of cdk8s-plus, with values of any of its versions. */
export interface ContainerProps extends Omit<
  kplus.ContainerProps,
  | 'envFrom'
  | 'imagePullPolicy'
  | 'lifecycle'
  | 'liveness'
  | 'readiness'
  | 'resources'
  | 'securityContext'
  | 'startup'
  | 'volumeMounts'
> {
  /** Variables from all keys of ConfigMaps and Secrets. @default none */
  readonly envFrom?: readonly KplusValue[];
  /** When the image is pulled. @default the server's: Always for `latest`, else IfNotPresent */
  readonly imagePullPolicy?: KplusEnum<kplus.ImagePullPolicy>;
  /** What is done after the container's start, and before its end. @default nothing */
  readonly lifecycle?: ContainerHooks;
  /** When the container is restarted. @default never because of a probe */
  readonly liveness?: KplusValue;
  /** When the container is ready: nothing in a Job but a Service asks. @default always */
  readonly readiness?: KplusValue;
  /** When the container has started. @default at once */
  readonly startup?: KplusValue;
  /** Requests and limits. @default those of `JobDefaults` */
  readonly resources?: ContainerResources;
  /** What it may do. @default that of `JobDefaults` */
  readonly securityContext?: ContainerSecurityContext;
  /** What it mounts, and where. @default nothing, and `/tmp` (`JobDefaults`) */
  readonly volumeMounts?: readonly KplusVolumeMount[];
}

/** A container that runs before the others, or beside them. */
export interface InitContainerProps extends ContainerProps {
  /**
   * `Always` makes a sidecar of it: it is started before the containers after it, runs beside them, and is ended when they have ended.
   * On by default since Kubernetes 1.29, stable since 1.33.
   * @default it ends before the next one starts
   */
  readonly restartPolicy?: 'Always';
}
