import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { JobObject } from './job-object';
import { oncePerPass } from './validation-pass';
import { JsonObject, objectIn } from '../kubernetes/json';
import { HASH_PATTERN } from '../kubernetes/run-identity/spec-hash';

/** Where a string that looks like a generated name is in the app. */
interface Occurrence {
  readonly object: ApiObject;
  /** The hash, and the characters before it. */
  readonly text: string;
}

const INDEX = {};
/** The maximum length of the name of an object. */
const MAX_NAME_LENGTH = 253;

/**
 * Returns the problems of names of a Job that a caller read before the Job was complete, and that
 * other objects contain. In the manifest of the Job itself they are replaced.
 */
export function outdatedNameProblems(object: JobObject, manifest: JsonObject): string[] {
  const { name } = objectIn(manifest.metadata) as { readonly name: string };
  return [...object.namesRead]
    .filter((read) => read !== name)
    .flatMap((read) => {
      const paths = pathsOfReaders(object, read);
      return paths.length === 0
        ? []
        : [
            `metadata.name: was read as ${JSON.stringify(read)}, but the Job has changed since ` +
              `and its name is now ${JSON.stringify(name)}; ${paths.join(' and ')} still has the ` +
              'old name; read the name after the last change, pass Lazy.any({ produce: () => ' +
              'job.name }), or set metadata.name of the Job',
          ];
    });
}

function pathsOfReaders(object: JobObject, name: string): string[] {
  const index = oncePerPass(object, INDEX, () => generatedNamesIn(object));
  const found = (index.get(name.slice(object.stem.length)) ?? []).filter(
    (occurrence) => occurrence.object !== object && occurrence.text.endsWith(name),
  );
  return [...new Set(found.map((occurrence) => pathOf(occurrence.object)))];
}

/** All strings in the app that look like generated names, by their hashes. */
function generatedNamesIn({ node }: ApiObject): Map<string, Occurrence[]> {
  const index = new Map<string, Occurrence[]>();
  for (const object of node.root.node.findAll()) {
    if (!ApiObject.isApiObject(object)) continue;
    const json = JSON.stringify(JobObject.is(object) ? object.render() : object.toJson());
    for (const { 0: hash, index: start } of json.matchAll(HASH_PATTERN)) {
      const end = start + hash.length;
      const text = json.slice(Math.max(0, end - MAX_NAME_LENGTH), end);
      const same = index.get(hash);
      if (same) same.push({ object, text });
      else index.set(hash, [{ object, text }]);
    }
  }
  return index;
}

/** Returns the path of the construct that the user created. */
export function pathOf(object: ApiObject): string {
  return constructOf(object).node.path;
}

/** Returns the construct that the user created. */
export function constructOf(object: ApiObject): Construct {
  const { scope } = object.node;
  return scope?.node.defaultChild === object ? scope : object;
}
