import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command';
import { Instance } from './instance';

/** Certificates are created again for each start; elliptic curves take 10 ms where RSA takes half a second. */
export async function makePki(cluster: Instance): Promise<void> {
  const dir = pkiDir(cluster);
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  writeFileSync(
    join(dir, 'openssl.cnf'),
    `[req]
distinguished_name = subject
[subject]
[ca]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign
[leaf]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = serverAuth,clientAuth
subjectAltName = DNS:localhost,IP:127.0.0.1
`,
  );
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  writeFileSync(
    join(dir, 'service-accounts.key'),
    privateKey.export({ type: 'pkcs8', format: 'pem' }),
    { mode: 0o600 },
  );
  writeFileSync(
    join(dir, 'service-accounts.pub'),
    publicKey.export({ type: 'spki', format: 'pem' }),
  );
  await certificate(dir, 'ca', '/CN=cdk8s-jobs', ['-extensions', 'ca']);
  const signed = ['-extensions', 'leaf', '-CA', join(dir, 'ca.crt'), '-CAkey', join(dir, 'ca.key')];
  await Promise.all([
    certificate(dir, 'server', '/CN=localhost', signed),
    certificate(dir, 'admin', '/O=system:masters/CN=admin', signed),
    // The Node authorizer and the NodeRestriction admission know a kubelet by these names.
    certificate(dir, 'kubelet', '/O=system:nodes/CN=system:node:localhost', signed),
  ]);
}

export function pkiDir(cluster: Instance): string {
  return join(cluster.dir, 'pki');
}

export function kubeconfigOf(cluster: Instance, user: 'admin' | 'kubelet'): string {
  return user === 'admin'
    ? join(cluster.dir, 'kubeconfig')
    : join(cluster.dir, `${user}.kubeconfig`);
}

export function writeKubeconfig(cluster: Instance, user: 'admin' | 'kubelet', port: number): void {
  const data = (file: string) => readFileSync(join(pkiDir(cluster), file)).toString('base64');
  writeFileSync(
    kubeconfigOf(cluster, user),
    `apiVersion: v1
kind: Config
current-context: cdk8s-jobs
contexts:
- name: cdk8s-jobs
  context: {cluster: cdk8s-jobs, user: ${user}}
clusters:
- name: cdk8s-jobs
  cluster:
    server: https://127.0.0.1:${port}
    certificate-authority-data: ${data('ca.crt')}
users:
- name: ${user}
  user:
    client-certificate-data: ${data(`${user}.crt`)}
    client-key-data: ${data(`${user}.key`)}
`,
    { mode: 0o600 },
  );
}

async function certificate(
  dir: string,
  name: string,
  subject: string,
  options: readonly string[],
): Promise<void> {
  await run('openssl', [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-days',
    '3650',
    '-config',
    join(dir, 'openssl.cnf'),
    '-subj',
    subject,
    ...options,
    '-keyout',
    join(dir, `${name}.key`),
    '-out',
    join(dir, `${name}.crt`),
  ]);
}
