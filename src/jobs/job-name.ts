import { ApiObject, Chart, Names } from 'cdk8s';
import { dnsLabel } from '../kubernetes/names';

/** Length of the hash at the end of a name, with its dash; the hashes of cdk8s have the same. */
const HASH_LENGTH = 9;

/** The parts of a generated name. */
export interface GeneratedName {
  /**
   * The name that cdk8s generates, sanitized. It ends with a hash of the construct's path unless
   * the chart disables that, and does not change with the content.
   */
  readonly stable: string;
  /** The name without the hash of the path; a hash of the content may follow. */
  readonly stem: string;
  /** Number of characters of the name without truncation. */
  readonly fullLength: number;
}

/**
 * Generates the name of an object without `metadata.name`. A chart that overrides
 * `generateObjectName` decides it.
 */
export function generatedName(object: ApiObject, byContent: boolean): GeneratedName {
  const { chart } = object;
  if (chart.generateObjectName !== Chart.prototype.generateObjectName) {
    const own = chart.generateObjectName(object);
    return {
      stable: dnsLabel(own),
      stem: dnsLabel(own),
      fullLength: own.length + (byContent ? HASH_LENGTH : 0),
    };
  }
  // cdk8s truncates names that are too long; here, they are an error.
  const stem = Names.toDnsLabel(object, { includeHash: false, maxLen: Number.MAX_SAFE_INTEGER });
  const stable = hashesPaths(object)
    ? `${stem}-${object.node.addr.slice(0, HASH_LENGTH - 1)}`
    : stem;
  return {
    stable: dnsLabel(stable),
    stem: dnsLabel(stem),
    fullLength: byContent ? stem.length + HASH_LENGTH : stable.length,
  };
}

const hashing = new WeakMap<Chart, boolean>();

/**
 * Returns whether names in the chart of an object end with a hash of the path
 * (`disableResourceNameHashes`). cdk8s does not expose the setting, so the name that it generates
 * is inspected.
 */
function hashesPaths(object: ApiObject): boolean {
  const { chart } = object;
  let hashes = hashing.get(chart);
  if (hashes === undefined) {
    hashing.set(
      chart,
      (hashes = chart
        .generateObjectName(object)
        .endsWith(`-${object.node.addr.slice(0, HASH_LENGTH - 1)}`)),
    );
  }
  return hashes;
}
