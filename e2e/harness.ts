import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

/** Set by global-setup.ts for every test process. */
export const KUBECONFIG_VARIABLE = 'CDK8S_JOBS_E2E_KUBECONFIG';
export const KUBECTL_VARIABLE = 'CDK8S_JOBS_E2E_KUBECTL';

export interface Result {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

export interface NamespaceOptions {
  /** The Pod Security level that the namespace enforces. @default none */
  readonly podSecurity?: 'restricted' | 'baseline' | 'privileged';
}

/** Path of the kubeconfig of the cluster under test. */
export function kubeconfig(): string {
  return given(KUBECONFIG_VARIABLE);
}

/** kubectl against the cluster under test. A failure is a result too: look at `code`. */
export async function kubectl(...args: string[]): Promise<Result> {
  return execute(args);
}

/** Create or update objects; throws what the server says against them. */
export async function apply(manifest: object, namespace?: string): Promise<void> {
  const result = await execute(
    ['apply', '-f', '-', ...(namespace ? ['-n', namespace] : [])],
    JSON.stringify(manifest),
  );
  if (result.code !== 0) throw new Error(`kubectl apply: ${result.stderr.trim()}`);
}

/** Runs a test in a namespace of its own. It is deleted afterwards, without waiting for the end of that. */
export async function inNamespace<T>(
  test: (namespace: string) => Promise<T>,
  options: NamespaceOptions = {},
): Promise<T> {
  const namespace = `e2e-${randomBytes(4).toString('hex')}`;
  const labels = options.podSecurity
    ? { 'pod-security.kubernetes.io/enforce': options.podSecurity }
    : {};
  await apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels } });
  try {
    await defaultServiceAccount(namespace);
    return await test(namespace);
  } finally {
    await kubectl('delete', 'namespace', namespace, '--wait=false');
  }
}

/** Without it the API server rejects Pods. A controller creates it some time after the namespace. */
async function defaultServiceAccount(namespace: string): Promise<void> {
  const end = Date.now() + 20_000;
  while ((await kubectl('get', 'serviceaccount', 'default', '-n', namespace)).code !== 0) {
    if (Date.now() > end) {
      throw new Error(`namespace ${namespace} got no default service account within 20 s`);
    }
    await sleep(50);
  }
}

async function execute(args: readonly string[], input?: string): Promise<Result> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      given(KUBECTL_VARIABLE),
      ['--kubeconfig', kubeconfig(), ...args],
      {
        timeout: 120_000,
        maxBuffer: 256 * 1024 * 1024,
      },
      (error, stdout, stderr) => {
        if (error && typeof error.code !== 'number') return reject(error); // not started, or took too long
        resolve({ stdout, stderr, code: error ? Number(error.code) : 0 });
      },
    );
    if (input !== undefined) child.stdin!.end(input);
  });
}

function given(variable: string): string {
  const value = process.env[variable];
  if (!value) {
    throw new Error(
      `${variable} is not set: run these tests with \`npx jest -c jest.e2e.json\`, whose global setup starts a cluster`,
    );
  }
  return value;
}
