import { down } from './down';
import { ClusterError } from './errors';
import { status, Status } from './status';
import { up } from './up';

const USAGE = 'usage: cluster up|down|status';

const commands: Record<string, () => Promise<number>> = {
  async up() {
    const begin = Date.now();
    const { kubernetes, kubeconfig, wasUp } = await up({ say: (line) => console.error(line) });
    console.error(
      wasUp
        ? `Kubernetes ${kubernetes} is already up`
        : `Kubernetes ${kubernetes} is up after ${((Date.now() - begin) / 1000).toFixed(1)} s`,
    );
    console.log(kubeconfig);
    return 0;
  },
  async down() {
    const { dir, found } = await down();
    console.error(found ? `stopped, and removed ${dir}` : `nothing to stop in ${dir}`);
    return 0;
  },
  async status() {
    const now = await status();
    console.log(render(now));
    return now.up ? 0 : 1;
  },
};

function render(now: Status): string {
  if (!now.kubernetes) return `no cluster in ${now.dir}`;
  const lines = [
    `Kubernetes ${now.kubernetes}: ${now.up ? 'up' : 'not healthy, `up` starts it again'}, started ${now.ageSeconds} s ago`,
    `KUBECONFIG=${now.kubeconfig}`,
    `images     ${now.registry}`,
    '',
    row('COMPONENT', 'PID', 'PORT', 'MEMORY'),
    ...now.components.map(({ name, running, pid, port, memoryBytes }) =>
      row(
        name,
        running ? `${pid}` : 'gone',
        port ? `${port}` : '-',
        running ? `${Math.round(memoryBytes / 2 ** 20)} MiB` : '-',
      ),
    ),
  ];
  return lines.join('\n');
}

function row(name: string, ...cells: string[]): string {
  return name.padEnd(26) + cells.map((cell) => cell.padStart(10)).join('');
}

async function main(verb: string | undefined): Promise<number> {
  const command = commands[verb ?? ''];
  if (!command) throw new ClusterError(USAGE, 2);
  return command();
}

main(process.argv[2]).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof ClusterError ? error.message : error);
    process.exitCode = error instanceof ClusterError ? error.exitCode : 1;
  },
);
