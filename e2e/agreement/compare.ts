import { isDeepStrictEqual } from 'node:util';
import type { Answer } from './server';
import type { Json, JsonObject } from '../../src/kubernetes/json';
import { RULES } from '../../src/kubernetes/rules';
import { check, checkUpdate } from '../../src/kubernetes/rules/check';
import type { Finding } from '../../src/kubernetes/rules/finding';
import { applyDefaults } from '../../src/kubernetes/server/apply-defaults';
import { decode } from '../../src/kubernetes/server/decode';
import { marshal } from '../../src/kubernetes/server/marshal';
import { pruneDisabledFields } from '../../src/kubernetes/server/prune-disabled-fields';
import { JOB_OWNED_LABELS } from '../../src/kubernetes/well-known-labels';

export interface Question {
  readonly manifest: JsonObject;
  readonly minor: number;
  /** The object that the manifest is to change. */
  readonly old?: JsonObject;
}

export function findingsOf({ manifest, minor, old }: Question): Finding[] {
  return (old ? checkUpdate(old, manifest, { minor }) : check(manifest, { minor }))!;
}

/** How the rules and the server differ about a manifest; undefined where they agree. */
export function disagreement(
  { manifest, minor, old }: Question,
  findings: readonly Finding[],
  answer: Answer,
): string | undefined {
  const deliberate = DELIBERATE.filter(({ isIt }) => isIt(manifest, answer, minor));
  if (deliberate.some(({ warnings }) => !warnings)) return undefined;
  const refusals = findings.filter(({ severity }) => severity === 'rejected');
  const unreadable = refusals.filter(({ rule }) => rule.startsWith('manifest/'));
  switch (answer.verdict) {
    case 'crashed':
      return refusals.length > 0 ? undefined : 'the server falls over it, and the rules take it';
    case 'other':
      return `the server answers ${answer.status}: ${answer.message}`;
    case 'unreadable': {
      if (unreadable.length === 0) {
        return `the server cannot read it: ${answer.message}\nthe rules say: ${list(refusals)}`;
      }
      return differentNames(unreadable, answer.message);
    }
    case 'invalid': {
      if (unreadable.length > 0) {
        return `the server can read it; the rules say: ${list(unreadable)}`;
      }
      const ours = [...new Set(refusals.map(({ field }) => field))].sort();
      if (isDeepStrictEqual(ours, answer.fields)) return undefined;
      const only = (some: readonly string[], others: readonly string[]) =>
        some.filter((field) => !others.includes(field)).join(' ') || '-';
      return `only the rules: ${only(ours, answer.fields)}\nonly the server: ${only(answer.fields, ours)}\nthe server says: ${answer.message}`;
    }
    case 'accepted':
      return refusals.length > 0
        ? `the server takes it; the rules say: ${list(refusals)}`
        : old
          ? undefined
          : (differentDefaults(manifest, answer.object, minor) ??
            (deliberate.length > 0 ? undefined : differentWarnings(findings, answer.warnings)));
  }
}

interface Difference {
  readonly why: string;
  /** Only the warnings differ. */
  readonly warnings?: true;
  isIt(manifest: JsonObject, answer: Answer, minor: number): boolean;
}

/** Where the rules differ from a trial on purpose, in everything or in the warnings only. */
const DELIBERATE: readonly Difference[] = [
  {
    why: 'a trial uses the namespace default; a real client uses the namespace of the object',
    isIt: (_, answer) =>
      answer.verdict === 'unreadable' &&
      answer.message.includes('does not match the namespace sent on the request'),
  },
  {
    why: 'a warning that quotes a control character does not fit into a header, and is not sent',
    warnings: true,
    isIt: (manifest) => /\\(u00[01]|[nrtbf])/.test(JSON.stringify(manifest)),
  },
  {
    why: 'a fraction of a byte is as wrong for the whole Pod as for a container, where the server warns',
    warnings: true,
    isIt: (manifest) => isPartOfByte(podOf(manifest)?.resources),
  },
  {
    why: 'until 1.33 the server takes a projected source that names no paths for the one before it, and warns that they overlap',
    warnings: true,
    isIt: (manifest, _, minor) =>
      minor <= 33 &&
      listIn(podOf(manifest)?.volumes).some((volume) =>
        listIn(volume?.projected?.sources).slice(1).some(namesNoPaths),
      ),
  },
];

function namesNoPaths(source: any): boolean {
  return [source?.secret, source?.configMap, source?.downwardAPI].some(
    (kind) => kind && !kind.items?.length,
  );
}

function listIn(value: unknown): any[] {
  return Array.isArray(value) ? value : [];
}

function podOf(manifest: any): any {
  return (manifest.spec?.jobTemplate ?? manifest).spec?.template?.spec;
}

function isPartOfByte(resources: any): boolean {
  return ['requests', 'limits'].some((field) =>
    ['memory', 'ephemeral-storage'].some((name) =>
      /m$|\.|e-/i.test(String(resources?.[field]?.[name] ?? '')),
    ),
  );
}

