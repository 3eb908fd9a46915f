import { spawn } from 'node:child_process';
import { AccessError } from './access';
import type { JsonObject } from '../../kubernetes/json';

/** A credential plugin of a kubeconfig: a program that prints an ExecCredential. */
export interface ExecConfig {
  readonly apiVersion?: string;
  readonly command: string;
  readonly args?: readonly string[] | null;
  readonly env?: readonly { readonly name: string; readonly value: string }[] | null;
  readonly installHint?: string;
  readonly interactiveMode?: 'Never' | 'IfAvailable' | 'Always';
  readonly provideClusterInfo?: boolean;
}

export interface ExecCredential {
  readonly token?: string;
  readonly clientCertificateData?: string;
  readonly clientKeyData?: string;
  readonly expirationTimestamp?: string;
}

/** How a plugin is run. */
export interface ExecOptions {
  /** The folder of the kubeconfig, from which a relative path of a plugin starts. */
  readonly folder: string;
  /** The cluster, for a plugin that asks for it with `provideClusterInfo`. */
  readonly cluster: JsonObject;
  /** Ends the plugin. */
  readonly signal?: AbortSignal;
}

const DEFAULT_API_VERSION = 'client.authentication.k8s.io/v1';
/** How much of the plugin's last output on stderr an error repeats. */
const MAX_STDERR_LENGTH = 2_000;

/**
 * Runs a credential plugin. As in kubectl, its stderr goes to ours as it arrives, since a login may
 * print a code that someone has to enter, and it may only read from a terminal.
 * @see https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins
 * @throws AccessError, or the reason of the signal
 */
export async function execCredential(
  config: ExecConfig,
  options: ExecOptions,
): Promise<ExecCredential> {
  try {
    return credentialIn(await outputOf(config, options), config);
  } catch (error) {
    options.signal?.throwIfAborted();
    throw new AccessError(
      `credential plugin ${config.command} of the kubeconfig failed: ${reasonFor(error, config)}`,
    );
  }
}

/** Returns what the plugin prints on stdout. */
function outputOf(config: ExecConfig, { folder, cluster, signal }: ExecOptions): Promise<string> {
  signal?.throwIfAborted();
  const { command, args, env } = config;
  const isInteractive = config.interactiveMode !== 'Never' && Boolean(process.stdin.isTTY);
  if (config.interactiveMode === 'Always' && !isInteractive) {
    throw new Error('its interactiveMode is Always, and stdin is not a terminal');
  }
  const info = {
    apiVersion: config.apiVersion ?? DEFAULT_API_VERSION,
    kind: 'ExecCredential',
    spec: { interactive: isInteractive, ...(config.provideClusterInfo && { cluster }) },
  };
  return new Promise((resolve, reject) => {
    const child = spawn(command, args ?? [], {
      cwd: command.includes('/') ? folder : undefined,
      env: {
        ...process.env,
        ...Object.fromEntries((env ?? []).map(({ name, value }) => [name, value])),
        KUBERNETES_EXEC_INFO: JSON.stringify(info),
      },
      stdio: [isInteractive ? 'inherit' : 'ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout!.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      process.stderr.write(text);
      stderr = (stderr + text).slice(-MAX_STDERR_LENGTH);
    });
    const abort = () => {
      child.kill();
      // A process that the plugin started may keep the pipes open, and with them this process.
      child.stdout!.destroy();
      child.stderr!.destroy();
      child.unref();
      reject(new Error('it was aborted'));
    };
    signal?.addEventListener('abort', abort, { once: true });
    child.once('error', reject);
    child.once('close', (code, killedBy) => {
      signal?.removeEventListener('abort', abort);
      if (code === 0) resolve(stdout);
      else reject(new Error(stderr.trim() || `it ended with ${killedBy ?? `exit code ${code}`}`));
    });
  });
}

function credentialIn(output: string, config: ExecConfig): ExecCredential {
  const { apiVersion, kind, status } = JSON.parse(output) as {
    apiVersion?: string;
    kind?: string;
    status?: ExecCredential;
  };
  const expected = config.apiVersion ?? DEFAULT_API_VERSION;
  if (kind !== 'ExecCredential' || apiVersion !== expected) {
    throw new Error(`it printed ${apiVersion} ${kind}, not ${expected} ExecCredential`);
  }
  if (!status?.token && !(status?.clientCertificateData && status.clientKeyData)) {
    throw new Error('its output has neither a token nor a client certificate with its key');
  }
  return status;
}

function reasonFor(error: unknown, { installHint }: ExecConfig): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (error instanceof SyntaxError) return 'its output is not JSON';
  if (code !== 'ENOENT') return message;
  return `it is not installed${installHint === undefined ? '' : `\n${installHint.trim()}`}`;
}
