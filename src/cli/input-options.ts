import type { Command } from 'commander';
import { outputFolder, runSynth } from './cdk8s-project';

/** Where the manifests are, besides the arguments. */
export interface InputFlags {
  readonly filename?: readonly string[];
  readonly synth?: boolean;
}

/** Adds the arguments and options that name the manifests. */
export function inputOptions(command: Command): Command {
  return command
    .argument(
      '[path...]',
      'Files or folders of YAML or JSON; - is standard input (default: the output folder in ' +
        './cdk8s.yaml)',
    )
    .optionsGroup('Input options:')
    .option(
      '-f, --filename <path>',
      'File or folder to read, like an argument (repeatable)',
      (path: string, previous: readonly string[] = []) => [...previous, path],
    )
    .option('--synth', 'Run cdk8s synth in the current folder first');
}

/**
 * Returns the paths of the manifests, after synthesizing them if that was asked for.
 * @throws InputError if no path is known, or if the synthesis fails
 */
export async function inputPaths(
  paths: readonly string[],
  { filename = [], synth = false }: InputFlags,
): Promise<readonly string[]> {
  const named = [...paths, ...filename];
  const folder = process.cwd();
  if (synth) await runSynth(folder);
  return named.length > 0 ? named : [outputFolder(folder)];
}
