import { App } from 'cdk8s';
import {
  escapedJson,
  hasLoneSurrogate,
  isMisreadNumber,
  Misreading,
  misreadingOf,
  unescapedIn,
} from './misread-text';
import { isJsonObject, Json, JsonObject } from '../kubernetes/json';
import { truncate } from '../kubernetes/truncate';

// A symbol of the registry, so that two copies of this library know each other's apps.
/** Marks an app that writes in quotes what cdk8s would write so that it is misread. */
export const WRITES_QUOTES: unique symbol = Symbol.for('cdk8s-jobs.writesQuotes');

const MAX_QUOTE_LENGTH = 60;
const JOBS_APP = 'use JobsApp instead of App, which writes it in quotes';
const MISREADINGS: Readonly<Record<Misreading, (text: string) => string>> = {
  character: (text) =>
    `contains ${unescapedIn(text)}, which cdk8s writes to YAML without an escape, so kubectl ` +
    `rejects the file or reads another string; remove the character, or ${JOBS_APP}`,
  tab: () =>
    'begins with a tab, which kubectl does not accept at the beginning of the block that cdk8s ' +
    `writes to YAML; indent with spaces, or ${JOBS_APP}`,
  blank: () =>
    'consists of spaces and line feeds, and kubectl does not read the spaces of the block that ' +
    `cdk8s writes to YAML; omit the spaces, or ${JOBS_APP}`,
};

/** Returns the problem of a string, or of a key of an object, or undefined. */
type Check = (text: string, isKey: boolean) => string | undefined;

/**
 * Returns the problems of strings that the API server would not get as they are, since YAML readers
 * written in Go misread what cdk8s writes.
 */
export function misreadTextProblems(manifest: JsonObject, app: App | undefined): string[] {
  const writesQuotes = app !== undefined && WRITES_QUOTES in app;
  return problemsOfStrings(manifest, (text, isKey) => {
    const misreading = misreadingOf(text, isKey);
    if (misreading === undefined) return undefined;
    if (hasLoneSurrogate(text)) {
      return (
        `contains ${unescapedIn(text)}, half of a surrogate pair, which YAML cannot express; ` +
        'remove it'
      );
    }
    return writesQuotes ? undefined : MISREADINGS[misreading](text);
  });
}

/** Returns the problems of strings that cdk8s writes without quotes and Go reads as numbers. */
export function misreadNumberProblems(manifest: JsonObject): string[] {
  return problemsOfStrings(manifest, (text) =>
    isMisreadNumber(text)
      ? 'is written to YAML without quotes and read as a number; write it in another form, such ' +
        'as 0644 for 0o644'
      : undefined,
  );
}

function problemsOfStrings(manifest: JsonObject, check: Check): string[] {
  // Almost no manifest has a problem, so paths are formatted only then.
  return hasProblem(manifest, check) ? problemsBelow(manifest, '', check) : [];
}

/** Strings that nothing misreads, as almost all are: printable ASCII that begins with a letter. */
const PLAIN = /^[A-Za-z/][\x20-\x7e]*$/;

function hasProblem(value: Json | undefined, check: Check): boolean {
  if (typeof value === 'string') return !PLAIN.test(value) && check(value, false) !== undefined;
  if (typeof value !== 'object' || value === null) return false;
  const isObject = !Array.isArray(value);
  for (const key in value) {
    if (isObject && !PLAIN.test(key) && check(key, true) !== undefined) return true;
    if (hasProblem((value as JsonObject)[key], check)) return true;
  }
  return false;
}

function problemsBelow(value: Json | undefined, path: string, check: Check): string[] {
  if (typeof value === 'string') {
    const problem = check(value, false);
    return problem === undefined ? [] : [`${path}: ${quoted(value)} ${problem}`];
  }
  if (Array.isArray(value)) {
    return (value as readonly Json[]).flatMap((item, i) =>
      problemsBelow(item, `${path}[${i}]`, check),
    );
  }
  if (!isJsonObject(value)) return [];
  return Object.keys(value).flatMap((key) => {
    const problem = check(key, true);
    return problem === undefined
      ? problemsBelow(value[key], path === '' ? key : `${path}.${key}`, check)
      : [`${path}: the key ${quoted(key)} ${problem}`];
  });
}

function quoted(text: string): string {
  return truncate(escapedJson(text), MAX_QUOTE_LENGTH);
}
