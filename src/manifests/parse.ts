import type { Problem } from './problem';
import { documentsInText, ReadDocument } from './read-document';
import { setSource } from './source';
import { isJsonObject } from '../kubernetes/json';
import type { Manifest } from '../kubernetes/manifest';

/** The manifests in an input, and the reasons why other values in it are not manifests. */
export interface ParsedManifests {
  readonly manifests: readonly Manifest[];
  readonly problems: readonly Problem[];
}

/**
 * Parses the manifests in YAML or JSON with one or more documents. A `List` counts as its items.
 */
export function parseManifests(text: string, file: string): ParsedManifests {
  const parsed = [...documentsInText(text, file)].map(manifestsIn);
  return {
    manifests: parsed.flatMap(({ manifests }) => manifests),
    problems: parsed.flatMap(({ problems }) => problems),
  };
}

/** Returns the objects of a document as manifests, and remembers where each was read. */
export function manifestsIn({ objects, problem }: ReadDocument): ParsedManifests {
  const manifests: Manifest[] = [];
  const errors: Problem[] = [];
  if (problem !== undefined) {
    errors.push({ message: `${problem.message}; ${problem.fix}`, source: problem.source });
  }
  for (const { value, locate } of objects) {
    const { source } = locate([]);
    const error = isJsonObject(value) ? manifestError(value) : SHAPE;
    if (error === undefined) {
      const manifest = value as unknown as Manifest;
      setSource(manifest, source);
      manifests.push(manifest);
    } else {
      errors.push({ source, message: error });
    }
  }
  return { manifests, problems: errors };
}

const SHAPE = 'a manifest must be a mapping with apiVersion, kind and metadata.name';

/**
 * Explains why an object cannot be sent to an API server. What its other fields contain is checked
 * by the rules and by the server.
 *
 * @returns undefined if it can be sent
 */
export function manifestError(value: object): string | undefined {
  const { apiVersion, kind, metadata } = value as {
    apiVersion?: unknown;
    kind?: unknown;
    metadata?: { name?: unknown; generateName?: unknown };
  };
  const missing = Object.entries({ apiVersion, kind })
    .filter(([, field]) => typeof field !== 'string' || field === '')
    .map(([name]) => name);
  if (missing.length > 0) return `no ${missing.join(' and no ')}: ${SHAPE}`;
  if (typeof metadata?.name === 'string' && metadata.name !== '') return undefined;
  return metadata?.generateName === undefined
    ? `the ${String(kind)} has no metadata.name: ${SHAPE}`
    : `the ${String(kind)} has metadata.generateName, so each apply would create another object; ` +
        'set metadata.name instead';
}
