import type * as kplus from 'cdk8s-plus-27';

/**
 * A value of any version of cdk8s-plus. All versions have the same classes, but with private
 * fields, so that the compiler does not accept a Volume of cdk8s-plus-34 as one of cdk8s-plus-27.
 * Their common method is the one that renders them.
 */
export interface KplusValue {
  /** Renders the value. Called only by cdk8s-plus; its presence identifies such a value. */
  _toKube(...context: any[]): unknown;
}

/** A `Volume` of any version of cdk8s-plus. */
export interface KplusVolume extends KplusValue {
  /** The name by which containers mount the volume. */
  readonly name: string;
}

/** A `VolumeMount` of any version of cdk8s-plus. */
export interface KplusVolumeMount extends Omit<kplus.VolumeMount, 'volume' | 'propagation'> {
  /** The volume to mount. */
  readonly volume: KplusVolume;
  /**
   * Whether later mounts propagate from the host to the container and vice versa.
   * @default None (the server's)
   */
  readonly propagation?: `${kplus.MountPropagation}`;
}

/** A member of an enum of any version of cdk8s-plus, or its value as in a manifest. */
export type KplusEnum<Enum extends string> = `${Enum}`;
