import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { READING_RULES } from '../../src/kubernetes/rules/catalog';

/** Rules that `src/manifests` knows, and whose severity can be changed. */
const OF_OBJECTS = ['manifest/unknown-field', 'yaml/merge-order'];
const FOLDER = join(__dirname, '..', '..', 'src', 'manifests');

test('every rule that src/manifests reports has an entry in the catalog', () => {
  const sources = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(FOLDER, file), 'utf8'));
  const reported = sources
    .flatMap((source) => [...source.matchAll(/'((?:yaml|manifest)\/[a-z0-9-]+)'/g)])
    .map(([, id]) => id)
    .filter((id) => !OF_OBJECTS.includes(id));
  expect([...new Set(reported)].sort()).toEqual(READING_RULES.map(({ id }) => id).sort());
});
