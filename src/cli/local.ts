import { randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import type { Interrupt } from './interrupt';
import { HOST_PROCESS_WARNING, warn } from './local-option';
import { runCommand } from './run-command';
import { serveHttp } from '../local/api/http-server';
import { startHostCluster } from '../local/host-cluster';
import { InputError } from '../manifests/problem';
import { kubeconfigText } from '../output/kubeconfig-text';

interface LocalFlags {
  readonly port: number;
  readonly writeKubeconfig?: string;
}

const HELP = `
Examples:
  cdk8s-jobs local
  cdk8s-jobs local --port 8001 --write-kubeconfig local.yaml
  kubectl --kubeconfig local.yaml get jobs --watch
  cdk8s-jobs deploy dist/ --kubeconfig local.yaml

Exit codes:
  2   usage error, or the port is in use
  70  internal error
  129, 130, 143  ended by SIGHUP, SIGINT, SIGTERM`;

export const localCommand = new Command('local')
  .summary('Start a cluster in this process, for kubectl and tests')
  .description(
    'Starts an API server on the loopback interface, with the controllers of Jobs and CronJobs, ' +
      'and writes a kubeconfig for it. The commands of containers run as processes of this ' +
      'machine, in the current folder: images, users, limits and isolation have no effect. The ' +
      'objects are in memory, and are gone when the command ends.',
  )
  .option('--port <number>', 'Port to listen on; 0 is a free one', parsePort, 0)
  .option(
    '--write-kubeconfig <file>',
    'Where to write the kubeconfig (default: a file in the temporary folder, which is removed)',
  )
  .addHelpText('after', HELP)
  .action((flags: LocalFlags) => runCommand(undefined, (interrupt) => runLocal(flags, interrupt)));

async function runLocal(
  { port, writeKubeconfig }: LocalFlags,
  interrupt: Interrupt,
): Promise<number> {
  const cluster = startHostCluster(process.cwd());
  const server = await serveHttp((request) => cluster.api.answer(request), port).catch(
    async (error: NodeJS.ErrnoException) => {
      await cluster.close();
      throw portError(error, port);
    },
  );
  const file = resolve(
    writeKubeconfig ?? join(tmpdir(), `cdk8s-jobs-${randomBytes(4).toString('hex')}.kubeconfig`),
  );
  try {
    // Who can read it can run programs as this user.
    writeFileSync(file, kubeconfigText(server.url), { mode: 0o600 });
    warn(HOST_PROCESS_WARNING);
    process.stderr.write(`The cluster is ready. Ctrl-C ends it. To use it with kubectl:\n`);
    process.stdout.write(`export KUBECONFIG=${shellQuoted(file)}\n`);
    await new Promise((end) => interrupt.signal.addEventListener('abort', end, { once: true }));
    return interrupt.exitCode('cancelled');
  } finally {
    await server.close();
    await cluster.close();
    if (writeKubeconfig === undefined) rmSync(file, { force: true });
  }
}

function portError(error: NodeJS.ErrnoException, port: number): Error {
  const why: Readonly<Record<string, string>> = {
    EADDRINUSE: 'is in use; give another one, or 0 for a free one',
    EACCES: 'needs root; give one above 1023, or 0 for a free one',
  };
  const reason = why[error.code ?? ''];
  return reason === undefined ? error : new InputError([{ message: `port ${port} ${reason}` }]);
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) {
    throw new InvalidArgumentError('It must be a number from 0 to 65535.');
  }
  return port;
}

function shellQuoted(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
