import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  buildArgs,
  buildKube,
  goInputs,
  kubernetesVersion,
  type BuildOptions,
} from '../cluster/build';
import { cached, cachePath } from '../cluster/cache';
import { run } from '../cluster/command';
import { exclusively } from '../cluster/lock';

const KIND = 'apiserver';

export interface Programs {
  /** A program with the subcommand `etcd`. */
  readonly etcd: string;
  /** The program, and what comes before its flags. */
  readonly apiserver: readonly string[];
}

/** The programs for a release. The cluster's own are taken as far as they go, the rest is built once. */
export async function buildPrograms(
  release: string,
  options: BuildOptions = {},
): Promise<Programs> {
  const { binary } = await buildKube(options);
  if (release === kubernetesVersion()) {
    return { etcd: binary, apiserver: [binary, 'kube-apiserver'] };
  }
  return { etcd: binary, apiserver: [await buildApiserver(release, options)] };
}

async function buildApiserver(release: string, { say }: BuildOptions): Promise<string> {
  const args = buildArgs(release);
  const inputs = [release, await goMod(release), ...args, ...(await goInputs())];
  // Two builds at once would both succeed, but each would take all the time and memory of one alone.
  const dir = existsSync(cachePath(KIND, inputs))
    ? cachePath(KIND, inputs)
    : await exclusively(
        `build-${KIND}`,
        async () => {
          if (!existsSync(cachePath(KIND, inputs))) {
            say?.(
              `building kube-apiserver ${release} (once; about 5 minutes on 2 cores, less if Go has it cached)`,
            );
          }
          return cached(KIND, inputs, async (unfinished) => {
            await writeFile(join(unfinished, 'go.mod'), await goMod(release));
            // Upstream's own main package, with all that it imports, such as time zones.
            await run(
              'go',
              [
                ...args,
                '-mod=mod',
                '-o',
                join(unfinished, KIND),
                'k8s.io/kubernetes/cmd/kube-apiserver',
              ],
              { cwd: unfinished, timeoutMs: 60 * 60_000 },
            );
          });
        },
        60 * 60_000,
      );
  return join(dir, KIND);
}

interface GoMod {
  readonly Go: string;
  readonly Godebug?: { readonly Key: string; readonly Value: string }[];
  readonly Require: { readonly Path: string; readonly Version: string }[];
}

/**
 * A module that has the release as its only requirement. Kubernetes' libraries are required as v0.0.0, which exists
 * nowhere, so each is replaced by the version that was published with the release. The language version and
 * GODEBUG are the release's own too: the main module decides for the whole program how old the library's behaviour is.
 */
async function goMod(release: string): Promise<string> {
  const download = await run('go', ['mod', 'download', '-json', `k8s.io/kubernetes@v${release}`], {
    timeoutMs: 10 * 60_000,
  });
  const theirs = JSON.parse(
    await run('go', ['mod', 'edit', '-json', (JSON.parse(download) as { GoMod: string }).GoMod]),
  ) as GoMod;
  const libraries = theirs.Require.filter(({ Version }) => Version === 'v0.0.0').map(
    ({ Path }) => Path,
  );
  return [
    'module cdk8s-jobs/apiserver',
    `go ${theirs.Go}`,
    ...(theirs.Godebug ?? []).map(({ Key, Value }) => `godebug ${Key}=${Value}`),
    `require k8s.io/kubernetes v${release}`,
    ...libraries.map((path) => `replace ${path} => ${path} v0.${release.replace(/^1\./, '')}`),
    '',
  ].join('\n');
}
