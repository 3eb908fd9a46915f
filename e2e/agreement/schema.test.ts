import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MESSAGES_FILE, messagesSource } from '../../projenrc/protobuf';
import { SCHEMA_FOLDER, schemaSources } from '../../projenrc/schema';

const WRITTEN_BY_HAND = ['field.ts', 'gates.ts', 'unions.ts'];

test('the schema has every struct and field of the Go types of every minor version', () => {
  const current = readdirSync(SCHEMA_FOLDER)
    .filter((file) => !WRITTEN_BY_HAND.includes(file))
    .map((file) => [file, readFileSync(join(SCHEMA_FOLDER, file), 'utf8')]);
  expect(Object.fromEntries(current)).toEqual(Object.fromEntries(schemaSources()));
});

test('the protobuf messages are those of the newest minor version', () => {
  expect(readFileSync(MESSAGES_FILE, 'utf8')).toBe(messagesSource());
});
