import type { Problem } from './problem';
import { documentsIn, ReadDocument, ReadObject } from './read-document';
import { setSource } from './source';
import { isJsonObject } from '../kubernetes/json';
import type { Manifest } from '../kubernetes/manifest';

export interface Parsed {
  readonly manifests: readonly Manifest[];
  readonly problems: readonly Problem[];
}

/** YAML or JSON text, of one document or many, as manifests; a `List` counts as its items. */
export function parseManifests(text: string, file: string): Parsed {
  const parsed = [...documentsIn(text, file)].map(manifestsIn);
  return {
    manifests: parsed.flatMap(({ manifests }) => manifests),
    problems: parsed.flatMap(({ problems }) => problems),
  };
}

/** The objects of a document as they can be applied, and why others cannot. */
export function manifestsIn({ objects, problems }: ReadDocument): Parsed {
  const manifests: Manifest[] = [];
  const refused: Problem[] = problems.map(({ message, source }) => ({ message, source }));
  for (const object of objects) {
    const { source } = object.place([]);
    const manifest = asManifest(object);
    if (typeof manifest === 'string') {
      refused.push({ source, message: manifest });
    } else {
      setSource(manifest, source);
      manifests.push(manifest);
    }
  }
  return { manifests, problems: refused };
}

const SHAPE = 'a manifest is a mapping with apiVersion, kind and metadata.name';

/** Refuses only what cannot be sent at all, and says why; what the fields hold is for the rules and the server to judge. */
function asManifest({ value }: ReadObject): Manifest | string {
  if (!isJsonObject(value)) return SHAPE;
  return manifestError(value) ?? (value as unknown as Manifest);
}

/** Returns why an object cannot be applied at all, or undefined if it can. */
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
    ? `${String(kind)} without metadata.name: ${SHAPE}`
    : `${String(kind)} with metadata.generateName: a name that the server makes up is new at each apply; give it metadata.name`;
}
