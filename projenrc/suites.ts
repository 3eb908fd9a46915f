/** The test suites of `npm run verify`: what each needs, and what keeps it from running on this machine. */
import { accessSync, constants, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { cacheDir } from '../e2e/cluster/instance';
import { Facts as ClusterFacts, goProblems, onPath, unmet } from '../e2e/cluster/requirements';

/**
 * - `cluster`: a Kubernetes cluster, which E2E_KUBECONFIG names or which can be started here
 * - `own-cluster`: a cluster that can be started here, whatever E2E_KUBECONFIG says
 * - `go`: Linux and Go, to build API servers
 * - `linters`: Go and Python, to install linters
 */
export type Requirement = 'cluster' | 'own-cluster' | 'go' | 'linters';

export interface Suite {
  readonly name: string;
  /** The jest configuration that names its tests. */
  readonly config: string;
  readonly needs?: Requirement;
}

/** In the order in which they run, one at a time: time limits hold only on a machine that is not overloaded. */
export const SUITES: readonly Suite[] = [
  { name: 'unit', config: 'package.json' },
  { name: 'slow', config: 'jest.slow.json' },
  { name: 'consumer', config: 'jest.consumer.json' },
  { name: 'linters', config: 'jest.linters.json', needs: 'linters' },
  { name: 'agreement', config: 'jest.agreement.json', needs: 'go' },
  { name: 'cluster', config: 'jest.cluster.json', needs: 'own-cluster' },
  { name: 'e2e', config: 'jest.e2e.json', needs: 'cluster' },
  { name: 'chaos', config: 'jest.chaos.json', needs: 'own-cluster' },
];

/** What decides which suites can run. */
export interface Facts extends ClusterFacts {
  readonly e2eKubeconfig: string | undefined;
  readonly python: boolean;
  readonly openssl: boolean;
  /** Directory for what is built once, and whether this user can write to it. */
  readonly cache: { readonly dir: string; readonly writable: boolean };
}

/** Reasons why a suite cannot run; none if it can. */
export function reasonsAgainst({ needs }: Suite, facts: Facts): readonly string[] {
  switch (needs) {
    case undefined:
      return [];
    case 'cluster':
      return facts.e2eKubeconfig ? [] : unmet(facts);
    case 'own-cluster':
      return unmet(facts);
    case 'go':
      return [
        ...linuxProblems(facts),
        ...goProblems(facts, 'to build API servers'),
        ...(facts.openssl ? [] : ['openssl is needed for certificates, and it is not on PATH']),
        ...cacheProblems(facts),
      ];
    case 'linters':
      return [
        ...goProblems(facts, 'to install kube-score and actionlint'),
        ...pythonProblems(facts),
        ...cacheProblems(facts),
      ];
  }
}

function linuxProblems({ platform }: Facts): string[] {
  return platform === 'linux' ? [] : [`Linux is needed, this is ${platform}`];
}

function pythonProblems({ python }: Facts): string[] {
  return python ? [] : ['Python 3 is needed to install checkov, and `python3` is not on PATH'];
}

function cacheProblems({ cache }: Facts): string[] {
  return cache.writable
    ? []
    : [`${cache.dir} cannot be written: set CDK8S_JOBS_CACHE to a directory that can`];
}

export function machineFacts(facts: ClusterFacts): Facts {
  const dir = cacheDir();
  return {
    ...facts,
    e2eKubeconfig: process.env.E2E_KUBECONFIG || undefined,
    python: onPath('python3'),
    openssl: onPath('openssl'),
    cache: { dir, writable: isWritable(dir) },
  };
}

/** Whether the directory, or the nearest one above it that exists, can be written. */
function isWritable(dir: string): boolean {
  if (!existsSync(dir)) return dirname(dir) !== dir && isWritable(dirname(dir));
  try {
    accessSync(dir, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
