import { Size } from 'cdk8s';
import type { ContainerResources } from './container-props';
import type { JsonObject } from '../kubernetes/json';

/** The units in which cdk8s-plus writes each resource, in KiB. It rejects fractions of them. */
const UNITS = { memory: 1024, ephemeralStorage: 1024 ** 2 } as const;
const NAMES = { memory: 'memory', ephemeralStorage: 'ephemeral-storage' } as const;

/**
 * Splits resources into those that cdk8s-plus accepts and the sizes that it cannot express, as in a
 * manifest.
 */
export function splitSizes(resources: ContainerResources): {
  readonly plus: ContainerResources;
  readonly beyond: JsonObject;
} {
  const plus: { -readonly [Name in keyof ContainerResources]: ContainerResources[Name] } = {
    ...resources,
  };
  const beyond: { requests?: Record<string, string>; limits?: Record<string, string> } = {};
  for (const name of ['memory', 'ephemeralStorage'] as const) {
    for (const bound of ['request', 'limit'] as const) {
      const size = resources[name]?.[bound];
      if (!(size instanceof Size) || size.toKibibytes() % UNITS[name] === 0) continue;
      plus[name] = { ...plus[name], [bound]: undefined };
      const kibibytes = size.toKibibytes();
      (beyond[`${bound}s`] ??= {})[NAMES[name]] =
        kibibytes % 1024 === 0 ? `${kibibytes / 1024}Mi` : `${kibibytes}Ki`;
    }
  }
  return { plus, beyond };
}
