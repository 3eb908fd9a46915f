/** Both seed examples, from TypeScript to their logs and verdict, on a real cluster that is started for it. */
import { execFileSync, spawnSync } from 'node:child_process';
import { ClusterError, down, up } from '../e2e/cluster';

const EXAMPLES = ['examples/hello-world', 'examples/parallel-files'];

const say = (line: string) => console.error(`\n${line}`);

async function main(): Promise<number> {
  say('Building the package…');
  for (const task of ['compile', 'post-compile']) execFileSync('npx', ['projen', task], { stdio: ['ignore', 'ignore', 'inherit'] });

  for (const example of EXAMPLES) {
    say(`$ cd ${example} && cdk8s synth`);
    execFileSync('npx', ['cdk8s', 'synth', '--check-upgrade=false'], { cwd: example, stdio: ['ignore', 'ignore', 'inherit'] });
  }

  const cluster = await up({ say: (line) => console.error(line) });
  try {
    const paths = EXAMPLES.map((example) => `${example}/dist`);
    say(`$ cdk8s-jobs deploy ${paths.join(' ')}`);
    const { status } = spawnSync(process.execPath, ['lib/cli/main.js', 'deploy', ...paths, '--kubeconfig', cluster.kubeconfig, '--timeout', '5m'], { stdio: 'inherit' });
    return status ?? 1;
  } finally {
    if (!cluster.wasUp) {
      say('Stopping the cluster…');
      await down();
    }
  }
}

main().then((code) => { process.exitCode = code; }, (error: unknown) => {
  if (!(error instanceof ClusterError)) throw error;
  console.error(`error: ${error.message}`);
  process.exitCode = 2;
});
