import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { jsonSchemas, SCHEMAS_FOLDER } from '../../projenrc/json-schemas';

test('schemas/ is what `npx projen json-schemas` writes', () => {
  const current = readdirSync(SCHEMAS_FOLDER).map(
    (file) => [file, readFileSync(join(SCHEMAS_FOLDER, file), 'utf8')] as const,
  );
  expect(Object.fromEntries(current)).toEqual(Object.fromEntries(jsonSchemas()));
});
