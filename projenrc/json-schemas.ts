/** Writes the JSON schemas of the documents that the command line prints, from their types. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createGenerator, Schema } from 'ts-json-schema-generator';

const ROOT = join(__dirname, '..');
export const SCHEMAS_FOLDER = join(ROOT, 'schemas');

/** The types of the documents, and the files that declare them. */
const DOCUMENTS = [
  { name: 'report', type: 'Report', file: 'deploy/core/report' },
  { name: 'plan', type: 'Plan', file: 'deploy/commands/plan' },
  { name: 'cleanup', type: 'CleanupReport', file: 'deploy/commands/cleanup' },
  { name: 'check', type: 'CheckDocument', file: 'output/check-json' },
  { name: 'explain', type: 'ExplainDocument', file: 'output/explain-json' },
];

/** Returns the content of each schema by its file name. */
export function jsonSchemas(): ReadonlyMap<string, string> {
  const generator = createGenerator({
    path: join(ROOT, `src/{${DOCUMENTS.map(({ file }) => file).join()}}.ts`),
    tsconfig: join(ROOT, 'tsconfig.json'),
    skipTypeCheck: true, // the compiler does that
    additionalProperties: true, // fields may be added within a schemaVersion
    expose: 'all',
  });
  return new Map(
    DOCUMENTS.map(({ name, type }) => [
      `${name}.schema.json`,
      `${JSON.stringify(toDraft2020(generator.createSchema(type)), convert, 2)}\n`,
    ]),
  );
}

/** The generator writes draft 7; apart from `definitions`, the same is valid in draft 2020-12. */
function toDraft2020({ $ref, definitions }: Schema): object {
  const $schema = 'https://json-schema.org/draft/2020-12/schema';
  return { $schema, $ref, $defs: definitions };
}

function convert(key: string, value: unknown): unknown {
  switch (key) {
    case '$ref':
      return (value as string).replace('#/definitions/', '#/$defs/');
    case 'default': // of @default, which is prose
      return undefined;
    case 'additionalProperties': // of an optional value, which is omitted rather than undefined
      return withoutUndefined(value as Schema);
    default:
      return value;
  }
}

function withoutUndefined(schema: Schema): Schema {
  const [first, second] = schema.anyOf ?? [];
  return typeof second === 'object' && 'not' in second ? (first as Schema) : schema;
}

if (require.main === module) {
  mkdirSync(SCHEMAS_FOLDER, { recursive: true });
  for (const [file, schema] of jsonSchemas()) writeFileSync(join(SCHEMAS_FOLDER, file), schema);
}
