import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expandVariables } from '../../kubernetes/expansion';
import { Json, JsonObject } from '../../kubernetes/json';
import type { RunLog } from '../container-logs';
import { ContainerConfigError, environmentOf, References } from './environment';
import type { Command, ProcessEnd } from './process';
import { mountsOf, translatePaths } from './volumes';
import type { StoredObject } from '../store/stored-object';

const MAX_MESSAGE_BYTES = 4096;
const MAX_LOG_MESSAGE_BYTES = 2048;
const MAX_LOG_MESSAGE_LINES = 80;
/** Variables of this machine without which programs are not found or do not work. */
const INHERITED = ['PATH', 'HOME', 'LANG', 'TZ', 'TMPDIR', 'SystemRoot'];

/** Where the containers of a Pod run. */
export interface PodFolders {
  /** Has the files of the Pod beside its volumes. */
  readonly ofPod: string;
  /** The volumes of the Pod by their names. */
  readonly volumes: ReadonlyMap<string, string>;
  /** Where programs start whose container has no `workingDir`. */
  readonly working: string;
}

/**
 * Returns the program of a container as a process of this machine.
 *
 * @throws ContainerConfigError if it has none, or refers to what does not exist
 */
export function commandOf(
  container: JsonObject,
  pod: StoredObject,
  references: References,
  { ofPod, volumes, working }: PodFolders,
): Command {
  const { name, image, workingDir, terminationMessagePath = '/dev/termination-log' } = container;
  const variables = environmentOf(container, pod, references);
  const messageFile = messageFileOf(container, ofPod);
  writeFileSync(messageFile, '');
  const paths = new Map([
    ...mountsOf(container, volumes, variables),
    [String(terminationMessagePath), messageFile] as const,
  ]);
  const command = stringsIn(container.command);
  const [program, ...args] = [...command, ...stringsIn(container.args)].map((text) =>
    translatePaths(expandVariables(text, variables), paths),
  );
  if (command.length === 0) {
    throw new ContainerConfigError(
      `container ${String(name)} has no command, and a process of this machine has no image ` +
        `${String(image)} that contains one; set command`,
    );
  }
  const inherited = INHERITED.flatMap((key) => {
    const value = process.env[key];
    return value === undefined ? [] : [[key, value] as const];
  });
  const translated = Object.entries(variables).map(
    ([key, value]) => [key, translatePaths(value, paths)] as const,
  );
  return {
    program,
    args,
    env: Object.fromEntries([...inherited, ...translated]),
    folder: typeof workingDir === 'string' ? translatePaths(workingDir, paths) : working,
  };
}

/** Returns why a run ended, as its program has written it, or as the last lines of its log. */
export function terminationMessage(
  container: JsonObject,
  ofPod: string,
  { lines }: RunLog,
  { exitCode, startError }: ProcessEnd,
): string | undefined {
  if (startError !== undefined) return startError;
  const written = readFileSync(messageFileOf(container, ofPod), 'utf8').slice(-MAX_MESSAGE_BYTES);
  if (written !== '') return written;
  if (container.terminationMessagePolicy !== 'FallbackToLogsOnError' || exitCode === 0) {
    return undefined;
  }
  const last = lines.slice(-MAX_LOG_MESSAGE_LINES).map(({ text }) => `${text}\n`);
  return last.join('').slice(-MAX_LOG_MESSAGE_BYTES);
}

function messageFileOf({ name }: JsonObject, ofPod: string): string {
  return join(ofPod, `${String(name)}.termination-message`);
}

function stringsIn(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
