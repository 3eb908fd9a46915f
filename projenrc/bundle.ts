/**
 * Bundles each entry and the command line. deploy is bundled with its libraries, so that the package installs only its peers.
 * The constructs are bundled because importing a hundred files takes twice as long. The compiled files that a bundle includes are
 * removed; declarations stay.
 */
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { buildSync } from 'esbuild';

const BUNDLES = ['lib/index.js', 'lib/testing/index.js', 'lib/deploy/index.js', 'lib/cli/main.js'];
const BUNDLED_FOLDERS = [
  'kubernetes',
  'policy',
  'jobs',
  'synth',
  'explain',
  'local',
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
  legalComments: 'none', // THIRD-PARTY-LICENSES has the whole licences
  alias: { undici: './projenrc/undici.js' },
  external: ['cdk8s', 'cdk8s-plus-27', 'constructs'],
});
chmodSync('lib/cli/main.js', 0o755);

for (const folder of BUNDLED_FOLDERS) {
  if (!existsSync(`lib/${folder}`)) continue;
  for (const file of readdirSync(`lib/${folder}`, { recursive: true, encoding: 'utf8' })) {
    const path = posix.join('lib', folder, file.replaceAll('\\', '/'));
    if (file.endsWith('.js') && !BUNDLES.includes(path)) rmSync(path);
  }
}

// npm nests a package in another one's folder where two versions of it are installed.
const PACKAGE_FOLDER = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/;
const packageFolders = new Set(
  Object.keys(metafile.inputs).flatMap((input) => PACKAGE_FOLDER.exec(input)?.[0] ?? []),
);
const licences = [...packageFolders].map((folder) => {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const { name, version, license } = manifest as Record<'name' | 'version' | 'license', string>;
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  if (file === undefined) throw new Error(`${name} is bundled but has no licence file`);
  return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`;
});
writeFileSync(
  'THIRD-PARTY-LICENSES',
  `Bundled in lib/deploy/index.js and lib/cli/main.js:\n\n${licences.sort().join('\n----------\n\n')}`,
);
