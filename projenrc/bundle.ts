/**
 * Bundles each entry and the command line: deploy with the libraries that it needs, so that installing the package installs nothing
 * beyond its peers; the constructs so that importing them does not mean reading a hundred files. The compiler's own output of what was
 * bundled is removed; declarations stay.
 */
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

const BUNDLES = ['lib/index.js', 'lib/testing/index.js', 'lib/deploy/index.js', 'lib/cli/main.js'];
const BUNDLED_ROOMS = [
  'kubernetes',
  'policy',
  'jobs',
  'synth',
  'testing',
  'manifests',
  'deploy',
  'output',
  'cli',
];

const { metafile } = buildSync({
  entryPoints: BUNDLES.map((out) => out.replace('lib/', 'src/').replace('.js', '.ts')),
  outdir: 'lib',
  outbase: 'src',
  bundle: true,
  allowOverwrite: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  metafile: true,
  legalComments: 'none', // gathered below, whole
  alias: { undici: './projenrc/undici.js' },
  external: ['cdk8s', 'cdk8s-plus-27', 'constructs'],
});
chmodSync('lib/cli/main.js', 0o755);

for (const room of BUNDLED_ROOMS) {
  if (!existsSync(`lib/${room}`)) continue;
  for (const file of readdirSync(`lib/${room}`, { recursive: true, encoding: 'utf8' })) {
    const path = join('lib', room, file);
    if (file.endsWith('.js') && !BUNDLES.includes(path)) rmSync(path);
  }
}

const packages = new Set(
  Object.keys(metafile.inputs).flatMap(
    (input) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1] ?? [],
  ),
);
const notices = [...packages].sort().map((name) => {
  const folder = join('node_modules', name);
  const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  if (file === undefined) throw new Error(`${name} is bundled but has no licence file`);
  return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`;
});
writeFileSync(
  'THIRD-PARTY-LICENSES',
  `Bundled in lib/deploy/index.js and lib/cli/main.js:\n\n${notices.join('\n----------\n\n')}`,
);
