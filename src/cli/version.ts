import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const PACKAGE_FILE = join(__dirname, '..', '..', 'package.json'); // beside lib/ and src/

/** The version of the package. */
export const { version } = JSON.parse(readFileSync(PACKAGE_FILE, 'utf8')) as { version: string };
