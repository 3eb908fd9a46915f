import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { ContainerConfigError, dataOf, Environment, fieldOf, References } from './environment';
import { expandVariables } from '../../kubernetes/expansion';
import { JsonObject, objectIn, objectsIn } from '../../kubernetes/json';
import type { StoredObject } from '../store/stored-object';

/** Where the paths of a container are on this machine: the folder or file by its path. */
export type PathMap = ReadonlyMap<string, string>;

/** A volume cannot be made on this machine, or what it needs does not exist. */
export class VolumeError extends Error {
  public constructor(message: string) {
    super(message);
    this.name = 'VolumeError';
  }
}

/** Where volumes are kept. */
export interface VolumeFolders {
  /** Is removed with the Pod. */
  readonly ofPod: string;
  /** Holds the volumes of claims, which outlive Pods. */
  readonly ofClaims: string;
}

/**
 * Writes the volumes of a Pod into folders of this machine.
 *
 * @returns their folders by their names
 * @throws VolumeError
 */
export function writeVolumes(
  pod: StoredObject,
  references: References,
  folders: VolumeFolders,
): ReadonlyMap<string, string> {
  const paths = new Map<string, string>();
  for (const volume of objectsIn(objectIn(pod.spec).volumes)) {
    const name = String(volume.name);
    try {
      paths.set(name, writeVolume(name, volume, pod, references, folders));
    } catch (error) {
      if (!(error instanceof ContainerConfigError)) throw error;
      throw new VolumeError(`MountVolume.SetUp failed for volume "${name}" : ${error.message}`);
    }
  }
  return paths;
}

function writeVolume(
  name: string,
  volume: JsonObject,
  pod: StoredObject,
  references: References,
  { ofPod, ofClaims }: VolumeFolders,
): string {
  const [kind = 'emptyDir'] = Object.keys(volume).filter((key) => key !== 'name');
  const source = objectIn(volume[kind]);
  if (kind === 'hostPath') return String(source.path);
  if (kind === 'persistentVolumeClaim') {
    const folder = join(ofClaims, pod.metadata.namespace ?? '', String(source.claimName));
    mkdirSync(folder, { recursive: true });
    return folder;
  }
  const folder = join(ofPod, 'volumes', name);
  mkdirSync(folder, { recursive: true });
  if (kind === 'emptyDir' || kind === 'ephemeral') return folder;
  const sources = kind === 'projected' ? objectsIn(source.sources) : [{ [kind]: source }];
  for (const one of sources) writeFiles(folder, one, pod, references);
  return folder;
}

function writeFiles(
  folder: string,
  volume: JsonObject,
  pod: StoredObject,
  references: References,
): void {
  const [kind = ''] = Object.keys(volume);
  const source = objectIn(volume[kind]);
  switch (kind) {
    case 'configMap':
    case 'secret': {
      const reference = { name: source.name ?? source.secretName, optional: source.optional };
      const type = kind === 'secret' ? 'secret' : 'configmap';
      return writeData(folder, source, dataOf(reference as JsonObject, type, references));
    }
    case 'downwardAPI':
      for (const { path, fieldRef } of objectsIn(source.items)) {
        writeFile(folder, String(path), fieldOf(String(objectIn(fieldRef).fieldPath), pod));
      }
      return;
    case 'serviceAccountToken':
      return; // the token would be for the API of a real cluster
    default:
      throw new ContainerConfigError(
        `volumes of type ${kind} do not exist for processes of this machine; use emptyDir, ` +
          'hostPath, a claim, a ConfigMap or a Secret',
      );
  }
}

function writeData(
  folder: string,
  { items, defaultMode }: JsonObject,
  data: Readonly<Record<string, string>>,
): void {
  const chosen =
    items === undefined
      ? Object.keys(data).map((key) => ({ key, path: key, mode: defaultMode }))
      : objectsIn(items);
  for (const { key, path, mode = defaultMode } of chosen) {
    const text = data[String(key)];
    if (text === undefined) {
      throw new ContainerConfigError(`references non-existent config key: ${String(key)}`);
    }
    writeFile(folder, String(path), text, typeof mode === 'number' ? mode : undefined);
  }
}

function writeFile(folder: string, path: string, text: string, mode?: number): void {
  const file = inside(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  if (mode !== undefined) chmodSync(file, mode);
}

/** Joins paths. @throws ContainerConfigError if the path leaves the folder */
function inside(folder: string, path: string): string {
  const joined = resolve(folder, path);
  if (joined !== folder && !joined.startsWith(folder + sep)) {
    throw new ContainerConfigError(`path ${JSON.stringify(path)} must not leave its volume`);
  }
  return joined;
}

/**
 * Returns where the mount paths of a container are on this machine.
 *
 * @throws ContainerConfigError
 */
export function mountsOf(
  container: JsonObject,
  volumes: ReadonlyMap<string, string>,
  environment: Environment,
): PathMap {
  return new Map(
    objectsIn(container.volumeMounts).map(({ name, mountPath, subPath, subPathExpr }) => {
      const volume = volumes.get(String(name));
      if (volume === undefined) {
        throw new ContainerConfigError(`volume "${String(name)}" not found`);
      }
      const sub =
        subPathExpr === undefined
          ? String(subPath ?? '')
          : expandVariables(String(subPathExpr), environment);
      return [String(mountPath).replace(/\/+$/, ''), inside(volume, sub)];
    }),
  );
}

/** Characters that cannot be before or after a path in a string that mentions it. */
const BEFORE = `(?<![\\w.\\-/])`;
const AFTER = `(?![\\w.\\-])`;

/**
 * Replaces the paths of a container in a string by those on this machine: a process that is not
 * isolated cannot have a folder of its own at `/tmp`.
 */
export function translatePaths(text: string, paths: PathMap): string {
  if (paths.size === 0) return text;
  const longestFirst = [...paths.keys()].sort((a, b) => b.length - a.length);
  const pattern = new RegExp(`${BEFORE}(${longestFirst.map(escaped).join('|')})${AFTER}`, 'g');
  return text.replace(pattern, (path) => paths.get(path)!);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
