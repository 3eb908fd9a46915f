import { Document, isAlias, isMap, isScalar, isSeq, LineCounter, parseAllDocuments, ParsedNode, Tags } from 'yaml';
import type { Problem, Source } from './problem';
import { setSource } from './source';
import type { Manifest } from '../batch/manifest';

export interface Parsed {
  readonly manifests: readonly Manifest[];
  readonly problems: readonly Problem[];
}

/** YAML or JSON text, of one document or many, as manifests; a `List` counts as its items. */
export function parseManifests(text: string, file: string): Parsed {
  const lines = new LineCounter();
  const at = (offset: number): Source => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
  const manifests: Manifest[] = [];
  const problems: Problem[] = [];
  for (const document of documents(text, lines)) {
    for (const error of document.errors) {
      problems.push({ source: at(error.pos[0]), message: error.message.split('\n')[0].replace(/ at line \d+, column \d+:?$/, '') });
    }
    if (document.errors.length > 0 || isEmpty(document)) continue;
    for (const node of items(document.contents!)) {
      const source = at(node.range[0]);
      try {
        const manifest = asManifest(valueOf(node, document));
        setSource(manifest, source);
        manifests.push(manifest);
      } catch (error) {
        problems.push({ source, message: (error as Error).message });
      }
    }
  }
  return { manifests, problems };
}

function documents(text: string, lineCounter: LineCounter): readonly Document.Parsed[] {
  const parsed = parseAllDocuments(text, {
    lineCounter,
    prettyErrors: true,
    // As kubectl reads it: YAML 1.1 (`yes` is a boolean, `0644` is octal), but dates and base-60 numbers stay strings.
    version: '1.1',
    merge: true,
    customTags: (tags: Tags) => tags.filter((tag) => typeof tag === 'string' || !(tag.tag.endsWith(':timestamp') || ('format' in tag && tag.format === 'TIME'))),
  });
  return Array.isArray(parsed) ? parsed : []; // a text without any document yields an object that only looks like an array
}

/** Nothing but comments between two document markers. */
function isEmpty({ contents }: Document.Parsed): boolean {
  return contents === null || (isScalar(contents) && contents.value === null);
}

/** The objects in a document: itself, or the items of a `List`. */
function items(node: ParsedNode): readonly ParsedNode[] {
  if (!isMap(node) || !String(node.get('kind')).endsWith('List')) return [node];
  const list = node.get('items', true);
  return isSeq<ParsedNode>(list) ? list.items : [node];
}

/** Aliases are resolved only here, where what they may grow to has a limit. */
function valueOf(node: ParsedNode, document: Document.Parsed): unknown {
  const target = isAlias(node) ? node.resolve(document) ?? node : node;
  return target.toJS(document, { maxAliasCount: 100 });
}

/** Refuses only what cannot be sent at all; what the fields hold is for the rules and the server to judge. */
function asManifest(value: unknown): Manifest {
  const shape = 'a manifest is a mapping with apiVersion, kind and metadata.name';
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(shape);
  const { apiVersion, kind, metadata } = value as { apiVersion?: unknown; kind?: unknown; metadata?: { name?: unknown; generateName?: unknown } };
  const missing = Object.entries({ apiVersion, kind }).filter(([, field]) => typeof field !== 'string' || field === '').map(([name]) => name);
  if (missing.length > 0) throw new Error(`no ${missing.join(' and no ')}: ${shape}`);
  if (typeof metadata?.name === 'string' && metadata.name !== '') return value as unknown as Manifest;
  throw new Error(metadata?.generateName === undefined
    ? `${kind} without metadata.name: ${shape}`
    : `${kind} with metadata.generateName: a name that the server makes up is new at each apply; give it metadata.name`);
}
