// @ts-check
/**
 * Runs two examples, from TypeScript to logs and outcome, as processes of this machine; with
 * `--cluster real`, in a Kubernetes that is started for it. Plain JavaScript, since it works right
 * after a clone: unless all packages are installed, it installs only those that it needs.
 */
const { spawn, spawnSync } = require('node:child_process');
const { existsSync, readFileSync } = require('node:fs');
const { join, resolve } = require('node:path');

const EXAMPLES = ['examples/hello-world', 'examples/parallel-files'];
const ROOT = resolve(__dirname, '..');
/** What runs TypeScript and bundles it, and the libraries that are bundled into the command. */
const NEEDED = ['tsx', 'esbuild', 'commander', 'picocolors', 'string-width', 'undici', 'yaml'];

/** @param {string} line */
const say = (line) => console.error(`\n${line}`);

/**
 * @param {string} command @param {readonly string[]} args
 * @param {{ folder?: string, prints?: boolean }} options
 */
function run(command, args, { folder = ROOT, prints = false } = {}) {
  const { status } = spawnSync(command, args, {
    cwd: folder,
    stdio: ['ignore', prints ? 'inherit' : 'ignore', 'inherit'],
    shell: process.platform === 'win32', // npm and npx are scripts there
  });
  if (status !== 0) process.exit(status ?? 1);
}

/** Installs what is missing, in the versions of the lock file. */
function install() {
  /** @param {string} name */
  const isInstalled = (name) => existsSync(join(ROOT, 'node_modules', name, 'package.json'));
  if ([...NEEDED, 'cdk8s', 'cdk8s-plus-27', 'constructs'].every(isInstalled)) return;
  say('Installing what the demo needs…');
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
  const pinned = NEEDED.map((name) => `${name}@${packages[`node_modules/${name}`].version}`);
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error', '--prefer-offline'];
  run('npm', ['install', '--no-save', '--save-prod', '--omit=dev', ...quiet, ...pinned]);
}

/** @param {string} example */
function synthesize(example) {
  const tsx = join(ROOT, 'node_modules/tsx/dist/cli.mjs');
  const app = spawn(process.execPath, [tsx, 'main.ts'], {
    cwd: join(ROOT, example),
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return new Promise((resolve) => {
    app.once('exit', (code) => (code === 0 ? resolve(undefined) : process.exit(code ?? 1)));
  });
}

async function demo() {
  install();
  process.chdir(ROOT);
  require('./bundle').bundleEntries(['src/index.ts', 'src/cli/main.ts']);
  say(EXAMPLES.map((example) => `$ cd ${example} && npx tsx main.ts`).join('\n'));
  await Promise.all(EXAMPLES.map(synthesize));
  const args = ['deploy', ...EXAMPLES.map((example) => `${example}/dist`), '--local'];
  say(`$ cdk8s-jobs ${args.join(' ')}`);
  run(process.execPath, ['lib/cli/main.js', ...args], { prints: true });
}

/** Needs all packages, root and Linux. */
function demoInCluster() {
  run('npm', ['ci', '--no-audit', '--no-fund']);
  run('npx', ['ts-node', '-T', 'projenrc/demo-cluster.ts'], { prints: true });
}

const args = process.argv.slice(2);
switch (args.join(' ').replace('--cluster=', '--cluster ')) {
  case '':
  case '--cluster local':
    void demo();
    break;
  case '--cluster real':
    demoInCluster();
    break;
  default:
    console.error(`error: unknown option ${args.join(' ')}; use --cluster local or --cluster real`);
    process.exitCode = 2;
}
