import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { AccessError } from './access';

/** A credential plugin of a kubeconfig: a program that prints an ExecCredential. */
export interface ExecConfig {
  readonly apiVersion?: string;
  readonly command: string;
  readonly args?: readonly string[] | null;
  readonly env?: readonly { readonly name: string; readonly value: string }[] | null;
  readonly installHint?: string;
}

export interface ExecCredential {
  readonly token?: string;
  readonly clientCertificateData?: string;
  readonly clientKeyData?: string;
  readonly expirationTimestamp?: string;
}

/**
 * Runs a credential plugin without a terminal, since CI has no one to answer its questions.
 * @see https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins
 */
export async function execCredential(
  config: ExecConfig,
  folder: string,
  signal?: AbortSignal,
): Promise<ExecCredential> {
  const { command, args, env, installHint } = config;
  const info = {
    apiVersion: config.apiVersion ?? 'client.authentication.k8s.io/v1',
    kind: 'ExecCredential',
    spec: { interactive: false },
  };
  try {
    const running = promisify(execFile)(command, args ?? [], {
      signal,
      cwd: command.includes('/') ? folder : undefined,
      env: {
        ...process.env,
        ...Object.fromEntries((env ?? []).map(({ name, value }) => [name, value])),
        KUBERNETES_EXEC_INFO: JSON.stringify(info),
      },
    });
    running.child.stdin?.end(); // a plugin that asks a question must not wait
    const { stdout } = await running;
    const { status } = JSON.parse(stdout) as { status?: ExecCredential };
    if (status === undefined) throw new Error('its output has no status');
    return status;
  } catch (error) {
    signal?.throwIfAborted();
    const { code, stderr, message } = error as { code?: unknown; stderr?: string; message: string };
    const why =
      code === 'ENOENT'
        ? `it is not installed${installHint === undefined ? '' : `\n${installHint.trim()}`}`
        : stderr?.trim() || message;
    throw new AccessError(`credential plugin ${command} of the kubeconfig failed: ${why}`);
  }
}