/** A 400 names the first field of a wrong type, without indexes, or every field that is unknown. */
function differentNames(unreadable: readonly Finding[], message: string): string | undefined {
  const ofType = /into Go struct field \w+\.(\S+) of type/.exec(message)?.[1];
  const unknown = [...message.matchAll(/unknown field "([^"]*)"/g)]
    .map(([, field]) => field)
    .sort();
  if (unknown.length > 0) {
    const ours = unreadable
      .filter(({ rule }) => rule === 'manifest/unknown-field')
      .map(({ field }) => field)
      .sort();
    // The server names no more than 100.
    const same =
      unknown.length < 100
        ? isDeepStrictEqual(ours, unknown)
        : unknown.every((field) => ours.includes(field));
    if (unreadable.length === ours.length && same) return undefined;
    return `the server knows not ${unknown.join(' ')}; the rules say: ${list(unreadable)}`;
  }
  // Where a type reads itself, reading ends there, whatever was wrong before it.
  const first =
    unreadable.find(({ rule }) => rule === 'manifest/malformed') ??
    unreadable.find(({ rule }) => rule === 'manifest/wrong-type');
  if (ofType) {
    const plain = first?.path.filter((step) => typeof step === 'string').join('.');
    // Go's names of what is laid out in its parent begin with a capital; an item is named by its list.
    const named = ofType
      .split('.')
      .filter((name) => !/^[A-Z]/.test(name))
      .join('.');
    return plain === named || plain?.startsWith(`${named}.`)
      ? undefined
      : `the server cannot read ${named}; the rules say: ${list(unreadable)}`;
  }
  return unreadable.some(({ rule }) => rule === 'manifest/malformed')
    ? undefined
    : `the server says: ${message}\nthe rules say: ${list(unreadable)}`;
}

function differentDefaults(
  manifest: JsonObject,
  object: JsonObject,
  minor: number,
): string | undefined {
  const kind = manifest.kind as 'Job' | 'CronJob';
  const { value } = decode(kind, manifest, minor);
  const { pruned } = pruneDisabledFields(kind, applyDefaults(kind, value, minor), minor);
  const ours = asStored(marshal(kind, pruned, minor));
  const theirs = asStored(object);
  return isDeepStrictEqual(ours, theirs)
    ? undefined
    : `what the server keeps is not what was expected:\n${differences(ours, theirs, '').join('\n')}`;
}

const WARNED = new Set(RULES.filter(({ serverWarns }) => serverWarns).map(({ id }) => id));

/** The server sends no more warnings once they have this many characters together. */
const MOST_OF_WARNINGS = 4096;

/** The server warns of fields, and of volumes by their names. */
function differentWarnings(
  findings: readonly Finding[],
  headers: readonly string[],
): string | undefined {
  const texts = headers.flatMap((header) =>
    [...header.matchAll(/\d+ \S+ "((?:[^"\\]|\\.)*)"/g)].map(([, text]) =>
      text.replace(/\\(.)/g, '$1'),
    ),
  );
  const said = texts.filter(
    (text) => !text.startsWith('volume "') && !text.startsWith('.metadata.ownerReferences'),
  );
  const theirs = [...new Set(said.map((text) => text.slice(0, text.search(/: /))))].sort();
  const ours = [
    ...new Set(
      findings
        .filter(({ rule }) => WARNED.has(rule) && rule !== 'volume/overlapping-paths')
        .map(({ field }) => field),
    ),
  ].sort();
  const overlaps = [
    texts.some((text) => text.startsWith('volume "')),
    findings.some(({ rule }) => rule === 'volume/overlapping-paths'),
  ];
  if (isDeepStrictEqual(ours, theirs) && overlaps[0] === overlaps[1]) return undefined;
  if (texts.join('').length >= MOST_OF_WARNINGS && theirs.every((field) => ours.includes(field))) {
    return undefined;
  }
  return `the server warns of: ${texts.join(' | ')}\nthe rules warn of: ${ours.join(' ')} ${overlaps[1] ? 'overlaps' : ''}`;
}

const ASSIGNED = [
  'uid',
  'creationTimestamp',
  'managedFields',
  'generation',
  'resourceVersion',
  'selfLink',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
];

/** Without what only the server can assign, and without dates that say nothing. */
export function asStored({
  apiVersion: _,
  kind: __,
  status: ___,
  ...object
}: JsonObject): JsonObject {
  const copy = JSON.parse(JSON.stringify(object));
  for (const field of ASSIGNED) delete copy.metadata?.[field];
  if (!copy.metadata?.name || copy.metadata?.generateName) delete copy.metadata?.name;
  delete copy.metadata?.namespace;
  const template = copy.spec?.template ?? copy.spec?.jobTemplate?.spec?.template;
  if (copy.spec?.template) {
    if (copy.spec.manualSelector !== true) delete copy.spec.selector;
    for (const metadata of [copy.metadata, template?.metadata]) {
      for (const label of JOB_OWNED_LABELS) {
        if (copy.spec.manualSelector !== true) delete metadata?.labels?.[label];
      }
      if (metadata?.labels && Object.keys(metadata.labels).length === 0) delete metadata.labels;
    }
  }
  for (const metadata of [template?.metadata, copy.spec?.jobTemplate?.metadata]) {
    if (metadata?.creationTimestamp === null) delete metadata.creationTimestamp;
  }
  for (const volume of template?.spec?.volumes ?? []) {
    const claim = volume.ephemeral?.volumeClaimTemplate?.metadata;
    if (claim?.creationTimestamp === null) delete claim.creationTimestamp;
  }
  return copy;
}

export function differences(
  ours: Json | undefined,
  theirs: Json | undefined,
  path: string,
): string[] {
  if (isDeepStrictEqual(ours, theirs)) return [];
  const bothObjects = [ours, theirs].every(
    (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  );
  const bothLists = Array.isArray(ours) && Array.isArray(theirs) && ours.length === theirs.length;
  if (!bothObjects && !bothLists) {
    return [`  ${path}: expected ${JSON.stringify(ours)}, kept ${JSON.stringify(theirs)}`];
  }
  const keys = new Set([...Object.keys(ours as object), ...Object.keys(theirs as object)]);
  return [...keys].flatMap((key) =>
    differences((ours as any)[key], (theirs as any)[key], `${path}.${key}`),
  );
}

function list(findings: readonly Finding[]): string {
  return (
    findings.map(({ rule, field, message }) => `${field} (${rule}: ${message})`).join('; ') ||
    'nothing'
  );
}
