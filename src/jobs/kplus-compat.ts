import type * as kplus from 'cdk8s-plus-27';

/**
 * Values of cdk8s-plus of any version. Its versions have the same classes, but with private fields of their own, so that to the
 * compiler a Volume of cdk8s-plus-34 is none of cdk8s-plus-27. What they have in common is that they render themselves.
 */
export interface KplusValue {
  /** How cdk8s-plus renders it: nothing to call, but what a value is told by. */
  _toKube(...context: any[]): unknown;
}

/** A `Volume` of any version of cdk8s-plus. */
export interface KplusVolume extends KplusValue {
  /** By which Pods mount it. */
  readonly name: string;
}

/** A `VolumeMount` of any version of cdk8s-plus. */
export interface KplusVolumeMount extends Omit<kplus.VolumeMount, 'volume' | 'propagation'> {
  /** What is mounted. */
  readonly volume: KplusVolume;
  /** Whether mounts made later, inside or outside of the container, are seen on the other side. @default None (the server's) */
  readonly propagation?: `${kplus.MountPropagation}`;
}

/** A member of an enum of any version of cdk8s-plus, or its value as it stands in a manifest. */
export type KplusEnum<Enum extends string> = `${Enum}`;
