import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { isJsonObject, Json, JsonObject } from '../kubernetes/json';
import { InputError } from '../manifests/problem';

const CONFIG_FILE = 'cdk8s.yaml';
/** The output folder of cdk8s-cli where cdk8s.yaml names none. */
const DEFAULT_OUTPUT = 'dist';

/**
 * Returns the folder that `cdk8s synth` writes to, relative to the project.
 * @throws InputError if the project has no cdk8s.yaml, or has not been synthesized
 */
export function outputFolder(project: string): string {
  const config = readConfig(project);
  if (config === undefined) {
    throw inputError(
      'no manifests: name files or folders (- is standard input), ' +
        `or run this command in a folder with a ${CONFIG_FILE}`,
    );
  }
  const output = typeof config.output === 'string' ? config.output : DEFAULT_OUTPUT;
  if (!existsSync(join(project, output))) {
    throw inputError(
      `${output}, the output folder in ${CONFIG_FILE}, does not exist; ` +
        'use --synth, or run cdk8s synth first',
    );
  }
  return output;
}

/**
 * Runs `cdk8s synth` with the cdk8s-cli of the project. Its output goes to stderr.
 * @throws InputError if it fails
 */
export async function runSynth(project: string): Promise<void> {
  if (readConfig(project) === undefined) {
    throw inputError(`--synth needs a ${CONFIG_FILE} in the current folder`);
  }
  const args = [cdk8sProgram(project), 'synth', '--check-upgrade=false'];
  const child = spawn(process.execPath, args, {
    cwd: project,
    stdio: ['ignore', process.stderr, process.stderr],
  });
  const end = await new Promise<number | NodeJS.Signals | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(code ?? signal));
  });
  if (end === 0) return;
  const how = typeof end === 'number' ? `exit code ${end}` : `${end}`;
  throw inputError(`cdk8s synth failed (${how})`);
}

/** @throws InputError if the file cannot be read, or is not a YAML mapping */
function readConfig(project: string): JsonObject | undefined {
  const file = join(project, CONFIG_FILE);
  if (!existsSync(file)) return undefined;
  try {
    const config = parse(readFileSync(file, 'utf8')) as Json;
    if (isJsonObject(config)) return config;
  } catch (error) {
    const [summary] = (error as Error).message.split('\n'); // an excerpt follows
    throw inputError(`${CONFIG_FILE}: ${summary.replace(/:$/, '')}`);
  }
  throw inputError(`${CONFIG_FILE} must be a mapping, such as output: dist`);
}

/** Finds what node_modules/.bin/cdk8s starts, on every system and in every folder of a workspace. */
function cdk8sProgram(project: string): string {
  try {
    const file = createRequire(join(project, CONFIG_FILE)).resolve('cdk8s-cli/package.json');
    const { bin } = JSON.parse(readFileSync(file, 'utf8')) as { bin: { cdk8s: string } };
    return join(dirname(file), bin.cdk8s);
  } catch {
    throw inputError('--synth needs cdk8s-cli: run npm install --save-dev cdk8s-cli');
  }
}

function inputError(message: string): InputError {
  return new InputError([{ message }]);
}
