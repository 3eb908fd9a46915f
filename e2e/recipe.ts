import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const PAGE = join(__dirname, '..', 'docs', 'ci.md');

/** The pipeline that docs/ci.md prints under a heading, as its readers copy it. */
export function recipe(heading: string): string {
  const [, section] = readFileSync(PAGE, 'utf8').split(`\n## ${heading}\n`);
  const [, yaml] = /^```yaml\n([\s\S]*?)^```/m.exec(section ?? '') ?? [];
  if (yaml === undefined) throw new Error(`docs/ci.md has no YAML under "${heading}"`);
  return yaml;
}
