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
  /**
   * Suites of different lanes run at the same time, those of one lane one after another: `cluster` mostly waits for Pods,
   * `local` mostly computes. Suites that are `alone` run last and one by one, since they use the whole machine.
   */
  readonly lane: 'local' | 'cluster' | 'alone';
}

export const SUITES: readonly Suite[] = [
  { name: 'unit', config: 'package.json', lane: 'local' },
  { name: 'slow', config: 'jest.slow.json', lane: 'local' },
  { name: 'consumer', config: 'jest.consumer.json', lane: 'local' },
  { name: 'linters', config: 'jest.linters.json', lane: 'local', needs: 'linters' },
  { name: 'agreement', config: 'jest.agreement.json', lane: 'local', needs: 'go' },
  // First of its lane: it checks that a cluster leaves nothing behind, which needs a machine without other clusters.
  { name: 'cluster', config: 'jest.cluster.json', lane: 'cluster', needs: 'own-cluster' },
  { name: 'e2e', config: 'jest.e2e.json', lane: 'cluster', needs: 'cluster' },
  { name: 'chaos', config: 'jest.chaos.json', lane: 'alone', needs: 'own-cluster' },
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
