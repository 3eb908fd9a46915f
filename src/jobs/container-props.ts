import type * as kplus from 'cdk8s-plus-27';
import type { KplusEnum, KplusValue, KplusVolumeMount } from './kplus-compat';

/** Requests and limits of a container. Omitted fields come from `JobDefaults`. */
export interface ContainerResources extends kplus.ContainerResources {
  /**
   * Devices and other extended resources by name, such as `{ 'nvidia.com/gpu': 1 }`. Each whole
   * number is both request and limit.
   * @default none
   */
  readonly extended?: Readonly<Record<string, number>>;
}

/** Linux capabilities by name, without the prefix `CAP_`. */
export interface ContainerCapabilities {
  /** Capabilities to add. @default none */
  readonly add?: readonly string[];
  /** Capabilities to drop. @default ALL (`JobDefaults`) */
  readonly drop?: readonly string[];
}

/** The seccomp profile of a container: the system calls that it may make. */
export interface SeccompProfile {
  /** The type of the profile: `RuntimeDefault`, `Unconfined` or `Localhost`. */
  readonly type: string;
  /**
   * Path of the profile on the node, relative to the kubelet's profile directory; only for
   * `Localhost`.
   * @default none
   */
  readonly localhostProfile?: string;
}

/** The security context of a container. */
export interface ContainerSecurityContext extends Omit<
  kplus.ContainerSecurityContextProps,
  'capabilities'
> {
  /**
   * Linux capabilities, such as `{ add: ['NET_BIND_SERVICE'] }`.
   * @default all are dropped (`JobDefaults`)
   */
  readonly capabilities?: ContainerCapabilities;
  /** The seccomp profile. @default RuntimeDefault, set on the Pod (`JobDefaults`) */
  readonly seccompProfile?: SeccompProfile;
}

/** Lifecycle hooks of a container; each is a `Handler` of cdk8s-plus. */
export interface ContainerHooks {
  /** Runs right after the container starts, in parallel with its program. @default no hook */
  readonly postStart?: KplusValue;
  /** Runs before the container is terminated. @default no hook */
  readonly preStop?: KplusValue;
}

/** Props of a container: those of cdk8s-plus, with values of any of its versions. */
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
  /**
   * When the image is pulled.
   * @default Always for the tag `latest`, else IfNotPresent (the server's)
   */
  readonly imagePullPolicy?: KplusEnum<kplus.ImagePullPolicy>;
  /** Lifecycle hooks. @default no hooks */
  readonly lifecycle?: ContainerHooks;
  /** Liveness probe: if it fails, the container is restarted. @default no probe */
  readonly liveness?: KplusValue;
  /** Readiness probe: decides whether Services send traffic to the Pod. @default no probe */
  readonly readiness?: KplusValue;
  /** Startup probe: the other probes begin once it has succeeded. @default no probe */
  readonly startup?: KplusValue;
  /** Requests and limits. @default those of `JobDefaults` */
  readonly resources?: ContainerResources;
  /** Security context. @default that of `JobDefaults` */
  readonly securityContext?: ContainerSecurityContext;
  /** Volumes to mount, and their paths. @default only `/tmp` (`JobDefaults`) */
  readonly volumeMounts?: readonly KplusVolumeMount[];
}

/**
 * Props of an init container, which runs before the others, or of a sidecar, which runs beside
 * them.
 */
export interface InitContainerProps extends ContainerProps {
  /**
   * `Always` makes the container a sidecar: it starts before the containers that follow it, runs
   * beside them, and is terminated after the main containers have ended. On by default since
   * Kubernetes 1.29, stable since 1.33.
   * @default the container ends before the next one starts
   */
  readonly restartPolicy?: 'Always';
}
