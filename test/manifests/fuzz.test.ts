import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import type { Json } from '../../src/kubernetes/json';
import { checkPaths } from '../../src/manifests/check';
import type { CheckReport } from '../../src/manifests/check-report';
import { InputError } from '../../src/manifests/problem';
import { readManifests } from '../../src/manifests/read-manifests';
import { temporaryFolder } from '../temporary-folder';

let folder: string;
beforeAll(() => {
  folder = temporaryFolder('fuzz-');
});

const GOOD = readFileSync(join(__dirname, '..', 'fixtures', 'seeds.yaml'));
const ALIASES = Buffer.from(
  'x: &a {b: [1, *b], <<: *a}\ny: &b "z"\n---\n? |\n  k\n: !!set {a}\n%TAG ! x\n...\n{"a": [}\n',
);

/** Every path of a value, so that each is looked up. */
function paths(value: Json | undefined, path: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null || path.length > 6) return [path];
  return [
    path,
    ...Object.entries(value).flatMap(([key, inner]) =>
      paths(inner as Json, [...path, Array.isArray(value) ? Number(key) : key]),
    ),
  ];
}

/** Reads bytes in both ways that there are; what comes of it is a value or the documented error, and has a place in the file. */
async function survives(bytes: Uint8Array): Promise<CheckReport> {
  const file = join(folder, 'f.yaml');
  writeFileSync(file, bytes);
  const report = await checkPaths([file], {
    check: (manifest) =>
      paths(manifest)
        .slice(0, 50)
        .map((path) => ({
          rule: 'a/b',
          severity: 'warning',
          field: path.join('.'),
          path: [...path, 'missing'],
          message: 'm',
          fix: 'f',
        })),
  });
  const lines = Buffer.from(bytes).toString('utf8').split('\n');
  for (const { line, column, excerpt } of report.findings) {
    expect(line).toBeGreaterThanOrEqual(1);
    expect(line).toBeLessThanOrEqual(lines.length);
    expect(column).toBeGreaterThanOrEqual(1);
    if (excerpt !== undefined) expect(excerpt.at).toBeLessThanOrEqual(excerpt.text.length);
  }
  await readManifests([file]).catch((error: unknown) => expect(error).toBeInstanceOf(InputError));
  return report;
}

test('checkPaths and readManifests report any bytes that they cannot parse', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
      await survives(bytes);
    }),
    { numRuns: 300 },
  );
});

const syntax = fc.constantFrom(
  '- ',
  ': ',
  '\n',
  '{',
  '}',
  '[',
  ']',
  '"',
  "'",
  '|',
  '>',
  '&a ',
  '*a',
  '<<: ',
  '? ',
  '---\n',
  '...\n',
  '%',
  '#',
  '!',
  '!!set ',
  '\t',
  '  ',
  '\r',
  '\0',
  '\ufeff',
  'a',
  '\u2028',
  '\\',
);

test('checkPaths and readManifests report any string of YAML syntax that they cannot parse', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(syntax, { maxLength: 60 }), async (signs) => {
      await survives(Buffer.from(signs.join('')));
    }),
    { numRuns: 500 },
  );
});

test('checkPaths and readManifests report any changed YAML that they cannot parse', async () => {
  const insert = fc.oneof(
    syntax.map((text) => Buffer.from(text)),
    fc.uint8Array({ maxLength: 4 }),
  );
  const change = fc.record({ at: fc.nat(), remove: fc.nat({ max: 20 }), insert });
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(GOOD, ALIASES),
      fc.array(change, { minLength: 1, maxLength: 6 }),
      async (good, changes) => {
        let bytes = good.subarray(0, 6000);
        for (const { at, remove, insert: added } of changes) {
          const place = at % (bytes.length + 1);
          bytes = Buffer.concat([bytes.subarray(0, place), added, bytes.subarray(place + remove)]);
        }
        await survives(bytes);
      },
    ),
    { numRuns: 200 },
  );
}, 60_000);

test('checkPaths finds the documents that the YAML library finds', async () => {
  const line = fc.constantFrom('---', '--- # c', '# c', '', 'a: 1', 'b:', '  - c', '  |', '  x');
  await fc.assert(
    fc.asyncProperty(
      fc.array(line, { maxLength: 10 }).map((lines) => lines.join('\n')),
      async (text) => {
        const documents = parseAllDocuments(text, { version: '1.1', logLevel: 'silent' });
        fc.pre(Array.isArray(documents) && documents.every(({ errors }) => errors.length === 0));
        const objects = (documents as { toJS(): unknown }[])
          .map((document) => document.toJS())
          .filter((value) => value !== null);
        expect((await survives(Buffer.from(text))).counts.unreadable).toBe(objects.length);
      },
    ),
    { numRuns: 300 },
  );
});
