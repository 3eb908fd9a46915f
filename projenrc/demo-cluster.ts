/** Deploys two examples, from TypeScript to logs and outcome, to a real cluster that is started for it. */
import { execFileSync, spawnSync } from 'node:child_process';
import { Cluster, ClusterError, down, up } from '../e2e/cluster';

const EXAMPLES = ['examples/hello-world', 'examples/parallel-files'];
/** New each time: in a cluster that already ran, the Jobs of the last demo would not run again. */
const NAMESPACE = `demo-${Date.now().toString(36)}`;

const say = (line: string) => console.error(`\n${line}`);
const quietly = (command: string, args: string[], cwd = '.') =>
  execFileSync(command, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });

async function demo(): Promise<number> {
  say('Building the package…');
  for (const task of ['compile', 'post-compile']) quietly('npx', ['projen', task]);
  for (const example of EXAMPLES) {
    say(`$ cd ${example} && cdk8s synth`);
    quietly('npx', ['cdk8s', 'synth', '--check-upgrade=false'], example);
  }
  const cluster = await up({ say: (line) => console.error(line) });
  try {
    return deploy(cluster);
  } finally {
    if (!cluster.wasUp) {
      say('Stopping the cluster…');
      await down();
    }
  }
}

function deploy({ kubectl, kubeconfig, wasUp }: Cluster): number {
  quietly(kubectl, ['--kubeconfig', kubeconfig, 'create', 'namespace', NAMESPACE]);
  const args = ['deploy', ...EXAMPLES.map((example) => `${example}/dist`), '-n', NAMESPACE];
  say(`$ cdk8s-jobs ${args.join(' ')}`);
  const { status } = spawnSync(
    process.execPath,
    ['lib/cli/main.js', ...args, '--kubeconfig', kubeconfig, '--timeout', '5m'],
    { stdio: 'inherit' },
  );
  if (wasUp) {
    quietly(kubectl, [
      '--kubeconfig',
      kubeconfig,
      'delete',
      'namespace',
      NAMESPACE,
      '--wait=false',
    ]);
  }
  return status ?? 1;
}

demo().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    if (!(error instanceof ClusterError)) throw error;
    console.error(`error: ${error.message}`);
    process.exitCode = 2;
  },
);
