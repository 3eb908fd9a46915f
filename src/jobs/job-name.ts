import { ApiObject, Chart, Names } from 'cdk8s';
import { dnsLabel } from '../kubernetes/names';

/** How long a hash at the end of a name is, with its dash; cdk8s's are as long as ours. */
const HASH = 9;

/** What a generated name is made of. */
export interface GeneratedName {
  /** The name that cdk8s gives, made valid: with a hash of the construct's path unless the chart wants none. It never changes with the content. */
  readonly stable: string;
  /** The same without that hash, to which one of the content is added. */
  readonly stem: string;
  /** How many characters the name would have if nothing was cut off. */
  readonly fullLength: number;
}

/** The name of an object whose user has given none. The chart's own way to name objects is honoured. */
export function generatedName(object: ApiObject, byContent: boolean): GeneratedName {
  const { chart } = object;
  if (chart.generateObjectName !== Chart.prototype.generateObjectName) {
    const own = chart.generateObjectName(object);
    return {
      stable: dnsLabel(own),
      stem: dnsLabel(own),
      fullLength: own.length + (byContent ? HASH : 0),
    };
  }
  // cdk8s cuts names, counting what it leaves out later; here, too long a name is an error.
  const stem = Names.toDnsLabel(object, { includeHash: false, maxLen: Number.MAX_SAFE_INTEGER });
  const stable = hashesPaths(object) ? `${stem}-${object.node.addr.slice(0, HASH - 1)}` : stem;
  return {
    stable: dnsLabel(stable),
    stem: dnsLabel(stem),
    fullLength: byContent ? stem.length + HASH : stable.length,
  };
}

const hashing = new WeakMap<Chart, boolean>();

/** Whether names in the chart of an object end with a hash of the path (`disableResourceNameHashes`); cdk8s does not say, but does it. */
function hashesPaths(object: ApiObject): boolean {
  const { chart } = object;
  let hashes = hashing.get(chart);
  if (hashes === undefined) {
    hashing.set(
      chart,
      (hashes = chart
        .generateObjectName(object)
        .endsWith(`-${object.node.addr.slice(0, HASH - 1)}`)),
    );
  }
  return hashes;
}
