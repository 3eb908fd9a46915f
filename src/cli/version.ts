import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The version of the package, whose package.json stands beside lib/ as it does beside src/. */
export const { version } = JSON.parse(
  readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8'),
) as { version: string };
