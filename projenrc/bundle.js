// @ts-check
/**
 * Bundles each entry and the command line. deploy is bundled with its libraries, so that the
 * package installs only its peers. The constructs are bundled because importing a hundred files
 * takes twice as long. The compiled files that a bundle includes are removed; declarations stay.
 * Plain JavaScript, since the demo bundles right after a clone.
 */
const {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} = require('node:fs');
const { join, posix } = require('node:path');

const ENTRIES = ['src/index.ts', 'src/testing/index.ts', 'src/deploy/index.ts', 'src/cli/main.ts'];
const BUNDLES = ENTRIES.map((entry) => entry.replace('src/', 'lib/').replace('.ts', '.js'));
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

/**
 * Bundles entries into lib, with the libraries that they need besides the peers.
 *
 * @param {readonly string[]} entries
 * @returns what esbuild says of the bundles
 */
function bundleEntries(entries = ENTRIES) {
  const { metafile } = require('esbuild').buildSync({
    entryPoints: [...entries],
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
    logLevel: 'error',
  });
  return metafile;
}

/** Bundles all entries of the compiled package. */
function bundlePackage() {
  const { inputs } = bundleEntries();
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
    Object.keys(inputs).flatMap((input) => PACKAGE_FOLDER.exec(input)?.[0] ?? []),
  );
  const licences = [...packageFolders].map((folder) => {
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const { name, version, license } = manifest;
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    if (file === undefined) throw new Error(`${name} is bundled but has no licence file`);
    return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`;
  });
  writeFileSync(
    'THIRD-PARTY-LICENSES',
    `Bundled in lib/deploy/index.js and lib/cli/main.js:\n\n${licences.sort().join('\n----------\n\n')}`,
  );
}

if (require.main === module) bundlePackage();

module.exports = { bundleEntries };
