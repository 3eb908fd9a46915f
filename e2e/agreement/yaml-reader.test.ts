import fc from 'fast-check';
import { buildKubectlReader, KubectlResult, readWithKubectl } from './kubectl-reader';
import { yamlFile } from './yaml-files';
import { isJsonObject, Json } from '../../src/kubernetes/json';
import type { InputProblem } from '../../src/manifests/problem';
import { readDocument } from '../../src/manifests/read-document';
import { DocumentSplitter } from '../../src/manifests/split-documents';
import { utf8Chunks } from '../../src/manifests/utf8-chunks';

const CASES = 20_000;

interface OwnResult {
  readonly documents: readonly Json[];
  readonly problem?: InputProblem;
}

/** Reads a file as this project does, up to the first document that cannot be read. */
async function read(file: Buffer): Promise<OwnResult> {
  const splitter = new DocumentSplitter();
  const raw = [];
  for await (const chunk of utf8Chunks(chunksOf(file))) raw.push(...splitter.push(chunk));
  raw.push(...splitter.end());
  const documents: Json[] = [];
  for (const each of raw) {
    const { objects, problem } = readDocument(each, 'file.yaml');
    if (problem !== undefined) return { documents, problem };
    documents.push(...objects.map(({ value }) => value));
  }
  return { documents };
}

async function* chunksOf(file: Buffer): AsyncGenerator<Buffer> {
  yield file;
}

/** What is rejected although kubectl reads it, because kubectl loses something without notice. */
function isDeliberate({ rule, message }: InputProblem): boolean {
  return (
    rule === 'yaml/unique-keys' || // kubectl takes one of the values
    message.includes('kubectl ignores what follows') ||
    message.includes('in the line of its ---') || // kubectl accepts ---# but for the first line
    message.includes('directives') // kubectl ignores what follows, unless it rejects it
  );
}

function disagreement(own: OwnResult, kubectl: KubectlResult): string | undefined {
  if (own.problem !== undefined) {
    // kubectl rejects what is not an object later, when it looks for its kind.
    const accepts = kubectl.error === undefined && kubectl.documents.every(isJsonObject);
    return accepts && !isDeliberate(own.problem)
      ? `only this project rejects it: ${own.problem.message}`
      : undefined;
  }
  if (kubectl.error !== undefined) return `only kubectl rejects it: ${kubectl.error}`;
  const [ours, theirs] = [own, kubectl].map(({ documents }) => canonical(documents));
  return ours === theirs ? undefined : `${ours} here, ${theirs} in kubectl`;
}

/** Formats JSON with the keys of objects in one order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

describe('the reader of YAML', () => {
  let program: string;
  beforeAll(async () => {
    program = await buildKubectlReader();
  });

  test(`reads ${CASES} generated files as kubectl does`, async () => {
    const seed = Number(process.env.YAML_SEED ?? 1);
    const files = fc.sample(yamlFile, { numRuns: CASES, seed });
    const kubectl = readWithKubectl(program, files);
    const found: string[] = [];
    for (const [i, file] of files.entries()) {
      const difference = disagreement(await read(file), kubectl[i]);
      if (difference !== undefined) found.push(`${JSON.stringify(file.toString())}: ${difference}`);
    }
    expect(found.sort((a, b) => a.length - b.length).slice(0, 20)).toEqual([]);
    const accepted = kubectl.filter(({ error }) => error === undefined).length;
    expect(accepted).toBeGreaterThan(CASES / 5);
    expect(CASES - accepted).toBeGreaterThan(CASES / 5);
  });
});
