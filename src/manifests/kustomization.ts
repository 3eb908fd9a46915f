import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { documentsInText } from './read-document';
import { isJsonObject, Json, JsonObject } from '../kubernetes/json';

/** The names that kustomize looks for. */
export const KUSTOMIZATION_FILES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];
const API_GROUP = 'kustomize.config.k8s.io/';

/** The files that a kustomization names, as absolute paths. */
export interface Kustomization {
  readonly resources: readonly string[];
  readonly patches: readonly string[];
}

/** Reads a kustomization. Returns undefined if the file contains something else. */
export async function readKustomization(file: string): Promise<Kustomization | undefined> {
  const [document] = documentsInText(await readFile(file, 'utf8'), file);
  const value = document?.objects[0]?.value;
  if (!isJsonObject(value)) return undefined;
  // Flux has a kind of this name, too.
  if (typeof value.apiVersion === 'string' && !value.apiVersion.startsWith(API_GROUP)) {
    return undefined;
  }
  const folder = dirname(file);
  const absolute = (paths: readonly string[]) => paths.map((path) => resolve(folder, path));
  return {
    resources: absolute(pathsIn(value, 'resources')),
    patches: absolute(
      ['patches', 'patchesStrategicMerge', 'patchesJson6902'].flatMap((field) =>
        pathsIn(value, field),
      ),
    ),
  };
}

/** Returns the paths in a list of paths, or of objects with a path. Patches can also be inline. */
function pathsIn(kustomization: JsonObject, field: string): string[] {
  const entries = kustomization[field];
  if (!Array.isArray(entries)) return [];
  return (entries as Json[])
    .map((entry) => (isJsonObject(entry) ? entry.path : entry))
    .filter((path) => typeof path === 'string' && !path.includes('\n'))
    .map(String);
}
